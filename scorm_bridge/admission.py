"""Whom a package lets in: its options, asked at each launch.

Those that count registrations are exact. A launch that would register locks the package's row
before it counts, and holds it until the registration is committed; a relaunch takes no lock, nor
does any launch of a package without such an option. Previews are counted without a lock, for they
cost nothing: of those that come at one instant, a few more than the day's may pass.
"""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import catalogue, clock, learners
from ledger.ids import first_id
from ledger.learners import Newcomer
from ledger.models import Access, Client, Game, GroupKind, Registration
from scorm_bridge import holds, patterns
from scorm_bridge.errors import (
    ClosedToNewcomers,
    LearnerHeld,
    LearnerNotAdmitted,
    OriginRefused,
    PackageClosed,
    PackageFull,
    PreviewsSpent,
)
from scorm_bridge.models import Admits, Launch, Mode, Origins, Package, PackageLearner


def must_be_open(package: Package, client: Client, now: datetime) -> None:
    is_closed = client.archived_at is not None or client.access is not Access.SCORM
    if not package.is_enabled or is_closed:
        raise PackageClosed(reason="disabled", at=None, client=client.name)
    if package.starts_at is not None and now < package.starts_at:
        raise PackageClosed(reason="not started", at=package.starts_at, client=client.name)
    if package.ends_at is not None and package.ends_at <= now:
        raise PackageClosed(reason="ended", at=package.ends_at, client=client.name)


def must_come_from(package: Package, client: Client, origin: str | None) -> None:
    """Raises OriginRefused; a launch that names no origin is of no list."""
    allowed = package.listed_origins
    match package.origins:
        case Origins.ANY:
            return
        case Origins.FIRST:
            if package.first_origin is None:
                return
            allowed = [package.first_origin]
    if origin not in allowed:
        raise OriginRefused(origin=origin, allowed=allowed, client=client.name)


def must_be_admitted(
    session: Session, package: Package, client: Client, newcomer: Newcomer
) -> None:
    """Raises LearnerNotAdmitted, also for one who was let in before the list was made."""
    match package.admits:
        case Admits.LISTED:
            key = (package.account_id, package.id, newcomer.key)
            is_admitted = session.get(PackageLearner, key) is not None
        case Admits.PATTERN:
            is_admitted = is_of_pattern(package, client, newcomer)
        case _:
            return
    if not is_admitted:
        raise LearnerNotAdmitted(client=client.name)


def is_of_pattern(package: Package, client: Client, newcomer: Newcomer) -> bool:
    """Both are spelled as the learner's key is, so that they agree on who is who."""
    folds = client.folds_learner_ids
    pattern = unicodedata.normalize("NFC", (package.learner_pattern or "").strip())
    if folds:
        pattern = unicodedata.normalize("NFC", pattern.casefold())
    return patterns.matches(pattern, learners.known_as(newcomer.lms_id, folds=folds))


def must_have_previews_left(
    session: Session, package: Package, client: Client, now: datetime
) -> None:
    """Raises PreviewsSpent. Launch ids are in the order of time, so a day is a range of them."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    served = session.scalar(
        select(func.count()).where(
            Launch.account_id == package.account_id,
            Launch.package_id == package.id,
            Launch.id >= first_id(today),
            Launch.mode == Mode.BROWSE,
        )
    )
    if (served or 0) >= package.previews_a_day:
        raise PreviewsSpent(most=package.previews_a_day, client=client.name)


def counts(package: Package) -> bool:
    """Whether an option depends on what was registered before, so that others must wait."""
    is_unlocked = package.origins is Origins.FIRST and package.first_origin is None
    return package.cap is not None or package.burst_most is not None or is_unlocked


def must_register(
    session: Session,
    package: Package,
    client: Client,
    game: Game,
    *,
    newcomer: Newcomer,
    origin: str | None,
    is_known: bool,
) -> None:
    """Ask what a new registration has to pass; where `counts`, under the package's lock.

    Raises GameNotVisible, GameClosed, ClosedToNewcomers, PackageFull, OriginRefused or LearnerHeld.
    """
    catalogue.must_admit(session, client=client, game=game, kind=GroupKind.PACKAGE)
    if package.is_closed_to_newcomers and not is_known:
        raise ClosedToNewcomers(client=client.name)
    if package.cap is not None and registered(session, package) >= package.cap:
        raise PackageFull(cap=package.cap, client=client.name)
    if package.origins is Origins.FIRST:
        must_come_from(package, client, origin)  # another one may have been the first meanwhile
        if origin is None:
            raise OriginRefused(origin=None, allowed=[], client=client.name)
        package.first_origin = origin
    if not is_known:
        must_not_burst(session, package, client, newcomer)


def must_not_burst(session: Session, package: Package, client: Client, newcomer: Newcomer) -> None:
    """Tell the owners of a burst; where the package holds, the newcomer waits for a member."""
    if package.burst_most is None or package.burst_minutes is None:
        return
    held = holds.find(session, package, newcomer.key) if package.burst_holds else None
    if held is not None and held.released_at is not None:
        return
    since = clock.now() - timedelta(minutes=package.burst_minutes)
    is_burst = held is not None or registered(session, package, since) >= package.burst_most
    if is_burst and package.burst_holds:
        raise LearnerHeld(
            most=package.burst_most, minutes=package.burst_minutes, client=client.name
        )
    if is_burst:
        holds.tell_owners(session, package)


def registered(session: Session, package: Package, since: datetime | None = None) -> int:
    """How many registrations the package made, all in its own group."""
    made = select(func.count()).where(
        Registration.account_id == package.account_id,
        Registration.client_id == package.client_id,
        Registration.group_id == package.group_id,
    )
    if since is not None:
        made = made.where(Registration.registered_at > since)
    return session.scalar(made) or 0
