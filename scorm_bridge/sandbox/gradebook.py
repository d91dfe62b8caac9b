"""The gradebook: what each learner's attempt holds, and every call that was made for it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorm_bridge.sandbox.courses import Course, Standard
from scorm_bridge.sandbox.quirks import Quirk, told

_TABLES = """
create table if not exists attempts (
    course text, learner text, name text, attempts integer, launches integer, cmi text,
    primary key (course, learner)
);
create table if not exists calls (
    course text, learner text, launch integer, number integer, call text,
    primary key (course, learner, launch, number)
);
create table if not exists sends (
    course text, learner text, launch integer, number integer,
    primary key (course, learner, launch, number)
);
create table if not exists late (course text, learner text, changes text);
"""
_LAST_SEND_AND_CMI = """
select (select max(number) from sends s
        where s.course = a.course and s.learner = a.learner and s.launch = ?3), cmi
from attempts a where a.course = ?1 and a.learner = ?2
"""

_ELEMENTS: dict[Standard, dict[str, str]] = {
    "scorm12": {
        "id": "cmi.core.student_id",
        "name": "cmi.core.student_name",
        "mode": "cmi.core.lesson_mode",
        "credit": "cmi.core.credit",
        "entry": "cmi.core.entry",
        "exit": "cmi.core.exit",
        "score": "cmi.core.score.raw",
        "location": "cmi.core.lesson_location",
        "total_time": "cmi.core.total_time",
        "mastery": "cmi.student_data.mastery_score",
    },
    "scorm2004": {
        "id": "cmi.learner_id",
        "name": "cmi.learner_name",
        "mode": "cmi.mode",
        "credit": "cmi.credit",
        "entry": "cmi.entry",
        "exit": "cmi.exit",
        "score": "cmi.score.raw",
        "location": "cmi.location",
        "total_time": "cmi.total_time",
        "mastery": "cmi.scaled_passing_score",
    },
}
_SESSION = ("cmi.core.exit", "cmi.core.session_time", "cmi.exit", "cmi.session_time")
_OVER = ("completed", "passed", "failed")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A learner's attempt at a course; `cmi` holds the elements by their full names."""

    standard: Standard
    learner: str
    name: str
    attempts: int
    launches: int
    cmi: dict[str, str]

    def element(self, word: str) -> str:
        """Return the element that a word stands for in the attempt's standard, empty if unset."""
        return self.cmi.get(_ELEMENTS[self.standard][word], "")

    @property
    def status(self) -> str:
        """Return one word for it; in SCORM 2004 success wins over completion."""
        if self.standard == "scorm12":
            return self.cmi.get("cmi.core.lesson_status") or "not attempted"
        success = self.cmi.get("cmi.success_status", "unknown")
        completion = self.cmi.get("cmi.completion_status", "unknown")
        return success if success != "unknown" else completion

    @property
    def score(self) -> float | None:
        """Return the raw score, or None; in SCORM 2004 `scaled` without it is 0 (as measured)."""
        raw = self.element("score")
        if not raw and self.cmi.get("cmi.score.scaled"):
            return 0.0
        return float(raw) if raw else None

    @property
    def next_entry(self) -> str:
        """Return the `entry` that the next launch is given."""
        if not self.cmi:
            return "ab-initio"
        return "resume" if self.element("exit") == "suspend" else ""


