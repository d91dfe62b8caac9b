"""The latest transfers of an account, of all its wallets at once: for a glance, not for the books.

They follow the ids, which say when each was made. What has to be complete and in order is a
statement of one wallet.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.models import Client, Transfer, TransferKind

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer, and the client whose wallet it changed; None where only the pool's did."""

    id: UUID
    kind: TransferKind
    credits: int
    at: datetime
    client: str | None
    alias: str | None


def latest(session: Session, *, account_id: UUID, most: int = SHOWN) -> list[Movement]:
    """The newest first."""
    rows = session.execute(
        select(Transfer.id, Transfer.kind, Transfer.credits, Transfer.at, Client.name, Client.alias)
        .outerjoin(
            Client,
            (Client.account_id == Transfer.account_id)
            & or_(Client.id == Transfer.debit_wallet_id, Client.id == Transfer.credit_wallet_id),
        )
        .where(Transfer.account_id == account_id)
        .order_by(Transfer.id.desc())
        .limit(most)
    )
    return [Movement(*row) for row in rows]
