"""Reminding the learners of a group that members made: when it starts, and before it ends.

Each once a group. Who has registered in the meantime has just been invited, so a group that has
started already when it is made, or that is as short as the time before its end, is not told of.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ledger import clock, outbox
from ledger.models import Client, Group, GroupKind, Learner, Registration

STARTS = "group starts"
ENDS = "group ends"
BEFORE_END = timedelta(days=3)
BATCH = 20
"""Groups of one transaction."""


def plan(group: Group, now: datetime) -> None:
    """Say of a new group which reminders it does not need."""
    if group.starts_at <= now:
        group.start_told_at = now
    ends = group.closes_at
    if ends is not None and ends - BEFORE_END <= max(group.starts_at, now):
        group.end_told_at = now


def plan_again(group: Group, now: datetime, changed: Collection[str]) -> None:
    """A start or an end that was changed and is far again is told of when it comes."""
    if "starts_at" in changed and group.starts_at > now:
        group.start_told_at = None
    ends = group.closes_at if {"ends_at", "extended_until"} & set(changed) else None
    if ends is not None and ends - BEFORE_END > max(group.starts_at, now):
        group.end_told_at = None


def tell_due(session: Session, now: datetime | None = None) -> int:
    """Tell of the groups that are due since the last look; returns how many learners are told.

    Locked where the engine can: of two workers that look at once, one tells.
    """
    now = now or clock.now()
    is_open = or_(Group.closes_at.is_(None), Group.closes_at > now)
    starts = and_(Group.start_told_at.is_(None), Group.starts_at <= now)
    ends = and_(Group.end_told_at.is_(None), Group.closes_at <= now + BEFORE_END)
    due = session.scalars(
        select(Group)
        .join(Client, and_(Client.account_id == Group.account_id, Client.id == Group.client_id))
        .where(
            Group.kind == GroupKind.MADE, Client.archived_at.is_(None), is_open, or_(starts, ends)
        )
        .limit(BATCH)
        .with_for_update(of=Group, skip_locked=True)
    ).all()
    return sum(tell(session, group, now) for group in due)


def tell(session: Session, group: Group, now: datetime) -> int:
    told = 0
    if group.start_told_at is None and group.starts_at <= now:
        group.start_told_at = now
        told += remind(session, group, STARTS)
    ends = group.closes_at
    if group.end_told_at is None and ends is not None and ends <= now + BEFORE_END:
        group.end_told_at = now
        told += remind(session, group, ENDS)
    return told


def remind(session: Session, group: Group, kind: str) -> int:
    """A row for each learner who is in it, has not completed it, can be reached and wants it."""
    learner_ids = session.scalars(
        select(Learner.id)
        .join(
            Registration,
            and_(
                Registration.account_id == Learner.account_id,
                Registration.client_id == Learner.client_id,
                Registration.learner_id == Learner.id,
            ),
        )
        .where(
            Registration.account_id == group.account_id,
            Registration.client_id == group.client_id,
            Registration.group_id == group.id,
            Registration.removed_at.is_(None),
            Registration.completed_at.is_(None),
            Learner.reminders_off_at.is_(None),
            Learner.lms_id.is_not(None),
        )
        .order_by(Learner.id)
    ).all()
    facts = {"client_id": str(group.client_id), "group_id": str(group.id)}
    outbox.add_many(
        session,
        account_id=group.account_id,
        kind=kind,
        rows=[(id, {**facts, "learner_id": str(id)}) for id in learner_ids],
    )
    return len(learner_ids)
