"""Who did what: an entry in the same transaction as each administrative change."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.actors import Actor
from ledger.ids import new_id
from ledger.models import AuditEntry

Facts = Mapping[str, Any]


def record(
    session: Session,
    *,
    actor: Actor,
    act: str,
    subject: str,
    subject_id: UUID,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Write down a change: `before` and `after` are cut to what differs between them."""
    old, new = plain(before or {}), plain(after or {})
    if before is not None and after is not None:
        if old == new:
            return
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        old = {name: value for name, value in old.items() if name in changed}
        new = {name: value for name, value in new.items() if name in changed}
    session.add(
        AuditEntry(
            account_id=actor.account_id,
            id=new_id(),
            at=clock.now(),
            member_id=actor.member_id,
            source=actor.source,
            act=act,
            subject=subject,
            subject_id=subject_id,
            before=old if before is not None else None,
            after=new if after is not None else None,
        )
    )


def entries(session: Session, *, account_id: UUID, most: int = 50) -> list[AuditEntry]:
    """The newest entries first."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.account_id == account_id)
            .order_by(AuditEntry.id.desc())
            .limit(most)
        )
    )


def plain(facts: Facts) -> dict[str, Any]:
    """The facts as JSON holds them."""
    return {name: plain_value(value) for name, value in facts.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
