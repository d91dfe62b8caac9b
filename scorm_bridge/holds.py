"""Bursts: the owners are told, and newcomers wait, uncharged, until a member releases them."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from ledger import alerts, audit, clock
from ledger.actors import Act, Actor
from ledger.database import insert_once
from ledger.learners import Newcomer
from scorm_bridge.models import HeldLearner, Package

WAITING_MOST = 1_000
"""Rows that a package keeps of those who wait: ids can be forged, and there is no end of them.
Who comes after these waits as well, and is known once there is room."""

TOLD_AGAIN = timedelta(hours=1)


def find(session: Session, package: Package, learner_key: str) -> HeldLearner | None:
    return session.get(HeldLearner, (package.account_id, package.id, learner_key))


def waits(session: Session, package: Package, learner_key: str) -> bool:
    """Whether the package holds this newcomer, as it does until a member releases them."""
    held = find(session, package, learner_key) if package.burst_holds else None
    return held is not None and held.released_at is None


def hold(session: Session, package: Package, newcomer: Newcomer) -> None:
    """Keep who waits, once, and tell the owners; in a transaction after that of the launch."""
    keep(session, package, newcomer)
    tell_owners(session, package)


def keep(session: Session, package: Package, newcomer: Newcomer) -> None:
    if waiting(session, package) < WAITING_MOST:
        insert_once(
            session,
            HeldLearner,
            account_id=package.account_id,
            package_id=package.id,
            learner_key=newcomer.key,
            lms_id=newcomer.lms_id.strip(),
            held_at=clock.now(),
        )


def tell_owners(session: Session, package: Package) -> None:
    """Of a burst: once an hour at the most, however many come at a time."""
    now = clock.now()
    told = session.connection().execute(
        update(Package)
        .where(
            Package.account_id == package.account_id,
            Package.id == package.id,
            or_(Package.burst_told_at.is_(None), Package.burst_told_at < now - TOLD_AGAIN),
        )
        .values(burst_told_at=now)
    )
    if told.rowcount == 1:
        alerts.burst(
            session,
            account_id=package.account_id,
            client_id=package.client_id,
            facts={
                "package_id": str(package.id),
                "most": package.burst_most,
                "minutes": package.burst_minutes,
                "holds": package.burst_holds,
            },
        )


def waiting(session: Session, package: Package, *, since_before: datetime | None = None) -> int:
    """How many newcomers of the package wait; of those who did by a time."""
    wanted = select(func.count()).where(*waits_for(package), *held_by(since_before))
    return session.scalar(wanted) or 0


def held_ids(session: Session, package: Package) -> list[str]:
    """The LMS's ids of those who wait, the longest first."""
    ids = session.scalars(
        select(HeldLearner.lms_id).where(*waits_for(package)).order_by(HeldLearner.held_at)
    )
    return [id for id in ids if id is not None]


def release(
    session: Session,
    *,
    actor: Actor,
    package: Package,
    learner_key: str | None = None,
    since_before: datetime | None = None,
) -> int:
    """Let in whoever waits, or the one with the key, at their next launch; returns how many. Who
    came after `since_before` goes on waiting: nobody agreed to their cost.

    They are charged then, as anyone is. Raises NotAllowed.
    """
    actor.must(Act.CHANGE_PACKAGE)
    one = () if learner_key is None else (HeldLearner.learner_key == learner_key,)
    released = session.connection().execute(
        update(HeldLearner)
        .where(*waits_for(package), *one, *held_by(since_before))
        .values(released_at=clock.now(), lms_id=None)
    )
    if released.rowcount:
        audit.record(
            session,
            actor=actor,
            act="release learners",
            subject="package",
            subject_id=package.id,
            after={"released": released.rowcount},
        )
        tell_that_it_is_over(session, package)
    return released.rowcount


def tell_that_it_is_over(session: Session, package: Package) -> None:
    """To the owners who were told of the burst, once nobody waits any more."""
    if package.burst_told_at is not None and not waiting(session, package):
        alerts.burst(
            session,
            account_id=package.account_id,
            client_id=package.client_id,
            facts={"package_id": str(package.id)},
            kind=alerts.BURST_OVER,
        )


def waits_for(package: Package) -> tuple[ColumnElement[bool], ...]:
    return (
        HeldLearner.account_id == package.account_id,
        HeldLearner.package_id == package.id,
        HeldLearner.released_at.is_(None),
    )


def held_by(time: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return () if time is None else (HeldLearner.held_at <= time,)
