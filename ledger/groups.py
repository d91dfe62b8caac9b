"""The groups of a client, in which its learners play."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.models import Group


def of_client(session: Session, *, account_id: UUID, client_id: UUID) -> list[Group]:
    """The first made first."""
    return list(
        session.scalars(
            select(Group)
            .where(Group.account_id == account_id, Group.client_id == client_id)
            .order_by(Group.id)
        )
    )
