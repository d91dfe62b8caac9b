"""How learners do: of a group, of one learner, and as a file.

How many there are, the whole team sees; who they are, only those who may see learners.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from ledger import learners
from ledger.actors import Act, Actor
from ledger.keyring import KeyRing
from ledger.models import Client, Game, Group, Learner, Registration
from ledger.statement_files import cell, row
from scorm_bridge import people
from scorm_bridge.models import Runtime


class PlayState(StrEnum):
    """Where a play stands; one that was completed may have been passed or failed as well."""

    REGISTERED = "registered"
    STARTED = "started"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"
    REMOVED = "removed"

    @property
    def is_over(self) -> bool:
        return self in OVER


OVER = frozenset({PlayState.COMPLETED, PlayState.PASSED, PlayState.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One play. `address` and `name` are None for a learner who was erased.

    `number` counts the learner's plays of the game; `score` is in hundredths of a point, `time_cs`
    in centiseconds; `last_seen` is when the game was open, None before.
    """

    learner_id: UUID
    address: str | None
    name: str | None
    game: str
    group: str
    number: int
    state: PlayState
    score: int | None
    time_cs: int
    registered_at: datetime
    completed_at: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Of a group: how many plays are in each state, all states named; and each of them, or None
    for an actor who may not see learners.

    `mean_score` is in hundredths of a point, of the plays with a score that were not removed.
    """

    group: Group
    counts: dict[PlayState, int]
    mean_score: int | None
    rows: list[Result] | None

    @property
    def registered(self) -> int:
        """All but those who were removed, whatever came of them."""
        return sum(self.counts.values()) - self.counts[PlayState.REMOVED]

    @property
    def completed(self) -> int:
        """Passed or failed as well."""
        return sum(self.counts[state] for state in OVER)


IS_COMPLETED = Registration.completed_at.is_not(None)
STATE = case(
    (Registration.removed_at.is_not(None), PlayState.REMOVED.value),
    (and_(IS_COMPLETED, Runtime.success == "passed"), PlayState.PASSED.value),
    (and_(IS_COMPLETED, Runtime.success == "failed"), PlayState.FAILED.value),
    (IS_COMPLETED, PlayState.COMPLETED.value),
    (Runtime.registration_id.is_not(None), PlayState.STARTED.value),
    else_=PlayState.REGISTERED.value,
)
TIME = func.coalesce(Runtime.total_time + Runtime.session_time, 0)
"""Centiseconds played in all."""

OF_PLAY = (
    (Runtime.account_id == Registration.account_id)
    & (Runtime.client_id == Registration.client_id)
    & (Runtime.registration_id == Registration.id)
)
"""What joins the state of a play, which there is once it was opened."""


def of_group(session: Session, *, actor: Actor, group: Group) -> Results:
    """Raises NotAllowed."""
    actor.must(Act.SEE)
    counts, mean_score = counted(session, group)
    rows = list(each_of_group(session, group)) if actor.may(Act.SEE_LEARNERS) else None
    return Results(group=group, counts=counts, mean_score=mean_score, rows=rows)


def counted(session: Session, group: Group) -> tuple[dict[PlayState, int], int | None]:
    state = STATE.label("state")
    found = session.execute(
        select(state, func.count(), func.count(Runtime.score), func.sum(Runtime.score))
        .select_from(Registration)
        .outerjoin(Runtime, OF_PLAY)
        .where(
            Registration.account_id == group.account_id,
            Registration.client_id == group.client_id,
            Registration.group_id == group.id,
        )
        .group_by(state)
    ).all()
    counts = dict.fromkeys(PlayState, 0)
    scored = total = 0
    for name, plays, scores, sum_ in found:
        counts[PlayState(name)] = plays
        if name != PlayState.REMOVED:
            scored += scores
            total += int(sum_ or 0)
    return counts, round(total / scored) if scored else None


def each_of_group(session: Session, group: Group) -> Iterator[Result]:
    """By address, a few hundred in memory at a time; whoever calls has checked who may see it."""
    return streamed(session, plays().where(Registration.group_id == group.id), group)


def of_learner(
    session: Session, *, actor: Actor, keyring: KeyRing, client: Client, address: str
) -> list[Result]:
    """All plays of one learner. Raises NotAllowed, UnknownLearner, BadLearner."""
    actor.must(Act.SEE_LEARNERS)
    key = people.keys_of(session, client, keyring)(address)
    learner = learners.find_learner(session, client=client, key=key, given=address)
    return list(streamed(session, plays().where(Registration.learner_id == learner.id), learner))


def plays() -> Select[Any]:
    return (
        select(
            Learner.id,
            Learner.lms_id,
            Learner.name,
            Game.title,
            Group.name,
            Registration.number,
            STATE,
            Runtime.score,
            TIME,
            Registration.registered_at,
            Registration.completed_at,
            Runtime.updated_at,
        )
        .select_from(Registration)
        .join(
            Learner,
            (Learner.account_id == Registration.account_id)
            & (Learner.client_id == Registration.client_id)
            & (Learner.id == Registration.learner_id),
        )
        .join(
            Game, (Game.account_id == Registration.account_id) & (Game.id == Registration.game_id)
        )
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .outerjoin(Runtime, OF_PLAY)
        # The engines disagree on where a NULL comes.
        .order_by(
            Learner.lms_id.is_(None), func.lower(Learner.lms_id), Game.title, Registration.number
        )
    )


def streamed(session: Session, wanted: Select[Any], of: Group | Learner) -> Iterator[Result]:
    of_client = wanted.where(
        Registration.account_id == of.account_id, Registration.client_id == of.client_id
    )
    for found in session.execute(of_client, execution_options={"yield_per": 500}):
        learner_id, address, name, game, group, number, state, *rest = found
        score, time, registered_at, completed_at, last_seen = rest
        yield Result(
            learner_id=learner_id,
            address=address,
            name=name,
            game=game,
            group=group,
            number=number,
            state=PlayState(state),
            score=score,
            time_cs=time,
            registered_at=registered_at,
            completed_at=completed_at,
            last_seen=last_seen,
        )


COLUMNS = (
    *("address", "name", "game", "group", "play", "state", "score", "minutes"),
    *("registered", "completed", "last seen"),
)


def as_csv(
    results: Iterable[Result],
    *,
    headings: Sequence[str] = COLUMNS,
    states: Mapping[PlayState, str] | None = None,
    time_zone: str = "UTC",
) -> Iterator[str]:
    """A line at a time (RFC 4180), the times as they are in `time_zone`.

    Text that a spreadsheet would run is quoted with a `'`: learners' names are typed by anyone.
    """
    there = ZoneInfo(time_zone)
    yield row(list(headings))
    for one in results:
        moments = (one.registered_at, one.completed_at, one.last_seen)
        yield row(
            [
                cell(one.address or ""),
                cell(one.name or ""),
                cell(one.game),
                cell(one.group),
                one.number,
                states[one.state] if states else one.state.value,
                "" if one.score is None else f"{one.score / 100:g}",
                round(one.time_cs / 6_000),
                *(at.astimezone(there).strftime("%Y-%m-%d %H:%M") if at else "" for at in moments),
            ]
        )
