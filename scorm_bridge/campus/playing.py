"""A learner opens a game on a Campus: the same player, state and charge as by a package."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import clock, groups, registering, versions
from ledger.errors import GroupEnded, NotInGroup, PlayTimeOver
from ledger.groups import GroupState
from ledger.ids import new_id
from ledger.models import Account, Client, Game, Group, Learner, Registration
from ledger.registration import Play
from scorm_bridge import runtime
from scorm_bridge.campus import shelves
from scorm_bridge.launches import Opened
from scorm_bridge.models import Launch, Mode, Runtime
from scorm_bridge.results import OF_PLAY
from scorm_bridge.tokens import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A learner's last play of a game, and what it stands on."""

    played: Registration
    group: Group
    runtime: Runtime | None


def launch(session: Session, *, client: Client, learner: Learner, game: Game) -> Opened:
    """Open a game that the learner is registered for, or that is open to all.

    The first click on an open game registers and charges; a play that was completed opens for
    review; a new one is a member's to give. Raises NotInGroup, GroupNotStarted, GroupEnded,
    PlayTimeOver; of an open game GameNotVisible, GameClosed, NoContent, NotEnoughCredits.
    """
    held = last_play(session, learner, game)
    if held is None:
        play = registering.register_by_click(session, client=client, game=game, learner=learner)
        held = last_play(session, learner, game)
        assert held is not None
        return opened(session, held, mode=Mode.NORMAL, was_charged=play.was_charged)
    if held.played.removed_at is not None:
        raise NotInGroup(group=held.group.name, given=learner.lms_id or "")
    if held.played.completed_at is not None:
        return opened(session, held, mode=Mode.REVIEW)
    must_be_playable(held, client)
    follow_version(session, held, game)
    return opened(session, held, mode=Mode.NORMAL)


def last_play(session: Session, learner: Learner, game: Game) -> Held | None:
    row = session.execute(
        select(Registration, Group, Runtime)
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .outerjoin(Runtime, OF_PLAY)
        .where(
            Registration.account_id == learner.account_id,
            Registration.client_id == learner.client_id,
            Registration.learner_id == learner.id,
            Registration.game_id == game.id,
        )
        .order_by(Registration.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Held(played=row[0], group=row[1], runtime=row[2])


def must_be_playable(held: Held, client: Client) -> None:
    """Raises GroupNotStarted, GroupEnded or PlayTimeOver."""
    group, now = held.group, clock.now()
    groups.must_have_started(group, client, now)
    closes = group.closes_at
    if closes is not None and groups.state_of(group, now) is GroupState.ENDED:
        raise GroupEnded(group=group.name, at=closes, time_zone=client.time_zone)
    if shelves.left_of(group, held.runtime) == 0:
        assert group.play_minutes_most is not None
        raise PlayTimeOver(group=group.name, minutes=group.play_minutes_most)


def follow_version(session: Session, held: Held, game: Game) -> None:
    """As at a launch by a package: an open play moves where the account says so."""
    played = held.played
    if played.game_version == game.current_version:
        return
    if session.get_one(Account, game.account_id).moves_open_plays:
        play = Play(played.id, played.number, played.game_version)
        versions.move(session, place=groups.place_of(session, held.group), play=play)


def opened(session: Session, held: Held, *, mode: Mode, was_charged: bool = False) -> Opened:
    played, launch_id = held.played, new_id()
    window = Window(
        account_id=played.account_id,
        client_id=played.client_id,
        launch_id=launch_id,
        id=launch_id,
        registration_id=played.id,
        mode=mode,
    )
    if mode is Mode.NORMAL:
        runtime.open_window(session, window, is_first=was_charged)
    row = {
        "account_id": window.account_id,
        "id": launch_id,
        "group_id": played.group_id,
        "registration_id": played.id,
        "mode": mode,
        "was_charged": was_charged,
        "at": clock.now(),
    }
    session.connection().execute(insert(Launch), row)
    return Opened(window=window, was_charged=was_charged)
