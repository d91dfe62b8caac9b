"""The packages of an account, and the one that a person means."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledger import catalogue, clients
from ledger.errors import AmbiguousName
from ledger.models import Client, Game
from scorm_bridge.errors import UnknownPackage
from scorm_bridge.models import Package

HEX = frozenset("0123456789abcdef")
SHOWN_CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    package: Package
    client: Client
    game: Game


def all_packages(
    session: Session, *, account_id: UUID, client: Client | None = None
) -> list[Listed]:
    """By client, each client's in the order they were built."""
    return read(session, of(account_id, client))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the packages, of which `before` come before and `total` there are in all."""

    packages: list[Listed]
    before: int
    total: int


def page(
    session: Session, *, account_id: UUID, client: Client | None = None, before: int = 0, most: int
) -> Page:
    """As `all_packages`, at most `most` of them, after the first `before`."""
    wanted = of(account_id, client)
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    found = read(session, wanted.offset(before).limit(most))
    return Page(packages=found, before=before, total=total)


def get_package(session: Session, *, account_id: UUID, package_id: UUID) -> Listed:
    """By its id, as a button or a link has it. Raises UnknownPackage."""
    found = read(session, listed(account_id).where(Package.id == package_id))
    if not found:
        raise UnknownPackage(given=str(package_id))
    return found[0]


def find_package(session: Session, *, account_id: UUID, given: Sequence[str]) -> Listed:
    """By the beginning of its id, or by the words for its client and its game.

    Raises UnknownPackage, AmbiguousName, UnknownClient or UnknownGame.
    """
    wanted = listed(account_id)
    if len(given) == 1:
        first, last = id_range(given[0])
        wanted = wanted.where(Package.id >= first, Package.id <= last)
    elif len(given) == 2:
        client = clients.find_client(session, account_id=account_id, given=given[0])
        game = catalogue.find_game(session, account_id=account_id, given=given[1])
        wanted = wanted.where(Package.client_id == client.id, Package.game_id == game.id)
    else:
        raise UnknownPackage(given=" ".join(given))
    found = read(session, wanted.limit(SHOWN_CANDIDATES + 1))
    if not found:
        raise UnknownPackage(given=" ".join(given))
    if len(found) > 1:
        ids = [str(one.package.id) for one in found[:SHOWN_CANDIDATES]]
        raise AmbiguousName(given=" ".join(given), candidates=ids)
    return found[0]


def id_range(beginning: str) -> tuple[UUID, UUID]:
    """The first and the last id that begin so. Raises UnknownPackage when none can."""
    digits = beginning.strip().lower().replace("-", "")
    if not 0 < len(digits) <= 32 or not HEX.issuperset(digits):
        raise UnknownPackage(given=beginning)
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


def of(account_id: UUID, client: Client | None) -> Select[Package, Client, Game]:
    wanted = listed(account_id)
    return wanted if client is None else wanted.where(Package.client_id == client.id)


def listed(account_id: UUID) -> Select[Package, Client, Game]:
    return (
        select(Package, Client, Game)
        .join(Client, (Client.account_id == Package.account_id) & (Client.id == Package.client_id))
        .join(Game, (Game.account_id == Package.account_id) & (Game.id == Package.game_id))
        .where(Package.account_id == account_id)
        .order_by(Client.name_key, Package.client_id, Package.id)
    )


def read(session: Session, wanted: Select[Package, Client, Game]) -> list[Listed]:
    rows = session.execute(wanted).all()
    return [Listed(package=package, client=client, game=game) for package, client, game in rows]
