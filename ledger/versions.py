"""A game's content versions: which there are, and which one a play is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from ledger import clock
from ledger.actors import Act, Actor
from ledger.models import Game, GameVersion, Group, Registration
from ledger.places import Place
from ledger.registration import Play


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """A version, and how many open plays are on it."""

    version: GameVersion
    open_plays: int


def all_versions(session: Session, *, actor: Actor, game: Game) -> list[InUse]:
    """The game's versions, the newest first. Raises NotAllowed."""
    actor.must(Act.SEE)
    on = dict(open_plays(session, game))
    found = session.scalars(
        select(GameVersion)
        .where(GameVersion.account_id == game.account_id, GameVersion.game_id == game.id)
        .order_by(GameVersion.number.desc())
    )
    return [InUse(version=one, open_plays=on.get(one.number, 0)) for one in found]


def open_plays(session: Session, game: Game) -> Sequence[tuple[int, int]]:
    """The numbers of versions with open plays (R8), and how many there are on each."""
    rows = session.execute(
        select(Registration.game_version, func.count())
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .where(
            Registration.account_id == game.account_id,
            Registration.game_id == game.id,
            Registration.completed_at.is_(None),
            or_(Group.closes_at.is_(None), Group.closes_at > clock.now()),
        )
        .group_by(Registration.game_version)
    )
    return [(number, count) for number, count in rows]


def current(session: Session, game: Game) -> GameVersion | None:
    """None of a game without content."""
    return session.get(GameVersion, (game.account_id, game.id, game.current_version))


def move(session: Session, *, place: Place, play: Play) -> None:
    """Take an open play to the game's current version, where that can read what the play kept.

    Of two launches at once the second finds the play moved.
    """
    both = select(GameVersion).where(
        GameVersion.account_id == place.account_id,
        GameVersion.game_id == place.game_id,
        GameVersion.number.in_((play.game_version, place.game_version)),
    )
    before, after = session.scalars(both).all()
    if reads(before) != reads(after):
        return
    session.connection().execute(
        update(Registration)
        .where(
            Registration.account_id == place.account_id,
            Registration.client_id == place.client_id,
            Registration.id == play.id,
            Registration.completed_at.is_(None),
            Registration.game_version < place.game_version,
        )
        .values(game_version=place.game_version)
    )


def reads(version: GameVersion) -> tuple[str, list[str]]:
    """Whose state a version goes on with: a run-time's is of its standard, a SCO's of its id."""
    return version.standard, [sco["id"] for sco in version.launch_facts["scos"]]
