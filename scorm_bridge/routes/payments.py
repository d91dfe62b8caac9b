"""GET /billing/<token>: where a payer comes back to, paid or not; it asks the provider itself."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, request

from ledger import clock
from ledger.models import Purchase
from scorm_bridge import bridge, privacy
from scorm_bridge.billing import payment_words, settling
from scorm_bridge.errors import ProviderAway, ProviderRefuses, TokenRejected
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import chosen_language, unframed

payments = Blueprint("payments", __name__)
payments.before_request(hosts.must_be_public)

GOOD_FOR = timedelta(days=1)
"""How long after an order, or after its page closed, the way back from it is of use."""

ASKED_EVERY = timedelta(seconds=2)
"""However often the page is loaded."""


@payments.get("/billing/<token>")
def returned(token: str) -> Response:
    spoken = chosen_language()
    words = payment_words.WORDS[spoken]
    purchase = purchase_of(token)
    if purchase is None:
        return unframed("payment_gone.html", status=404, spoken=spoken, words=words, **languages())
    purchase = asked(purchase)
    return unframed(
        "payment.html",
        spoken=spoken,
        leads_to="",
        account_id=purchase.account_id,
        words=words,
        standing=payment_words.standing(
            purchase, spoken, has_left=request.args.get("left") is not None
        ),
        pay_url=pay_url(purchase),
        **languages(),
    )


def languages() -> dict[str, object]:
    return {"languages": privacy.LANGUAGE_NAMES}


def purchase_of(token: str) -> Purchase | None:
    """None for a link that is forged, or too old."""
    here = bridge.current()
    try:
        where = here.tokens.payment_of(token)
    except TokenRejected:
        return None
    purchase = here.database.read(lambda session: session.get(Purchase, where))
    if purchase is None or clock.now() > end_of(purchase):
        return None
    return purchase


def end_of(purchase: Purchase) -> datetime:
    return (purchase.closes_at or purchase.ordered_at) + GOOD_FOR


def asked(purchase: Purchase) -> Purchase:
    """As the provider says it stands now, so that credits arrive without a webhook too."""
    here = bridge.current()
    billing = here.billing
    is_recent = purchase.asked_at is not None and clock.now() < purchase.asked_at + ASKED_EVERY
    if is_recent or not settling.is_askable(billing.provider, purchase):
        return purchase
    try:
        return settling.ask(here.database, billing.provider, purchase, billing.seller)
    except (ProviderAway, ProviderRefuses):
        return purchase  # it is being confirmed; the worker asks again


def pay_url(purchase: Purchase) -> str | None:
    """Where it can still be paid."""
    is_open = purchase.closes_at is not None and clock.now() < purchase.closes_at
    return purchase.checkout_url if is_open else None
