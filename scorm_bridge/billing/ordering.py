"""An order, and who is to take its payment."""

from sqlalchemy.orm import Session

from ledger import pricing, purchases
from ledger.actors import Actor
from ledger.models import Purchase
from scorm_bridge.billing import Billing


def order_credits(
    session: Session, *, actor: Actor, credits: int, key: str, billing: Billing
) -> Purchase:
    """`purchases.order_credits`; what the provider cannot take is billed by an operator.

    Raises NotAllowed, BadAmount, IdempotencyConflict.
    """
    tiers = pricing.price_list(session, account_id=actor.account_id, public=billing.tiers)
    return purchases.order_credits(
        session,
        actor=actor,
        credits=credits,
        key=key,
        public_tiers=billing.tiers,
        provider=billing.kind_for(pricing.quote(credits, tiers).total_cents),
    )
