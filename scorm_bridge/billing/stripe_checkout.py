"""Stripe Checkout: a page of Stripe's that takes one payment.

Each call is made under a key of its purchase and round, so that it is made once however often it is
asked for. Under a key Stripe wants the same words again, and gives the same answer, an error of its
own too (its page on idempotent requests): all words, the end of the page too, follow from the order
and the round, and the next round begins anew. Nothing that a person typed is sent.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import stripe
import structlog

from ledger import clock
from ledger.models import Provider as Kind
from ledger.models import PurchaseState
from ledger.purchases import CURRENCY, Payment
from scorm_bridge.billing.providers import (
    Checkout,
    Ended,
    Finding,
    Order,
    Paid,
    Traced,
    Waiting,
)
from scorm_bridge.errors import ProviderAway, ProviderRefuses

log = structlog.get_logger("obole.billing")

OPEN_FOR = timedelta(hours=1)
"""Between the 30 minutes and 24 hours that Stripe allows (its page on `expires_at`)."""

ROUND = timedelta(minutes=5)
"""How long an order's page is the same: what is asked for later must still be open for a while, and
an error that Stripe repeats must not last."""

SECONDS = 20
"""That a call may take."""

Facts = Mapping[str, Any]
SESSION, PRICE, INTENT = "cs_", "price_", "pi_"
"""What the names of sessions, prices and payment intents begin with."""

FAILED = frozenset({"requires_payment_method", "canceled"})
"""How a payment intent stands whose session is complete, and whose money will not come."""


class StripeCheckout:
    """`api_url` is another place than Stripe's own, for tests."""

    kind = Kind.STRIPE

    def __init__(self, secret_key: str, *, api_url: str | None = None) -> None:
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_url} if api_url else None,
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=SECONDS),
        )

    def open(self, order: Order, /) -> Checkout:
        rounds = max(0, (clock.now() - order.ordered_at) // ROUND)
        until = order.ordered_at + rounds * ROUND + OPEN_FOR
        key = f"{order.purchase_id} {rounds}"
        product = answered(
            lambda: self._client.v1.products.create(
                {"name": order.title}, {"idempotency_key": f"{key} product"}
            )
        )
        price = answered(
            lambda: self._client.v1.prices.create(
                {
                    "product": product["id"],
                    "currency": CURRENCY,
                    # The whole order is one unit: tiers and their rounding are ours.
                    "unit_amount": order.total_cents,
                },
                {"idempotency_key": f"{key} price"},
            )
        )
        session = answered(
            lambda: self._client.v1.checkout.sessions.create(
                self._session(order, price["id"], until),
                {"idempotency_key": f"{key} session"},
            )
        )
        ends = session.get("expires_at")
        return Checkout(
            names=(session["id"], price["id"]),
            url=session["url"],
            until=datetime.fromtimestamp(ends, UTC) if ends else until,
        )

    def _session(self, order: Order, price: str, until: datetime) -> Any:
        named = {"account": order.account_id.hex, "purchase": order.purchase_id.hex}
        return {
            "mode": "payment",
            "line_items": [{"price": price, "quantity": 1}],
            "success_url": order.paid_url,
            "cancel_url": order.left_url,
            "client_reference_id": order.purchase_id.hex,
            "metadata": named,
            "payment_intent_data": {"metadata": named},
            "locale": order.language,
            "expires_at": int(until.timestamp()),
        }

    def look(self, names: Sequence[str], /) -> Finding:
        session_id = named(names, SESSION)
        if session_id is None:
            return Waiting()
        session = answered(lambda: self._client.v1.checkout.sessions.retrieve(session_id))
        if session["payment_status"] == "paid":
            return self._paid(session, names)
        if session["status"] == "expired":
            return Ended(state=PurchaseState.EXPIRED)
        if session["status"] == "complete" and session.get("payment_intent"):
            return self._delayed(session["payment_intent"])
        return Waiting()

    def _delayed(self, intent_id: str) -> Finding:
        """By a means that takes days: its failure may have been told to nobody."""
        intent = answered(lambda: self._client.v1.payment_intents.retrieve(intent_id))
        return Ended(state=PurchaseState.FAILED) if intent["status"] in FAILED else Waiting()

    def trace(self, name: str, /) -> Traced | None:
        """By its payment intent, which each of our sessions makes and gives the order's ids to."""
        if not name.startswith(INTENT):
            return None
        try:
            intent = answered(lambda: self._client.v1.payment_intents.retrieve(name))
        except ProviderRefuses:  # it knows of none: what was told is about another shop's
            return None
        purchase = purchase_in(intent.get("metadata"))
        if purchase is None:
            return None
        if intent["status"] != "succeeded":
            raise ProviderAway  # it has not heard of the payment itself yet
        payment = Payment(
            reference=name, cents=intent["amount_received"], currency=intent["currency"]
        )
        return Traced(payment=payment, purchase=purchase)

    def _paid(self, session: Facts, names: Sequence[str]) -> Finding:
        """A session that does not say what was paid was for its one price."""
        cents, currency = session.get("amount_total"), session.get("currency")
        price_id = named(names, PRICE)
        if (cents is None or currency is None) and price_id is not None:
            price = answered(lambda: self._client.v1.prices.retrieve(price_id))
            cents, currency = price["unit_amount"], price["currency"]
        if cents is None or currency is None:
            return Waiting()
        return paid(session, cents, currency)


def paid(session: Facts, cents: int, currency: str) -> Paid:
    """By its payment intent, where Stripe made one; else by the session."""
    reference = str(session.get("payment_intent") or session["id"])
    return Paid(
        payment=Payment(reference=reference, cents=cents, currency=currency), names=(reference,)
    )


def purchase_in(metadata: object) -> tuple[UUID, UUID] | None:
    """The account and id that an order's payment was given; another shop may use these words."""
    if not isinstance(metadata, Mapping):
        return None
    try:
        return UUID(str(metadata.get("account"))), UUID(str(metadata.get("purchase")))
    except ValueError:
        return None


def named(names: Sequence[str], beginning: str) -> str | None:
    return next((name for name in names if name.startswith(beginning)), None)


def answered(call: Callable[[], stripe.StripeObject]) -> Facts:
    """What Stripe says. Raises ProviderRefuses for what it would refuse again, and ProviderAway for
    the rest: an outage, too many calls, a key that an operator has to mend."""
    try:
        return call().to_dict()
    except stripe.StripeError as error:
        # Its message may repeat what was sent; the kind and Stripe's own id say enough.
        log.warning("stripe", error=type(error).__name__, request=error.request_id)
        is_final = isinstance(error, stripe.InvalidRequestError)
        raise (ProviderRefuses if is_final else ProviderAway) from None
