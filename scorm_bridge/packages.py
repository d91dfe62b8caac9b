"""Packages: what a client uploads to its LMS, once.

A package token names the package and one of its keys, and proves itself with that key:
`o1.<account and package>.<key number>.<tag>`. The keys are rows, so that a package outlives a
rotation of SECRET_KEY, and a new key leaves the packages signed with an old one working.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from ledger import audit, catalogue, clients, clock
from ledger.actors import Act, Actor
from ledger.errors import NoContent
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.models import Access, Account, Client, Game, Group, GroupKind
from scorm_bridge import package_files
from scorm_bridge.errors import AccessIsCampus, TokenRejected
from scorm_bridge.models import Package, PackageKey, PackageStandard
from scorm_bridge.places import Places

PAGE_VERSION = 1
"""The protocol that the uploaded page speaks; it stays in the client's LMS for years."""

PREFIX = "o1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenParts:
    account_id: UUID
    package_id: UUID
    key_number: int
    signed: str
    tag: str


def build(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    client: Client,
    game: Game,
    standard: PackageStandard = PackageStandard.SCORM_12,
) -> Package:
    """A new package with its own open-ended group (R8) and its first key.

    Raises NotAllowed, ClientArchived, AccessIsCampus, GameNotVisible or GameClosed (R7), and
    NoContent.
    """
    actor.must(Act.BUILD_PACKAGE)
    clients.must_be_active(client)
    if client.access is not Access.SCORM:
        raise AccessIsCampus(client=client.name)
    catalogue.must_admit(session, client=client, game=game, kind=GroupKind.PACKAGE)
    if not game.current_version:
        raise NoContent(game=game.title)
    rows = new_rows(keyring=keyring, client=client, game=game, standard=standard)
    for row in rows:
        # One by one: without relationships the session does not know which refers to which.
        session.add(row)
        session.flush()
    _, package, _ = rows
    record_built(session, actor, package)
    return package


def new_rows(
    *, keyring: KeyRing, client: Client, game: Game, standard: PackageStandard
) -> tuple[Group, Package, PackageKey]:
    """In the order in which they refer to each other."""
    now = clock.now()
    group = Group(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        game_id=game.id,
        kind=GroupKind.PACKAGE,
        name=f"Package of {game.title}"[:120],
        starts_at=now,
    )
    package = Package(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        game_id=game.id,
        group_id=group.id,
        standard=standard,
        created_at=now,
    )
    key = PackageKey(
        account_id=client.account_id,
        package_id=package.id,
        number=1,
        secret=keyring.encrypt(secrets.token_bytes(32)),
        created_at=now,
    )
    return group, package, key


def record_built(session: Session, actor: Actor, package: Package) -> None:
    audit.record(
        session,
        actor=actor,
        act="build package",
        subject="package",
        subject_id=package.id,
        after={
            "client": package.client_id,
            "game": package.game_id,
            "standard": package.standard,
        },
    )


def as_zip(
    session: Session, *, package: Package, game: Game, keyring: KeyRing, places: Places
) -> bytes:
    """The zip that goes into the client's LMS."""
    ((_, whole),) = as_zips(session, [(package, game)], keyring=keyring, places=places)
    return whole


def as_zips(
    session: Session,
    built: Sequence[tuple[Package, Game]],
    *,
    keyring: KeyRing,
    places: Places,
) -> Iterator[tuple[Package, bytes]]:
    """The zips of an account's packages, one after the other, from one look at their keys."""
    keys = newest_keys(session, [package for package, _ in built])
    for package, game in built:
        key = keys[package.id]
        config = {
            "version": PAGE_VERSION,
            "standard": package.standard.runtime.value,
            "launch": places.launch_url,
            "player": places.content_origin(package.account_id),
            "token": token(package, key.number, keyring.decrypt(key.secret)),
            "title": game.title,
            "language": package.language or key.language,
        }
        yield (
            package,
            package_files.zipped(
                package.standard,
                identifier=f"obole-{package.id}",
                title=game.title,
                config=config,
            ),
        )


def lock(session: Session, package: Package) -> None:
    """Until the transaction ends; what the package says is read anew.

    Not against launches, whose rows refer to the package (FOR NO KEY UPDATE).
    """
    session.flush()
    session.refresh(package, with_for_update={"key_share": True})


NEWEST_KEYS = (
    select(PackageKey.package_id, PackageKey.number, PackageKey.secret, Account.language)
    .join(Account, Account.id == PackageKey.account_id)
    .where(
        PackageKey.account_id == bindparam("account"),
        PackageKey.package_id.in_(bindparam("packages", expanding=True)),
        PackageKey.revoked_at.is_(None),
    )
    .order_by(PackageKey.number)
)


def newest_keys(
    session: Session, built: Sequence[Package]
) -> dict[UUID, Row[UUID, int, bytes, str]]:
    """By package the newest key that is not revoked, with the account's language."""
    named = {"account": built[0].account_id, "packages": [package.id for package in built]}
    return {row.package_id: row for row in session.connection().execute(NEWEST_KEYS, named)}


def newest_token(session: Session, *, package: Package, keyring: KeyRing) -> str:
    key = newest_keys(session, [package])[package.id]
    return token(package, key.number, keyring.decrypt(key.secret))


def token(package: Package, key_number: int, secret: bytes) -> str:
    ids = base64.urlsafe_b64encode(package.account_id.bytes + package.id.bytes).rstrip(b"=")
    signed = f"{PREFIX}.{ids.decode()}.{key_number}"
    return f"{signed}.{tag(secret, signed)}"


def token_parts(token: str) -> TokenParts:
    """The parts of a well-formed token, not yet proven. Raises TokenRejected."""
    signed, _, given = token.rpartition(".")
    try:
        prefix, ids, number = signed.split(".")
        raw = base64.urlsafe_b64decode(ids + "=" * (-len(ids) % 4))
        if prefix != PREFIX or len(raw) != 32 or not number.isascii() or len(number) > 6:
            raise TokenRejected
        return TokenParts(
            account_id=UUID(bytes=raw[:16]),
            package_id=UUID(bytes=raw[16:]),
            key_number=int(number),
            signed=signed,
            tag=given,
        )
    except (ValueError, binascii.Error):
        raise TokenRejected from None


def must_be_signed(parts: TokenParts, secret: bytes) -> None:
    if not hmac.compare_digest(tag(secret, parts.signed).encode(), parts.tag.encode()):
        raise TokenRejected


def tag(key: bytes, message: str) -> str:
    """HMAC-SHA256 cut to 128 bits, in URL-safe base64 without padding."""
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
