"""What the outbox holds and could not deliver yet, as an operator sees it: never the facts, which
are the account's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from ledger import actors, audit, clock
from ledger.errors import UnknownDelivery
from ledger.models import Account, OutboxRow, OutboxState


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    account: str
    id: UUID
    kind: str
    is_dead: bool
    attempts: int
    outages: int
    added_at: datetime
    due_at: datetime
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    waiting: int
    dead: int


def counts(session: Session, *, account_id: UUID | None = None) -> Counts:
    """Of all accounts, where none is named; what is due later counts as waiting too."""

    def count(state: OutboxState) -> int:
        wanted = OutboxRow.state == state, *of_account(account_id)
        return session.scalar(select(func.count()).select_from(OutboxRow).where(*wanted)) or 0

    return Counts(waiting=count(OutboxState.PENDING), dead=count(OutboxState.DEAD))


def listed(
    session: Session, *, account_id: UUID | None = None, most: int = 100
) -> list[Undelivered]:
    """The dead first, then what waits, each the oldest first."""
    found: list[Undelivered] = []
    # One after the other: each has an index of its own, and both at once would read what was sent.
    for state in (OutboxState.DEAD, OutboxState.PENDING):
        rows = session.execute(
            select(OutboxRow, Account.name)
            .options(defer(OutboxRow.facts, raiseload=True))
            .join(Account, Account.id == OutboxRow.account_id)
            .where(OutboxRow.state == state, *of_account(account_id))
            .order_by(OutboxRow.id)
            .limit(most - len(found))
        )
        found += [undelivered(row, name) for row, name in rows]
    return found


def undelivered(row: OutboxRow, account: str) -> Undelivered:
    return Undelivered(
        account=account,
        id=row.id,
        kind=row.kind,
        is_dead=row.state is OutboxState.DEAD,
        attempts=row.attempts,
        outages=row.outages,
        added_at=row.created_at,
        due_at=row.due_at,
        last_error=row.last_error,
    )


def retry(
    session: Session, *, account_id: UUID | None = None, ids: Collection[UUID] | None = None
) -> int:
    """Put dead letters back, due at once, as if they were added now; all where no `ids` are given.

    Each keeps its place before what was added after it for its recipient. Returns how many there
    were. Raises UnknownDelivery, and changes nothing, where one of `ids` is no dead letter.
    """
    wanted = [OutboxRow.state == OutboxState.DEAD, *of_account(account_id)]
    if ids is not None:
        wanted.append(OutboxRow.id.in_(ids))
    rows = session.scalars(
        select(OutboxRow).where(*wanted).order_by(OutboxRow.id).with_for_update()
    ).all()
    if unknown := set(ids or ()) - {row.id for row in rows}:
        raise UnknownDelivery(given=", ".join(sorted(map(str, unknown))))
    for row in rows:
        put_back(session, row)
    return len(rows)


def put_back(session: Session, row: OutboxRow) -> None:
    before = {"state": row.state, "attempts": row.attempts, "outages": row.outages}
    row.state, row.attempts, row.outages = OutboxState.PENDING, 0, 0
    # An outage is borne so long from when it was added: from now on, or the next one ends it.
    row.due_at = row.created_at = clock.now()
    audit.record(
        session,
        actor=actors.operator(row.account_id),
        act="retry",
        subject="delivery",
        subject_id=row.id,
        before=before,
        after={"state": row.state, "attempts": row.attempts, "outages": row.outages},
    )


def of_account(account_id: UUID | None) -> list[ColumnElement[bool]]:
    return [] if account_id is None else [OutboxRow.account_id == account_id]
