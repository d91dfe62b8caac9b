"""The games of an account, their content versions, and which clients see them (R7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, case, exists, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger import audit, clock, names
from ledger.actors import Act, Actor
from ledger.database import add_once
from ledger.errors import BadAmount, GameClosed, GameNotVisible, NameTaken, UnknownGame
from ledger.ids import new_id
from ledger.models import (
    Audience,
    Client,
    Game,
    GameClient,
    GameVersion,
    GroupKind,
    Visibility,
)
from ledger.texts import comparable, line

MOST_PRICE = 10_000
"""Credits a play of one game may cost at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version holds, as its upload was read."""

    standard: str
    launch_path: str
    launch_facts: dict[str, Any]
    files: int
    bytes: int


def add_game(session: Session, *, actor: Actor, title: str) -> Game:
    """A game without content yet, at the standard price. Raises NotAllowed, BadText, NameTaken."""
    actor.must(Act.ADD_GAME)
    title = line(title, field="title", most=120)
    game = Game(
        account_id=actor.account_id,
        id=new_id(),
        title=title,
        title_key=comparable(title),
        created_at=clock.now(),
    )
    if not add_once(session, game):
        raise NameTaken(field="title", given=title)
    record(session, actor, "add game", game, after={"title": game.title, "price": game.price})
    return game


def add_version(session: Session, *, actor: Actor, game_id: UUID, content: Content) -> GameVersion:
    """Give a game its next content version, which new plays get from now on."""
    actor.must(Act.ADD_GAME)
    number = session.execute(
        update(Game)
        .where(Game.account_id == actor.account_id, Game.id == game_id)
        .values(current_version=Game.current_version + 1)
        .returning(Game.current_version)
    ).scalar_one()
    version = GameVersion(
        account_id=actor.account_id,
        game_id=game_id,
        number=number,
        standard=content.standard,
        launch_path=content.launch_path,
        launch_facts=content.launch_facts,
        files=content.files,
        bytes=content.bytes,
        created_at=clock.now(),
    )
    session.add(version)
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="add version",
        subject="game",
        subject_id=game_id,
        after={"version": number, "files": content.files, "bytes": content.bytes},
    )
    return version


def set_price(session: Session, *, actor: Actor, game: Game, price: int) -> None:
    """R2: only an operator sets what a play costs, from 1 credit. Raises NotAllowed, BadAmount."""
    actor.must(Act.SET_PRICE)
    if not 1 <= price <= MOST_PRICE:
        raise BadAmount(given=str(price), most=MOST_PRICE)
    record(session, actor, "set price", game, before={"price": game.price}, after={"price": price})
    game.price = price
    session.add(game)


def set_visibility(
    session: Session,
    *,
    actor: Actor,
    game: Game,
    visibility: Visibility,
    clients: list[Client],
    audience: Audience | None = None,
) -> None:
    """R7: `only` and `except` name their clients; the other two name none.

    `audience` says which learners of those clients may be registered; None leaves it.
    """
    actor.must(Act.ADD_GAME)
    audience = audience or game.audience
    named = select(GameClient).where(
        GameClient.account_id == game.account_id, GameClient.game_id == game.id
    )
    before = session.scalars(named).all()
    record(
        session,
        actor,
        "set visibility",
        game,
        before={
            "visibility": game.visibility,
            "clients": ids(row.client_id for row in before),
            "audience": game.audience,
        },
        after={
            "visibility": visibility,
            "clients": ids(client.id for client in clients),
            "audience": audience,
        },
    )
    game.visibility = visibility
    game.audience = audience
    session.add(game)
    for row in before:
        session.delete(row)
    session.flush()
    for client in clients:
        session.add(GameClient(account_id=game.account_id, game_id=game.id, client_id=client.id))


def record(
    session: Session,
    actor: Actor,
    act: str,
    game: Game,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
) -> None:
    audit.record(
        session,
        actor=actor,
        act=act,
        subject="game",
        subject_id=game.id,
        before=before,
        after=after,
    )


def ids(found: Iterable[UUID]) -> list[str]:
    return sorted(map(str, found))


def find_game(session: Session, *, account_id: UUID, given: str) -> Game:
    """By title or an unambiguous beginning of it. Raises UnknownGame or AmbiguousName."""
    return names.find(
        session, Game, (Game.title_key,), account_id=account_id, given=given, unknown=UnknownGame
    )


SUGGESTED_MOST = 100


def suggest(session: Session, *, account_id: UUID, typed: str) -> list[Game]:
    """The games one may mean who typed so far: those that begin so first; by title."""
    wanted = comparable(typed)
    begins = Game.title_key.startswith(wanted, autoescape=True)
    return list(
        session.scalars(
            select(Game)
            .where(Game.account_id == account_id, Game.title_key.contains(wanted, autoescape=True))
            .order_by(case((begins, 0), else_=1), Game.title_key)
            .limit(SUGGESTED_MOST)
        )
    )


def named_clients(session: Session, game: Game) -> list[Client]:
    """The clients that the game's visibility names, by name."""
    return list(
        session.scalars(
            select(Client)
            .where(Client.account_id == game.account_id, names_client(game, Client.id))
            .order_by(Client.name_key, Client.id)
        )
    )


