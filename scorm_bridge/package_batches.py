"""Packages of one game for all the clients that see it, built a batch at a time."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from ledger import catalogue
from ledger.actors import Act, Actor
from ledger.errors import NoContent
from ledger.keyring import KeyRing
from ledger.models import Access, Client, Game, GroupKind
from scorm_bridge import listings, packages
from scorm_bridge.listings import Listed
from scorm_bridge.models import Package, PackageStandard

BATCH = 100
"""Clients of one transaction: few enough that launches do not wait for it."""


def count_waiting(
    session: Session, *, game: Game, standard: PackageStandard, again: bool = False
) -> int:
    """How many clients `build_next` would build for."""
    clients = select(func.count()).select_from(Client).where(*waiting(game, standard, again=again))
    return session.scalar(clients) or 0


def build_next(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    game: Game,
    standard: PackageStandard,
    again: bool = False,
    after: UUID | None = None,
) -> list[Package]:
    """A package for each of the next clients that wait, in the order of their ids; none at the end.

    A client waits that is active, comes in by SCORM, sees the game (R7) and has no package of it
    in the standard, or with `again` whatever it has. `after` is the last client built for.

    Raises NotAllowed, NoContent, and GameClosed where the game is not open to every learner.
    """
    actor.must(Act.BUILD_PACKAGE)
    if not game.current_version:
        raise NoContent(game=game.title)
    catalogue.must_take(game, GroupKind.PACKAGE)
    # Of two who build for all at once, the second sees what the first has built.
    session.refresh(game, with_for_update={"key_share": True})
    wanted = select(Client).where(*waiting(game, standard, again=again)).order_by(Client.id)
    if after is not None:
        wanted = wanted.where(Client.id > after)
    made = [
        packages.new_rows(keyring=keyring, client=client, game=game, standard=standard)
        for client in session.scalars(wanted.limit(BATCH))
    ]
    # A table at a time, in the order in which they refer to each other.
    for rows in zip(*made, strict=True):
        session.add_all(rows)
        session.flush()
    built = [package for _, package, _ in made]
    for package in built:
        packages.record_built(session, actor, package)
    return built


def waiting(game: Game, standard: PackageStandard, *, again: bool) -> list[ColumnElement[bool]]:
    of_client = [
        Client.account_id == game.account_id,
        Client.access == Access.SCORM,
        Client.archived_at.is_(None),
        catalogue.is_seen(game),
    ]
    has_one = exists().where(
        Package.account_id == Client.account_id,
        Package.client_id == Client.id,
        Package.game_id == game.id,
        Package.standard == standard,
    )
    return of_client if again else [*of_client, ~has_one]


def named(session: Session, *, account_id: UUID, ids: Collection[UUID]) -> list[Listed]:
    """The packages of the account with these ids; one that was never committed is not there."""
    return listings.read(session, listings.listed(account_id).where(Package.id.in_(ids)))
