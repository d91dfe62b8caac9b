"""The keys that packages are signed with: a new one leaves the old in use until it is revoked."""

import secrets

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ledger import audit, clock
from ledger.actors import Act, Actor
from ledger.keyring import KeyRing
from scorm_bridge import packages
from scorm_bridge.errors import LastKey, NoSuchKey
from scorm_bridge.models import Package, PackageKey

SECRET_BYTES = 32


def rotate(session: Session, *, actor: Actor, keyring: KeyRing, package: Package) -> PackageKey:
    """The package's next key, with which it is written from now on. Raises NotAllowed."""
    actor.must(Act.CHANGE_PACKAGE)
    packages.lock(session, package)  # of two who rotate at once, the second sees the first
    newest = session.scalar(select(func.max(PackageKey.number)).where(*is_of(package))) or 0
    key = PackageKey(
        account_id=package.account_id,
        package_id=package.id,
        number=newest + 1,
        secret=keyring.encrypt(secrets.token_bytes(SECRET_BYTES)),
        created_at=clock.now(),
    )
    session.add(key)
    record(session, actor, package, "rotate package key", {"key": key.number})
    return key


def revoke(
    session: Session, *, actor: Actor, package: Package, number: int | None = None
) -> list[int]:
    """Turn away what was signed with key `number`, or else with any but the newest.

    Returns the numbers revoked. Raises NotAllowed, NoSuchKey or LastKey.
    """
    actor.must(Act.CHANGE_PACKAGE)
    packages.lock(session, package)
    used = in_use(session, package)
    chosen = used[:-1] if number is None else [key for key in used if key.number == number]
    if number is not None:
        if not chosen:
            raise NoSuchKey(number=number)
        if len(used) == 1:
            raise LastKey(number=number)
    for key in chosen:
        key.revoked_at = clock.now()
        record(session, actor, package, "revoke package key", {"key": key.number})
    return [key.number for key in chosen]


def in_use(session: Session, package: Package) -> list[PackageKey]:
    """The package's keys that are not revoked, the oldest first."""
    return list(
        session.scalars(
            select(PackageKey)
            .where(*is_of(package), PackageKey.revoked_at.is_(None))
            .order_by(PackageKey.number)
        )
    )


def is_of(package: Package) -> tuple[ColumnElement[bool], ...]:
    return (PackageKey.account_id == package.account_id, PackageKey.package_id == package.id)


def record(
    session: Session, actor: Actor, package: Package, act: str, facts: dict[str, int]
) -> None:
    audit.record(
        session, actor=actor, act=act, subject="package", subject_id=package.id, after=facts
    )
