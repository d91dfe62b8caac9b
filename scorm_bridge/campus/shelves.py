"""What a learner finds on a Campus: the games of their groups, and those that are open to all."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import catalogue, clock, groups
from ledger.groups import GroupState
from ledger.models import Client, Game, GameVersion, Group, GroupKind, Learner, Registration
from scorm_bridge import scos
from scorm_bridge.models import Runtime
from scorm_bridge.results import OF_PLAY, STATE, PlayState

PROGRESS = "cmi.progress_measure"
"""SCORM 2004 RTE 4.2.15: how much of it is done, from 0 to 1."""


class Standing(StrEnum):
    """Where a game stands for a learner, and so what they can do with it."""

    OPEN = "open"
    """They may have it for the asking."""
    READY = "ready"
    BEGUN = "begun"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"
    PLANNED = "planned"
    ENDED = "ended"
    TIME_OVER = "time over"


PLAYED = {
    PlayState.REGISTERED: Standing.READY,
    PlayState.STARTED: Standing.BEGUN,
    PlayState.COMPLETED: Standing.COMPLETED,
    PlayState.PASSED: Standing.PASSED,
    PlayState.FAILED: Standing.FAILED,
}
DOES = {
    Standing.OPEN: "start",
    Standing.READY: "start",
    Standing.BEGUN: "resume",
    Standing.COMPLETED: "review",
    Standing.PASSED: "review",
    Standing.FAILED: "review",
}
"""What the button of a game does; where it can do nothing there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A game on a learner's shelf, as the last play of it stands.

    `group` is None for one that is open to all. `progress` is in percent; `score` in hundredths of
    a point; `time_cs` and `left_cs`, what is left of the time that a group gives, in centiseconds.
    """

    game: Game
    group: Group | None
    standing: Standing
    progress: int | None = None
    score: int | None = None
    time_cs: int = 0
    left_cs: int | None = None

    @property
    def does(self) -> str | None:
        return DOES.get(self.standing)

    @property
    def closes_at(self) -> datetime | None:
        return self.group.closes_at if self.group else None


def of_learner(session: Session, *, client: Client, learner: Learner) -> list[Entry]:
    """What can be played first, then what was, then what cannot be any more; by title in each."""
    last = last_plays(session, learner)
    entries = [entry(*found) for found in last if found[1].removed_at is None]
    known = {game.id for game, *_ in last}
    entries += [
        Entry(game=game, group=None, standing=Standing.OPEN)
        for game in catalogue.open_games(session, client)
        if game.id not in known
    ]
    return sorted(entries, key=lambda one: (order(one.standing), one.game.title_key))


def order(standing: Standing) -> int:
    if standing in {Standing.BEGUN, Standing.READY}:
        return 0
    return 1 if standing in {Standing.OPEN, Standing.PLANNED} else 2


def last_plays(session: Session, learner: Learner) -> list[Any]:
    """The learner's last play of each game, with all it stands on."""
    rows = session.execute(
        select(Game, Registration, Group, GameVersion, Runtime, STATE)
        .select_from(Registration)
        .join(
            Game, (Game.account_id == Registration.account_id) & (Game.id == Registration.game_id)
        )
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .join(
            GameVersion,
            (GameVersion.account_id == Registration.account_id)
            & (GameVersion.game_id == Registration.game_id)
            & (GameVersion.number == Registration.game_version),
        )
        .outerjoin(Runtime, OF_PLAY)
        .where(
            Registration.account_id == learner.account_id,
            Registration.client_id == learner.client_id,
            Registration.learner_id == learner.id,
        )
        .order_by(Registration.number)
    )
    return list({game.id: (game, *rest) for game, *rest in rows}.values())


def entry(
    game: Game,
    played: Registration,
    group: Group,
    version: GameVersion,
    runtime: Runtime | None,
    state: str,
) -> Entry:
    time = played_time(runtime)
    left = left_of(group, runtime)
    return Entry(
        game=game,
        group=None if group.kind is GroupKind.OPEN else group,
        standing=standing(PlayState(state), group, left),
        progress=progress(played, version, runtime),
        score=runtime.score if runtime else None,
        time_cs=time,
        left_cs=left,
    )


def standing(state: PlayState, group: Group, left_cs: int | None) -> Standing:
    """A play that is over stays what it came to, whatever becomes of its group."""
    if state.is_over:
        return PLAYED[state]
    match groups.state_of(group, clock.now()):
        case GroupState.PLANNED:
            return Standing.PLANNED
        case GroupState.ENDED:
            return Standing.ENDED
    return Standing.TIME_OVER if left_cs == 0 else PLAYED[state]


def played_time(runtime: Runtime | None) -> int:
    return runtime.total_time + runtime.session_time if runtime else 0


def left_of(group: Group, runtime: Runtime | None) -> int | None:
    """Centiseconds a learner may still play; None where the group sets no such time."""
    if group.play_minutes_most is None:
        return None
    return max(0, group.play_minutes_most * 6_000 - played_time(runtime))


def progress(played: Registration, version: GameVersion, runtime: Runtime | None) -> int | None:
    """In percent: of steps where the game has several, else as a game of SCORM 2004 says itself."""
    if played.completed_at is not None:
        return 100
    if runtime is None:
        return None
    steps = version.launch_facts["scos"]
    if len(steps) > 1:
        return round(100 * sum(is_done(runtime.state, step["id"]) for step in steps) / len(steps))
    try:
        return round(100 * min(1.0, max(0.0, float(runtime.state[PROGRESS]))))
    except (KeyError, ValueError, OverflowError):
        return None


def is_done(state: dict[str, Any], step: str) -> bool:
    written = state.get(f"{step}{scos.OUTCOME}")
    return written is not None and scos.read(written).completion == "completed"
