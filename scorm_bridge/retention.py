"""How long what is known of learners is kept: launches, what games saved, who waits, who came in.

The ledger stays whole, and so does the outcome of a play, which is the client's result. Each
function does one batch, so that no transaction holds many rows for long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from ledger import clock
from ledger.ids import first_id
from scorm_bridge.campus.sessions import IDLE
from scorm_bridge.campus.sign_in import COUNTED_FOR
from scorm_bridge.models import CampusSession, HeldLearner, Launch, Runtime, SignInLink

BATCH = 500

Place = tuple[UUID, UUID]
"""A play by its client and registration: how far a round through an account's plays has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days that launches, and what a game saved after its last commit, are kept; None: for ever."""

    launch_days: int | None = None
    runtime_days: int | None = None


def forget_launches(session: Session, *, account_id: UUID, days: int, most: int = BATCH) -> int:
    """Remove launches older than so many days; returns how many, fewer than `most` at the end."""
    before = days_ago(days)
    old = (
        select(Launch.id)
        .where(
            Launch.account_id == account_id,
            # By the time in the id, for which there is an index; the second is the truth.
            Launch.id < first_id(before),
            Launch.at < before,
        )
        .order_by(Launch.id)
        .limit(most)
    )
    removed = session.connection().execute(
        delete(Launch).where(Launch.account_id == account_id, Launch.id.in_(old))
    )
    return removed.rowcount


def forget_held(session: Session, *, account_id: UUID, days: int) -> int:
    """Remove the ids of learners who wait for so long; they are recognised by their key alone."""
    forgotten = session.connection().execute(
        update(HeldLearner)
        .where(
            HeldLearner.account_id == account_id,
            HeldLearner.held_at < days_ago(days),
            HeldLearner.lms_id.is_not(None),
        )
        .values(lms_id=None)
    )
    return forgotten.rowcount


def forget_states(
    session: Session, *, account_id: UUID, days: int, after: Place | None, most: int = BATCH
) -> Place | None:
    """Empty what games saved in plays without a commit for so many days, in the order of plays.

    Returns where to go on, None at the end: a round reads each old play once, also those that
    were emptied in an earlier one.
    """
    is_old = Runtime.updated_at < days_ago(days)
    play = (Runtime.client_id, Runtime.registration_id)
    found = select(*play).where(Runtime.account_id == account_id, is_old, holds_something())
    if after is not None:
        found = found.where(tuple_(*play) > after)
    plays = [(client, play) for client, play in session.execute(found.order_by(*play).limit(most))]
    for client_id, registration_id in plays:
        session.connection().execute(
            update(Runtime)
            .where(
                Runtime.account_id == account_id,
                Runtime.client_id == client_id,
                Runtime.registration_id == registration_id,
                is_old,  # a learner may be back since
            )
            .values(state={}, location="")
        )
    return plays[-1] if len(plays) == most else None


def forget_sessions(session: Session, *, account_id: UUID, most: int = BATCH) -> int:
    """Remove sessions on Campuses that are over; returns how many, fewer than `most` at the end."""
    now = clock.now()
    over = or_(
        CampusSession.ended_at.is_not(None),
        CampusSession.ends_at <= now,
        CampusSession.seen_at <= now - IDLE,
    )
    old = select(CampusSession.id).where(CampusSession.account_id == account_id, over).limit(most)
    removed = session.connection().execute(
        delete(CampusSession).where(
            CampusSession.account_id == account_id, CampusSession.id.in_(old)
        )
    )
    return removed.rowcount


def forget_links(session: Session, *, account_id: UUID, most: int = BATCH) -> int:
    """Remove links to sign in that are over, once they no longer count for how many were asked."""
    old = (
        select(SignInLink.id)
        .where(
            SignInLink.account_id == account_id,
            SignInLink.created_at < clock.now() - COUNTED_FOR,
        )
        .order_by(SignInLink.id)
        .limit(most)
    )
    removed = session.connection().execute(
        delete(SignInLink).where(SignInLink.account_id == account_id, SignInLink.id.in_(old))
    )
    return removed.rowcount


def holds_something() -> ColumnElement[bool]:
    # As text: PostgreSQL compares no JSON.
    return or_(cast(Runtime.state, String) != "{}", Runtime.location != "")


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
