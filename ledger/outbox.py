"""What must reach the outside: added with its cause, taken under a lease, settled after.

At least once, and in order for each recipient: a row is only taken when no older one of the
same recipient waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from ledger import clock
from ledger.ids import first_id, new_id
from ledger.models import OutboxRow, OutboxState

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLED = 10
"""Beyond that the wait is the longest anyway, and two to the power of a long outage overflows."""

LONGEST_OUTAGE = timedelta(days=3)
"""A weekend in which nobody mends the mail server, and a day more. What was to be told before
that is no news any more, and whoever waits behind it would be told even older things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row taken for delivery; `attempt` counts from 1, and `outages` are those before it that
    failed for want of the outside."""

    account_id: UUID
    id: UUID
    kind: str
    recipient_id: UUID
    facts: dict[str, Any]
    attempt: int
    outages: int = 0
    added_at: datetime = field(default_factory=lambda: clock.now())

    @property
    def is_endless(self) -> bool:
        """Begun more often than it may fail: who began it died over it, and recorded nothing."""
        return self.attempt - self.outages > MOST_ATTEMPTS


def add(
    session: Session, *, account_id: UUID, kind: str, recipient_id: UUID, facts: dict[str, Any]
) -> None:
    now = clock.now()
    session.add(
        OutboxRow(
            account_id=account_id,
            id=new_id(),
            kind=kind,
            recipient_id=recipient_id,
            facts=facts,
            due_at=now,
            created_at=now,
        )
    )


def add_many(
    session: Session, *, account_id: UUID, kind: str, rows: Sequence[tuple[UUID, dict[str, Any]]]
) -> None:
    """`add` for many recipients, with the facts of each."""
    now = clock.now()
    values = [
        {
            "account_id": account_id,
            "id": new_id(),
            "kind": kind,
            "recipient_id": recipient_id,
            "facts": facts,
            "due_at": now,
            "created_at": now,
        }
        for recipient_id, facts in rows
    ]
    if values:
        session.execute(insert(OutboxRow), values)


def add_paced(
    session: Session,
    *,
    account_id: UUID,
    kind: str,
    recipient_id: UUID,
    facts: dict[str, Any],
    every: timedelta,
) -> bool:
    """For what is composed of how things stand, when it is sent: a row that nobody took yet stands
    for whatever changes until then, and no second one is added. True if one was.

    It is due at once, or `every` after the last of its kind was sent. Callers of one recipient
    come one after the other: they hold a lock of their own.
    """
    now = clock.now()
    of_kind = select(OutboxRow).where(
        OutboxRow.account_id == account_id,
        OutboxRow.recipient_id == recipient_id,
        OutboxRow.kind == kind,
    )
    waiting = of_kind.where(OutboxRow.state == OutboxState.PENDING, OutboxRow.attempts == 0)
    if session.scalars(waiting.limit(1)).first() is not None:
        return False
    # A row whose sending takes longer than this is tried again, and not sent all that while.
    recent = session.scalars(of_kind.where(OutboxRow.id >= first_id(now - LEASE - every)))
    tried = [row.sent_at or now for row in recent]
    due_at = max([now, *(at + every for at in tried)])
    session.add(
        OutboxRow(
            account_id=account_id,
            id=new_id(),
            kind=kind,
            recipient_id=recipient_id,
            facts=facts,
            due_at=due_at,
            created_at=now,
        )
    )
    session.flush()
    return True


def take(
    session: Session, *, most: int = 20, last: Collection[str] = frozenset()
) -> list[Delivery]:
    """Lease up to `most` due rows to the caller, who sends them and then settles each.

    Rows of the kinds in `last` are taken when nothing else is due. A worker that dies leaves its
    rows to another one when the lease is over. PostgreSQL skips rows that another worker holds;
    SQLite has one writer at a time and ignores that clause.
    """
    now = clock.now()
    is_last = OutboxRow.kind.in_(last)
    rows = due(session, now, most, ~is_last)
    if last and not rows:
        rows = due(session, now, most, is_last)
    for row in rows:
        row.due_at = now + LEASE
        row.attempts += 1
    return [
        Delivery(
            account_id=row.account_id,
            id=row.id,
            kind=row.kind,
            recipient_id=row.recipient_id,
            facts=row.facts,
            attempt=row.attempts,
            outages=row.outages,
            added_at=row.created_at,
        )
        for row in rows
    ]


def due(
    session: Session, now: datetime, most: int, which: ColumnElement[bool]
) -> Sequence[OutboxRow]:
    """The first ones, locked, of those that no older row of their recipient stands before."""
    older = aliased(OutboxRow)
    waits_for_older = exists().where(
        older.account_id == OutboxRow.account_id,
        older.recipient_id == OutboxRow.recipient_id,
        older.state == OutboxState.PENDING,
        older.id < OutboxRow.id,
    )
    return session.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.state == OutboxState.PENDING,
            OutboxRow.due_at <= now,
            which,
            ~waits_for_older,
        )
        .order_by(OutboxRow.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def hold(session: Session, delivery: Delivery, *, time: timedelta) -> bool:
    """Keep a row to oneself for work that is longer than a lease.

    False where the lease was over and another worker has taken it.
    """
    held = session.connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.account_id == delivery.account_id,
            OutboxRow.id == delivery.id,
            OutboxRow.state == OutboxState.PENDING,
            OutboxRow.attempts == delivery.attempt,
        )
        .values(due_at=clock.now() + time)
    )
    return held.rowcount == 1


def delivered(session: Session, delivery: Delivery, *, external_id: str | None) -> None:
    """Record that it was sent, and what the outside calls it, so that it can be edited later."""
    settle(
        session,
        delivery,
        state=OutboxState.SENT,
        sent_at=clock.now(),
        external_id=external_id,
        last_error=None,
    )


def failed(
    session: Session,
    delivery: Delivery,
    *,
    error: str,
    is_outage: bool = False,
    retry_after: timedelta | None = None,
) -> bool:
    """Try again later, each time after twice as long; True where it was given up: a dead letter.

    A flaw of the row's own makes it one at the twelfth attempt. An outage, of which a time to
    `retry_after` is one, counts no attempt, and makes it one `LONGEST_OUTAGE` after it was added.
    """
    is_outage = is_outage or retry_after is not None
    outages = delivery.outages + is_outage
    flaws = delivery.attempt - outages
    doubled = min((outages if is_outage else flaws) - 1, MOST_DOUBLED)
    wait = retry_after or min(FIRST_WAIT * 2**doubled, LONGEST_WAIT)
    age = clock.now() - delivery.added_at
    is_last = age >= LONGEST_OUTAGE if is_outage else flaws >= MOST_ATTEMPTS
    settled = settle(
        session,
        delivery,
        state=OutboxState.DEAD if is_last else OutboxState.PENDING,
        due_at=clock.now() + wait,
        outages=outages,
        last_error=error[:500],
    )
    return settled and is_last


def dead(session: Session, delivery: Delivery, *, error: str) -> bool:
    """No further attempt can help: the recipient is gone, or nothing is set up to reach them.

    False where another worker has settled it meanwhile.
    """
    return settle(session, delivery, state=OutboxState.DEAD, last_error=error[:500])


def passed_on(session: Session, delivery: Delivery, *, error: str) -> None:
    """Others are told instead, by rows of their own: it is done, and nothing is left to retry."""
    settle(session, delivery, state=OutboxState.SENT, sent_at=clock.now(), last_error=error[:500])


def settle(session: Session, delivery: Delivery, **values: object) -> bool:
    settled = session.connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.account_id == delivery.account_id,
            OutboxRow.id == delivery.id,
            OutboxRow.state == OutboxState.PENDING,
        )
        .values(**values)
    )
    return settled.rowcount == 1


def due_count(session: Session, now: datetime) -> int:
    """How many rows wait beyond their time: what an operator's dashboard shows as lag."""
    return session.execute(
        select(func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.state == OutboxState.PENDING, OutboxRow.due_at <= now)
    ).scalar_one()


def dead_count(session: Session) -> int:
    """How many were given up and wait for an operator."""
    return session.execute(
        select(func.count()).select_from(OutboxRow).where(OutboxRow.state == OutboxState.DEAD)
    ).scalar_one()
