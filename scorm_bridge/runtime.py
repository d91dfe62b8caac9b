"""The run-time state of plays: windows that own it, and the commits that change it.

The newest window owns the state. An older one may still commit: its state is let go, but an
outcome it reached is kept, for nothing that a learner achieved is lost.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.orm import Session

from ledger import clock, registration
from ledger.database import insert_once
from scorm_bridge import outcomes, scos
from scorm_bridge.errors import CommitRefused
from scorm_bridge.models import Mode, Runtime
from scorm_bridge.outcomes import Outcome
from scorm_bridge.scos import IDENTIFIER, OUTCOME, TIME
from scorm_bridge.tokens import Window

ELEMENT = re.compile(
    rf"(?:{IDENTIFIER.pattern}/)?cmi\.[A-Za-z0-9_.]{{1,250}}"
    rf"|{IDENTIFIER.pattern}(?:{OUTCOME}|{TIME})"
)
"""An element of SCORM's data model; of a SCO where a game has several, see `scos`."""

VALUE_MOST = 64_000
"""SCORM 2004 RTE 4.2.23: suspend data, the longest element, has a limit of 64,000 characters."""

STATE_MOST = 4_000
"""Elements of one play; interactions and objectives are several elements each."""

STATE_CHARACTERS = 1_000_000
"""All values of one play together: more than what a standard's limits let fifteen SCOs use."""

LONGEST_SESSION = 100 * 3600 * 100
"""Centiseconds that one session may last: a hundred hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What a window sends; `sequence` counts its commits from 1, `session_time` is the total of
    its session in centiseconds, `has_ended` says that the game finished or the learner left."""

    sequence: int
    changes: dict[str, str]
    outcome: Outcome
    session_time: int
    has_ended: bool = False


# Composed once, as in `launches`.
ADD = insert(Runtime)
GIVE = (
    update(Runtime)
    .where(
        Runtime.account_id == bindparam("account"),
        Runtime.client_id == bindparam("client"),
        Runtime.registration_id == bindparam("registration"),
    )
    .values(
        window_id=bindparam("window"),
        sequence=0,
        total_time=Runtime.total_time + Runtime.session_time,
        session_time=0,
        updated_at=bindparam("now"),
    )
)


def open_window(session: Session, window: Window, *, is_first: bool) -> None:
    """Give the state to a new window; the session before it adds its time to the total.

    The first window of a play makes its state: `is_first` says so of a new play, which nobody
    else sees yet. Of one that a member registered before, two windows may be the first at once:
    the second waits for the first one's row, and is given it.
    """
    row: dict[str, Any] = {
        "account_id": window.account_id,
        "client_id": window.client_id,
        "registration_id": window.registration_id,
        "window_id": window.id,
        "state": {},
        "updated_at": clock.now(),
    }
    if is_first:
        session.connection().execute(ADD, row)
    elif not given(session, window) and not insert_once(session, Runtime, **row):
        given(session, window)


def given(session: Session, window: Window) -> bool:
    """Whether there was a state to give to the window."""
    named = {
        "account": window.account_id,
        "client": window.client_id,
        "registration": window.registration_id,
        "window": window.id,
        "now": clock.now(),
    }
    return session.connection().execute(GIVE, named).rowcount == 1


def is_play(window: Window) -> tuple[ColumnElement[bool], ...]:
    return (
        Runtime.account_id == window.account_id,
        Runtime.client_id == window.client_id,
        Runtime.registration_id == window.registration_id,
    )


def commit(session: Session, *, window: Window, commit: Commit) -> bool:
    """Apply a commit; True when the window owns the state, False when a newer one does.

    A review never owns it and has nothing to say of it: it tells an outcome that the LMS holds,
    of a play that was open when the review was.

    The first commit of a newer window, which a reload of the page makes without a launch, gives it
    the state. A commit that was applied before (its answer was lost) changes nothing.

    Raises CommitRefused.
    """
    if window.registration_id is None:
        raise CommitRefused(reason="a preview keeps nothing")
    row = session.scalars(select(Runtime).where(*is_play(window)).with_for_update()).one_or_none()
    if row is None:
        raise CommitRefused(reason="there is no such play")
    is_review = window.mode is Mode.REVIEW
    if window.id > row.window_id and not is_review:
        take_over(row, window)
    owns = row.window_id == window.id and not is_review
    if owns and commit.sequence <= row.sequence:
        return True
    was_completed = row.completion == "completed"
    if owns:
        row.sequence = commit.sequence
        row.session_time = commit.session_time
    row.state = merged(row.state, scos.kept(row.state, commit.changes, owns=owns))
    reached = outcomes.concluded(commit.outcome) if commit.has_ended else commit.outcome
    keep_outcome(row, reached, owns=owns)
    row.updated_at = clock.now()
    if row.completion == "completed" and not was_completed:
        registration.complete(
            session,
            account_id=window.account_id,
            client_id=window.client_id,
            id=window.registration_id,
        )
    return owns or is_review


def take_over(row: Runtime, window: Window) -> None:
    """What `GIVE` does, of a row that is locked and loaded."""
    row.window_id = window.id
    row.sequence = 0
    row.total_time += row.session_time
    row.session_time = 0


def merged(state: dict[str, Any], changes: dict[str, str]) -> dict[str, Any]:
    whole = {**state, **changes}
    if len(whole) > STATE_MOST:
        raise CommitRefused(reason=f"a play keeps {STATE_MOST:,} elements at the most")
    if sum(map(len, whole.values())) > STATE_CHARACTERS:
        raise CommitRefused(reason=f"a play keeps {STATE_CHARACTERS:,} characters at the most")
    return whole


def keep_outcome(row: Runtime, outcome: Outcome, *, owns: bool) -> None:
    known = Outcome(
        completion=row.completion, success=row.success, score=row.score, location=row.location
    )
    kept = outcomes.kept(known, outcome, owns=owns)
    row.completion, row.success = kept.completion, kept.success
    row.score, row.location = kept.score, kept.location


def read_commit(body: Any) -> Commit:
    """A commit from its JSON. Raises CommitRefused with what is wrong with it."""
    try:
        outcome = body["outcome"]
        read = Commit(
            sequence=whole(body["sequence"], 1, 10**9),
            changes=elements(body["changes"]),
            outcome=outcomes.read(
                outcome["completion"],
                outcome["success"],
                outcome["score"],
                text(outcome["location"], 1000),
            ),
            session_time=whole(body["session_time_cs"], 0, LONGEST_SESSION),
            has_ended=truth(body["ended"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as flaw:
        raise CommitRefused(reason=f"the commit is malformed ({flaw})") from None
    return read


def elements(changes: dict[str, str]) -> dict[str, str]:
    for name, value in changes.items():
        if not ELEMENT.fullmatch(name):
            raise ValueError("an element that is not of SCORM's data model")
        scos.check(name, text(value, VALUE_MOST))
    return dict(changes)


def whole(value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"a number is not from {least} to {most}")
    return value


def truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("a word is neither true nor false")
    return value


def text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"a text is longer than {most} characters")
    if "\0" in value:
        raise ValueError("a text holds a NUL, which PostgreSQL keeps in no text")
    value.encode()  # half a surrogate pair is a ValueError
    return value
