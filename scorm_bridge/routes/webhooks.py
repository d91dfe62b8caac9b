"""POST /billing/stripe: what the payment provider tells of its own accord."""

import structlog
from flask import Blueprint, Response, abort, make_response, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scorm_bridge import bridge
from scorm_bridge.billing import settling, stripe_events
from scorm_bridge.billing.providers import Waiting
from scorm_bridge.billing.stripe_events import Event
from scorm_bridge.errors import EventRejected, ProviderAway, ProviderRefuses
from scorm_bridge.routes import hosts

log = structlog.get_logger("obole.billing")

webhooks = Blueprint("webhooks", __name__)
webhooks.before_request(hosts.must_be_public)

MOST_BYTES = 256 * 1024


@webhooks.post("/billing/stripe")
def told() -> Response:
    """200 for whatever needs no second telling; 503 has Stripe tell it again, for three days."""
    here = bridge.current()
    if here.billing.webhook_secret is None:
        abort(404)
    request.max_content_length = MOST_BYTES
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = stripe_events.read(request.get_data(), signature, here.billing.webhook_secret)
    except EventRejected:
        abort(400, "The event is not signed by Stripe, or is too old.")
    if event is None:
        return taken()
    try:
        settle(event)
    except (ProviderAway, SQLAlchemyError) as error:
        log.warning("webhook put off", error=type(error).__name__)
        abort(503, "It could not be taken now. Send it again.")
    except ProviderRefuses:
        log.warning("webhook of what cannot be asked about")  # telling it again changes nothing
    return taken()


def settle(event: Event) -> None:
    """What an event does not say is asked for."""
    here = bridge.current()
    event = settling.with_payment(here.database, here.billing.provider, event)

    def settled(session: Session) -> bool:
        where = settling.found(session, event)
        if where is None:
            # Of another shop of the same Stripe account, or of a database that is gone.
            log.info("webhook of no purchase")
            return True
        settling.settle(session, *where, event.what, here.billing.seller)
        return not isinstance(event.what, Waiting)

    if here.database.write(settled):
        return
    purchase = here.database.read(lambda session: settling.purchase_of(session, event))
    if purchase is not None:
        settling.ask(here.database, here.billing.provider, purchase, here.billing.seller)


def taken() -> Response:
    return make_response("", 200)
