"""How long a client's credits last at the rate of late, where there is enough to go on."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import clock, journal
from ledger.models import Transfer, TransferKind

LOOKED_AT = timedelta(days=28)
LEAST_DAYS = 7
LEAST_PLAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`per_day` is in credits, over the last `days` whole days or so that were looked at."""

    per_day: float
    days: int
    days_left: int


def of_client(session: Session, *, account_id: UUID, client_id: UUID) -> Forecast | None:
    """None when there are fewer than 5 plays, or the first of them is less than a week ago.

    The rate is that of the last 28 days, or of the time since the first play where that is less.
    """
    now = clock.now()
    plays, consumed, first = session.execute(
        select(func.count(), func.sum(Transfer.credits), func.min(Transfer.at)).where(
            Transfer.account_id == account_id,
            Transfer.debit_wallet_id == client_id,
            Transfer.kind == TransferKind.CONSUMPTION,
            Transfer.at > now - LOOKED_AT,
        )
    ).one()
    if plays < LEAST_PLAYS or now - first < timedelta(days=LEAST_DAYS):
        return None
    days = (now - first) / timedelta(days=1)
    if began_before(session, account_id, client_id, now - LOOKED_AT):
        days = LOOKED_AT / timedelta(days=1)
    per_day = float(consumed) / days
    held = journal.balance(session, account_id, client_id)
    return Forecast(per_day=per_day, days=round(days), days_left=int(held / per_day))


def began_before(session: Session, account_id: UUID, client_id: UUID, instant: object) -> bool:
    """Whether the client consumed before `instant`: then the whole time since is the rate's."""
    return (
        session.scalar(
            select(Transfer.id)
            .where(
                Transfer.account_id == account_id,
                Transfer.debit_wallet_id == client_id,
                Transfer.at <= instant,
            )
            .order_by(Transfer.debit_number)
            .limit(1)
        )
        is not None
    )
