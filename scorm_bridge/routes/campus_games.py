"""What a learner who is signed in sees on a Campus, and how they open a game."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for
from sqlalchemy.orm import Session

from ledger import alerts
from ledger.errors import NotEnoughCredits, OboleError
from ledger.models import Game, Group
from scorm_bridge import bridge, metrics
from scorm_bridge.campus import leaderboard, playing, refusals, shelves, telling
from scorm_bridge.campus.doors import Door
from scorm_bridge.campus.leaderboard import Rank
from scorm_bridge.campus.sessions import Visitor
from scorm_bridge.campus.shelves import Entry, Standing
from scorm_bridge.errors import NoSuchCampus
from scorm_bridge.launches import Opened
from scorm_bridge.routes import crowds, hosts
from scorm_bridge.routes.campus_pages import (
    campus_page,
    homewards,
    language,
    must_be_of,
    page_of,
    refusal_page,
)
from scorm_bridge.routes.launches import way_in
from scorm_bridge.routes.pages import without_trace

campus_games = Blueprint("campus_games", __name__, url_prefix="/campus/<code>")
campus_games.before_request(hosts.must_be_public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry of the shelf, in words; `board` is the address of its leaderboard, if it has one."""

    entry: Entry
    state: str
    lines: list[str]
    board: str | None


def games_page(door: Door, visitor: Visitor) -> Response:
    here = bridge.current()
    entries = here.database.read(
        lambda session: shelves.of_learner(session, client=door.client, learner=visitor.learner)
    )
    spoken = language(visitor)
    return campus_page(
        "campus_games.html",
        door,
        visitor=visitor,
        leads_to=here.places.content_origin(door.account.id),
        cards=[card(door, entry, spoken) for entry in entries],
    )


def card(door: Door, entry: Entry, spoken: str) -> Card:
    zone = door.client.time_zone
    return Card(
        entry=entry,
        state=telling.state(entry, spoken, zone),
        lines=telling.lines(entry, spoken, zone),
        board=board_path(door, entry),
    )


def board_path(door: Door, entry: Entry) -> str | None:
    """None where there is no leaderboard, or nobody who could be on it yet."""
    group = entry.group
    if group is None or entry.standing is Standing.PLANNED:
        return None
    if not leaderboard.has_one(door.client, group):
        return None
    return url_for("campus_games.board", code=door.code, group_id=group.id)


@campus_games.post("/games/<uuid:game_id>")
@page_of
def play(door: Door, visitor: Visitor | None, game_id: UUID) -> Response:
    """To the player, on the content origin, as every launch goes."""
    if visitor is None:
        return homewards(door)
    must_be_of(visitor)
    if crowds.seconds_to_wait(visitor.session.id.hex):
        said = refusals.refusal("crowd", 429, language(visitor), who=door.client.name)
        return refusal_page(said, door, visitor)

    def launched(session: Session) -> Opened:
        game = session.get(Game, (door.account.id, game_id))
        if game is None:
            raise NoSuchCampus
        return playing.launch(session, client=door.client, learner=visitor.learner, game=game)

    try:
        found = bridge.current().database.write(launched)
    except OboleError as error:
        metrics.LAUNCHES.labels(refusals.code_of(error)).inc()
        tell_owners(door, error)
        raise
    return without_trace(make_response(redirect(way_in(found), code=303)))


def tell_owners(door: Door, error: OboleError) -> None:
    """Where they can do something; in a transaction of its own, for the launch changed nothing."""
    if not isinstance(error, NotEnoughCredits):
        return
    bridge.current().database.write(
        lambda session: alerts.turned_away(
            session, account_id=door.account.id, client_id=door.client.id, wanted=error.wanted
        )
    )


@campus_games.get("/groups/<uuid:group_id>/leaderboard")
@page_of
def board(door: Door, visitor: Visitor | None, group_id: UUID) -> Response:
    """Of a group that the learner is in, where the client wants one: to all others, nothing."""
    if visitor is None:
        return homewards(door)

    def read(session: Session) -> tuple[Group, Game, list[Rank]]:
        group = session.get(Group, (door.account.id, group_id))
        if (
            group is None
            or group.client_id != door.client.id
            or not leaderboard.has_one(door.client, group)
            or not leaderboard.is_in(session, group=group, learner=visitor.learner)
        ):
            raise NoSuchCampus
        game = session.get_one(Game, (door.account.id, group.game_id))
        return group, game, leaderboard.of_group(session, group=group, learner=visitor.learner)

    group, game, ranks = bridge.current().database.read(read)
    spoken = language(visitor)
    return campus_page(
        "campus_board.html",
        door,
        visitor=visitor,
        group=group,
        game=game,
        ranks=ranks,
        score=lambda hundredths: telling.number(hundredths, spoken),
    )
