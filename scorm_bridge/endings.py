"""Packages near their cap or their end: owners are told once, and anew once that was changed."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from ledger import alerts, clock, outbox
from ledger.models import Client, Registration
from scorm_bridge.models import Package

NEAR = "package near"
"""Its cap or its end is near. What is so by then is read at the delivery."""
FAR = "package far"
"""Neither is any more, since an option was changed."""

CAP_PER_CENT = 90
END_DAYS = timedelta(days=7)
BATCH = 200


def tell_due(session: Session) -> int:
    """Tell of the packages that came near since the last look; returns how many.

    Locked where the engine can: of two workers that look at once, one tells.
    """
    now = clock.now()
    near_end = (Package.ends_at > now) & (Package.ends_at <= now + END_DAYS)
    near_cap = registered() * 100 >= Package.cap * CAP_PER_CENT
    is_due = or_(
        Package.cap_told_at.is_(None) & Package.cap.is_not(None) & near_cap,
        Package.end_told_at.is_(None) & near_end,
    )
    due = session.scalars(
        select(Package)
        .join(Client, (Client.account_id == Package.account_id) & (Client.id == Package.client_id))
        .where(Package.is_enabled, Client.archived_at.is_(None), is_due)
        .limit(BATCH)
        .with_for_update(of=Package, skip_locked=True)
    ).all()
    for package in due:
        mark(session, package)
        tell(session, package, NEAR)
    return len(due)


def registered() -> ScalarSelect[int]:
    """How many registrations a package made, all in its own group."""
    return (
        select(func.count())
        .where(
            Registration.account_id == Package.account_id,
            Registration.client_id == Package.client_id,
            Registration.group_id == Package.group_id,
        )
        .correlate(Package)
        .scalar_subquery()
    )


def made(session: Session, package: Package) -> int:
    """The registrations that count towards its cap."""
    found = session.scalar(
        select(registered()).where(
            Package.account_id == package.account_id, Package.id == package.id
        )
    )
    return found or 0


def mark(session: Session, package: Package) -> None:
    now = clock.now()
    if package.cap is not None and is_near_cap(made(session, package), package.cap):
        package.cap_told_at = package.cap_told_at or now
    if package.ends_at is not None and now < package.ends_at <= now + END_DAYS:
        package.end_told_at = package.end_told_at or now


def is_near_cap(made: int, cap: int) -> bool:
    return made * 100 >= cap * CAP_PER_CENT


def changed(session: Session, package: Package, names: Iterable[str]) -> None:
    """A cap or an end that was changed is told of anew when it comes near."""
    was_told = package.cap_told_at is not None or package.end_told_at is not None
    if "cap" in names:
        package.cap_told_at = None
    if "ends_at" in names:
        package.end_told_at = None
    if was_told and package.cap_told_at is None and package.end_told_at is None:
        tell(session, package, FAR)


def tell(session: Session, package: Package, kind: str) -> None:
    for recipient_id in alerts.recipients(session, package.account_id):
        outbox.add(
            session,
            account_id=package.account_id,
            kind=kind,
            recipient_id=recipient_id,
            facts={"client_id": str(package.client_id), "package_id": str(package.id)},
        )
