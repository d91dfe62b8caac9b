"""Payments that nobody told of: the provider is asked, so that none is lost with a webhook."""

from datetime import timedelta

import structlog

from ledger import clock, purchases
from ledger.database import Database
from ledger.models import Provider as Kind
from ledger.models import Purchase, PurchaseState
from scorm_bridge.billing import Billing, settling
from scorm_bridge.errors import ProviderAway, ProviderRefuses

log = structlog.get_logger("obole.billing")

SILENCE = timedelta(minutes=10)
"""Between one question and the next on the same order."""

NEVER_OPENED = timedelta(days=1)
"""After which an order that no provider was ever asked to take is not asked about any more."""

UNANSWERED = timedelta(days=3)
"""After its page closed, as long as a webhook may still come: an order that the provider knows
nothing of, such as one of before another of its keys, is not waited for any longer."""


def reconcile(database: Database, billing: Billing) -> int:
    """Ask about orders that wait in silence; how many are settled.

    Where the provider does not answer the rest is left for the next time, so that the one who asks
    is not held up by every one of them; who was asked about longest ago comes first.
    """
    if billing.provider.kind is Kind.MANUAL:
        return 0
    settled = 0
    for purchase in database.read(lambda session: purchases.to_ask_about(session, age=SILENCE)):
        if not settling.is_askable(billing.provider, purchase):
            continue
        try:
            now = settling.ask(database, billing.provider, purchase, billing.seller)
        except ProviderAway:
            log.warning("provider away", order=purchase.number)
            break
        except ProviderRefuses:
            log.warning("order unknown to the provider", order=purchase.number)
            now = given_up(database, purchase)
        if is_forgotten(now):
            now = expire(database, now)
        settled += now.state not in purchases.UNPAID
    return settled


def is_forgotten(purchase: Purchase) -> bool:
    """Nobody has a page to pay it at, and so nobody ever will."""
    return (
        purchase.state is PurchaseState.QUOTED and purchase.ordered_at <= clock.now() - NEVER_OPENED
    )


def given_up(database: Database, purchase: Purchase) -> Purchase:
    """Ended, once nobody will tell of it any more."""
    is_over = clock.now() >= (purchase.closes_at or purchase.ordered_at) + UNANSWERED
    return expire(database, purchase) if is_over else purchase


def expire(database: Database, purchase: Purchase) -> Purchase:
    return database.write(
        lambda session: purchases.close(
            session,
            account_id=purchase.account_id,
            purchase_id=purchase.id,
            state=PurchaseState.EXPIRED,
        )
    )
