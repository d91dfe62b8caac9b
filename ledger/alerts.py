"""When owners are told that a client runs low."""

from uuid import UUID

from sqlalchemy.orm import Session

from ledger import accounts, outbox
from ledger.amounts import PLAY_PRICE
from ledger.journal import Posted

LOW_PLAYS = 10
LOW_PER_CENT = 10

LOW_BALANCE = "low_balance"


def low_below(allocated: int) -> int:
    """The default threshold in credits: 10 plays, or 10 per cent of the last allocation where
    that is more."""
    return max(LOW_PLAYS * PLAY_PRICE, -(-allocated * LOW_PER_CENT // 100))


def crossed_down(posted: Posted) -> bool:
    """Whether this debit took the wallet below its threshold: true once until it is back above."""
    after = posted.debit.held
    return after < posted.debit.low_below <= after + posted.credits


def tell_owners(session: Session, *, account_id: UUID, client_id: UUID, posted: Posted) -> None:
    """One outbox row an owner, with the numbers as they were at the crossing."""
    for owner_id in accounts.owners(session, account_id):
        outbox.add(
            session,
            account_id=account_id,
            kind=LOW_BALANCE,
            recipient_id=owner_id,
            facts={
                "client_id": str(client_id),
                "available": posted.debit.held,
                "low_below": posted.debit.low_below,
            },
        )
