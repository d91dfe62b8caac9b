"""A client that changes its LMS: its learners' plays follow from old ids to new ones."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit
from ledger.actors import Act, Actor
from ledger.errors import BadMoves
from ledger.models import Client, Learner

KEYS_AT_ONCE = 1_000


@dataclass(slots=True, kw_only=True)
class Moved:
    """What became of a list of old and new ids, by the old id."""

    moved: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    """Their new id is that of another learner, who came in by it or cannot move: not moved."""


def move_learners(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    moves: Sequence[tuple[str, str]],
    key_of: Callable[[str], str],
) -> Moved:
    """A client changed its LMS: its learners' plays follow from old ids to new ones, uncharged.

    All moves are made at once, so that ids may be exchanged. `key_of` is `learner_key` with the
    account's secret and the client's folding. Raises NotAllowed, BadLearner, and BadMoves for
    an id that is listed twice.
    """
    actor.must(Act.MOVE_LEARNERS)
    keys = {old: (key_of(old), key_of(new)) for old, new in moves}
    must_be_listed_once(moves, key_of)
    known = by_key(session, client, [key for pair in keys.values() for key in pair])
    leaving = who_can_leave(list(keys.values()), known.keys())
    report, arriving = Moved(), []
    for old, new in moves:
        old_key, new_key = keys[old]
        if old_key not in known:
            report.unknown.append(old)
        elif old_key not in leaving:
            report.taken.append(old)
        else:
            report.moved.append(old)
            arriving.append((known[old_key], new_key, new))
    rename(session, arriving)
    audit.record(
        session,
        actor=actor,
        act="move learners",
        subject="client",
        subject_id=client.id,
        after={name: len(ids) for name, ids in asdict(report).items()},
    )
    return report


def who_can_leave(moves: Sequence[tuple[str, str]], known: Collection[str]) -> set[str]:
    """The old keys whose new one is free, or is freed by another that leaves."""
    leaving = {old for old, _ in moves if old in known}
    # One that has to stay keeps its key from another, who then has to stay as well.
    while staying := {old for old, new in moves if new in known and new not in leaving} & leaving:
        leaving -= staying
    return leaving


def rename(session: Session, arriving: list[tuple[Learner, str, str]]) -> None:
    for learner, _, _ in arriving:
        # A key of nobody's first: two who exchange their ids would meet in the unique key.
        learner.key = f"moving {learner.id.hex}"
    session.flush()
    for learner, key, lms_id in arriving:
        learner.key = key
        # One who was erased is recognised by the key alone, and stays erased.
        learner.lms_id = learner.lms_id and lms_id.strip()
    session.flush()


def must_be_listed_once(moves: Sequence[tuple[str, str]], key_of: Callable[[str], str]) -> None:
    for side in (0, 1):
        seen: set[str] = set()
        for move in moves:
            key = key_of(move[side])
            if key in seen:
                raise BadMoves(given=move[side])
            seen.add(key)


def by_key(session: Session, client: Client, keys: Sequence[str]) -> dict[str, Learner]:
    found: dict[str, Learner] = {}
    for start in range(0, len(keys), KEYS_AT_ONCE):
        rows = session.scalars(
            select(Learner).where(
                Learner.account_id == client.account_id,
                Learner.client_id == client.id,
                Learner.key.in_(keys[start : start + KEYS_AT_ONCE]),
            )
        )
        found.update((row.key, row) for row in rows)
    return found