class Gradebook:
    """All attempts, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.executescript(_TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            yield database

    def launch(
        self,
        course: Course,
        *,
        learner: str,
        name: str,
        mode: str | None,
        new: bool = False,
        quirks: frozenset[Quirk] = frozenset(),
    ) -> tuple[Attempt, dict[str, str]]:
        """Begin a launch. Returns the attempt, and the elements its run-time starts with.

        Without a `mode`, an attempt that is over is launched in review (as measured).
        """
        attempt = self.attempt(course, learner)
        # In SCORM 2004 only `suspend` keeps anything for the next launch (as measured).
        lost = attempt and course.standard == "scorm2004" and attempt.element("exit") != "suspend"
        if attempt is None or new or (lost and attempt.cmi):
            attempt = self._begin(course, learner, name, attempt)
            entry = "ab-initio"
        else:
            entry = attempt.next_entry
            attempt = self._relaunch(course, attempt)
        given = _given(course, attempt, mode, entry)
        told(given, _ELEMENTS[course.standard], quirks)
        self._land(course, learner)
        return attempt, given

    def attempt(self, course: Course, learner: str) -> Attempt | None:
        """Return a learner's attempt, or None."""
        return next((a for a in self.attempts(course) if a.learner == learner), None)

    def attempts(self, course: Course) -> list[Attempt]:
        """Return the attempts at a course, one a learner, by name."""
        columns = "learner, name, attempts, launches, cmi"
        query = f"select {columns} from attempts where course = ? order by name"  # noqa: S608
        with self._open() as database:
            rows = database.execute(query, (course.id,)).fetchall()
        return [
            Attempt(
                standard=course.standard,
                learner=learner,
                name=name,
                attempts=attempts,
                launches=launches,
                cmi=json.loads(cmi),
            )
            for learner, name, attempts, launches, cmi in rows
        ]

    def record(
        self,
        course: Course,
        learner: str,
        *,
        send: tuple[int, int],
        changes: dict[str, str] | None,
        calls: list[Any],
        is_late: bool = False,
    ) -> None:
        """Keep the calls that were made and, where there are changes, the elements that changed.

        `send` is the launch and the number of the changes in it. Changes overtaken by later ones of
        their launch are left out: the later ones repeat them. What `is_late` lands only once the
        next launch has read its data.
        """
        launch, number = send
        key = (course.id, learner)
        with self._open() as database:
            database.execute("begin immediate")
            database.executemany(
                "insert or ignore into calls values (?, ?, ?, ?, ?)",
                [(*key, launch, call["number"], json.dumps(call)) for call in calls],
            )
            if changes is None:
                return
            if is_late and launch == _launches(database, key):
                database.execute("insert into late values (?, ?, ?)", (*key, json.dumps(changes)))
                return
            database.execute("insert into sends values (?, ?, ?, ?)", (*key, launch, number))
            last, cmi = database.execute(_LAST_SEND_AND_CMI, (*key, launch)).fetchone()
            if last == number:
                changed = json.dumps(json.loads(cmi) | changes)
                database.execute(
                    "update attempts set cmi = ? where course = ? and learner = ?", (changed, *key)
                )

    def calls(self, course: Course, learner: str) -> list[dict[str, Any]]:
        """Return every call made for a learner, launch by launch, in order."""
        query = "select launch, call from calls where course = ? and learner = ? order by 1, number"
        with self._open() as database:
            rows = database.execute(query, (course.id, learner)).fetchall()
        return [{"launch": launch, **json.loads(call)} for launch, call in rows]

    def learners(self) -> list[tuple[str, str]]:
        """Return the course and the learner of every attempt there is."""
        with self._open() as database:
            rows = database.execute("select course, learner from attempts").fetchall()
        return [(course, learner) for course, learner in rows]

    def _land(self, course: Course, learner: str) -> None:
        key = (course.id, learner)
        with self._open() as database:
            database.execute(
                "update attempts set cmi = json_patch(cmi, late.changes) from late"
                " where attempts.course = ?1 and attempts.learner = ?2"
                " and late.course = ?1 and late.learner = ?2",
                key,
            )
            database.execute("delete from late where course = ? and learner = ?", key)

    def _begin(self, course: Course, learner: str, name: str, last: Attempt | None) -> Attempt:
        numbers = (last.attempts + 1, last.launches + 1) if last else (1, 1)
        with self._open() as database:
            database.execute(
                "insert or replace into attempts values (?, ?, ?, ?, ?, '{}')",
                (course.id, learner, name, *numbers),
            )
        attempt = self.attempt(course, learner)
        assert attempt is not None
        return attempt

    def _relaunch(self, course: Course, attempt: Attempt) -> Attempt:
        # How the last session ended is no part of this one: never ended, it is not resumed.
        kept = {name: value for name, value in attempt.cmi.items() if name not in _SESSION}
        with self._open() as database:
            database.execute(
                "update attempts set launches = launches + 1, cmi = ?"
                " where course = ? and learner = ?",
                (json.dumps(kept), course.id, attempt.learner),
            )
        again = self.attempt(course, attempt.learner)
        assert again is not None
        return again


def _launches(database: sqlite3.Connection, key: tuple[str, str]) -> int:
    query = "select launches from attempts where course = ? and learner = ?"
    (launches,) = database.execute(query, key).fetchone()
    return int(launches)


def _given(course: Course, attempt: Attempt, mode: str | None, entry: str) -> dict[str, str]:
    names = _ELEMENTS[course.standard]
    mode = mode or ("review" if attempt.status in _OVER else "normal")
    given = {
        names["id"]: attempt.learner,
        names["name"]: attempt.name,
        names["mode"]: mode,
        names["credit"]: "credit" if mode == "normal" else "no-credit",
        names["entry"]: entry,
        names["mastery"]: course.mastery_score,
        "cmi.launch_data": course.launch_data,
    }
    return attempt.cmi | {name: value for name, value in given.items() if value}