def all_games(session: Session, *, account_id: UUID) -> list[Game]:
    """The account's games, by title."""
    return list(
        session.scalars(select(Game).where(Game.account_id == account_id).order_by(Game.title_key))
    )


def must_see(session: Session, *, client: Client, game: Game) -> None:
    """R7: raise GameNotVisible unless the game's visibility includes the client."""
    if game.visibility is Visibility.ALL:
        return
    if game.visibility is Visibility.OWN:
        seen = client.is_own
    else:
        is_named = bool(session.scalar(select(names_client(game, client.id))))
        seen = is_named is (game.visibility is Visibility.ONLY)
    if not seen:
        raise GameNotVisible(game=game.title, client=client.name)


def must_admit(session: Session, *, client: Client, game: Game, kind: GroupKind) -> None:
    """R7, asked for each new registration: what is paid already stays playable.

    Raises GameNotVisible, and GameClosed where the game's audience leaves out groups of `kind`.
    """
    must_see(session, client=client, game=game)
    must_take(game, kind)


def must_take(game: Game, kind: GroupKind) -> None:
    """Raises GameClosed unless groups of `kind` register learners for the game.

    In a package and in an open group learners register themselves: that is every learner.
    """
    if game.audience is Audience.EVERYONE:
        return
    if game.audience is Audience.NOBODY or kind is not GroupKind.MADE:
        raise GameClosed(game=game.title, audience=game.audience)


def open_games(session: Session, client: Client) -> list[Game]:
    """The games that any learner of the client may click to be registered for, by title."""
    return list(
        session.scalars(
            select(Game)
            .where(
                Game.account_id == client.account_id,
                Game.audience == Audience.EVERYONE,
                Game.current_version > 0,
                sees(client),
            )
            .order_by(Game.title_key)
        )
    )


def sees(client: Client) -> ColumnElement[bool]:
    """R7 as a condition on games: those whose visibility includes the client."""
    is_named = exists().where(
        GameClient.account_id == Game.account_id,
        GameClient.game_id == Game.id,
        GameClient.client_id == client.id,
    )
    seen = or_(
        Game.visibility == Visibility.ALL,
        and_(Game.visibility == Visibility.ONLY, is_named),
        and_(Game.visibility == Visibility.EXCEPT, ~is_named),
    )
    return or_(seen, Game.visibility == Visibility.OWN) if client.is_own else seen


def is_seen(game: Game) -> ColumnElement[bool]:
    """R7 as a condition on clients: those whom the game's visibility includes."""
    match game.visibility:
        case Visibility.OWN:
            return Client.is_own.is_(True)
        case Visibility.ONLY:
            return names_client(game, Client.id)
        case Visibility.EXCEPT:
            return ~names_client(game, Client.id)
    return true()


def names_client(game: Game, client_id: UUID | InstrumentedAttribute[UUID]) -> Exists:
    """Whether the game's visibility names the client."""
    return exists().where(
        GameClient.account_id == game.account_id,
        GameClient.game_id == game.id,
        GameClient.client_id == client_id,
    )
