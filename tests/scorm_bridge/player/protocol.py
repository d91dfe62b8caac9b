"""What a package may say to an LMS, by the standards, held against every call that an LMS recorded.

The sandbox LMS forgives less than scorm-again but more than the strictest LMS would: what it took
is not yet proven right. Sources: SCORM 1.2 RTE 3.3 and 3.4.4; SCORM 2004 4th Ed. RTE 3.1 and 4.2.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from flask import Flask

from scorm_bridge.sandbox.courses import Courses
from scorm_bridge.sandbox.gradebook import Gradebook
from tests.scorm_bridge.player.standards import TONGUES, Facts, Tongue

SCORE = re.compile(r"\d{1,3}(\.\d{1,2})?")
SCALED = re.compile(r"-?[01](\.\d{1,4})?")
POINTER = re.compile(r"[!-~]{0,64}")  # short, and ASCII: it arrives whatever an LMS does to it


def words(*known: str) -> Callable[[str], bool]:
    return lambda value: value in known


def up_to(characters: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= characters


def is_score(value: str) -> bool:
    return bool(SCORE.fullmatch(value)) and 0 <= float(value) <= 100


def is_scaled(value: str) -> bool:
    return bool(SCALED.fullmatch(value)) and -1 <= float(value) <= 1


def is_timespan(value: str) -> bool:
    """`HHHH:MM:SS.SS`."""
    return bool(re.fullmatch(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?", value))


def is_interval(value: str) -> bool:
    """An ISO 8601 duration, in seconds alone."""
    return bool(re.fullmatch(r"PT\d+(\.\d{1,2})?S", value))


def is_pointer(value: str) -> bool:
    return bool(POINTER.fullmatch(value))


# All that a package writes: an element that is not here is none of its business.
SCORM_12 = {
    "cmi.core.lesson_status": words("passed", "completed", "failed", "incomplete", "browsed"),
    "cmi.core.lesson_location": up_to(255),
    "cmi.core.exit": words("", "suspend", "time-out", "logout"),
    "cmi.core.session_time": is_timespan,
    "cmi.core.score.raw": is_score,
    "cmi.core.score.min": is_score,
    "cmi.core.score.max": is_score,
    "cmi.suspend_data": is_pointer,
}
SCORM_2004 = {
    "cmi.completion_status": words("completed", "incomplete", "unknown"),
    "cmi.success_status": words("passed", "failed", "unknown"),
    "cmi.progress_measure": lambda value: is_scaled(value) and float(value) >= 0,
    "cmi.location": up_to(1000),
    "cmi.exit": words("", "suspend", "normal", "time-out", "logout"),
    "cmi.session_time": is_interval,
    "cmi.score.scaled": is_scaled,
    "cmi.score.raw": is_score,
    "cmi.score.min": is_score,
    "cmi.score.max": is_score,
    "cmi.suspend_data": is_pointer,
}
ELEMENTS = {"API": SCORM_12, "API_1484_11": SCORM_2004}
MODES = ("cmi.core.lesson_mode", "cmi.mode")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The calls of one launch, in order, without those that only ask about errors."""

    tongue: Tongue
    calls: list[Facts]

    @property
    def names(self) -> list[str]:
        return [call["function"] for call in self.calls]

    @property
    def sets(self) -> list[Facts]:
        return [call for call in self.calls if call["function"] == self.tongue.set]

    @property
    def is_read_only(self) -> bool:
        modes = [call["result"] for call in self.calls if call["args"][:1] in ([m] for m in MODES)]
        return modes[:1] in (["browse"], ["review"])


def flaws(calls: list[Facts]) -> list[str]:
    """What a launch's calls have against the standard, a sentence each; none for none."""
    known = [call for call in calls if "Error" not in call["function"]]
    known = [call for call in known if not call["function"].endswith("GetDiagnostic")]
    if not known:
        return []
    is_12 = known[0]["function"].startswith("LMS")
    tongue = next(t for t in TONGUES.values() if t.set.startswith("LMS") is is_12)
    attempt = Attempt(tongue=tongue, calls=known)
    return [flaw for rule in RULES for flaw in rule(attempt)]


def initialized_once_and_first(attempt: Attempt) -> Iterator[str]:
    initialize = attempt.tongue.initialize
    # Where the first call is missing its beacon was lost with the page, or has not come yet.
    if attempt.calls[0]["number"] == 1 and attempt.names[0] != initialize:
        yield f"{attempt.names[0]} came before {initialize}"
    if attempt.names.count(initialize) > 1:
        yield f"{initialize} was called {attempt.names.count(initialize)} times"


def finished_once_and_last(attempt: Attempt) -> Iterator[str]:
    finish = attempt.tongue.finish
    if finish in attempt.names:
        after = attempt.names[attempt.names.index(finish) + 1 :]
        yield from (f"{name} came after {finish}" for name in after)


def committed_after_sets(attempt: Attempt) -> Iterator[str]:
    changes = {attempt.tongue.set, attempt.tongue.commit, attempt.tongue.finish}
    told = [name for name in attempt.names if name in changes or "Get" in name]
    runs = [name for name, _ in groupby(told)]
    for name, following in pairwise(runs):
        if name == attempt.tongue.set and "Get" in following:
            yield f"{name} was followed by {following}, not by a commit"


def read_only_where_nothing_counts(attempt: Attempt) -> Iterator[str]:
    """LMSs keep what is written in preview and review, though it should not count."""
    if attempt.is_read_only:
        tongue = attempt.tongue
        writing = (tongue.set, tongue.commit, tongue.finish)
        yield from (f"{name} in a preview or review" for name in attempt.names if name in writing)


def written_within_limits(attempt: Attempt) -> Iterator[str]:
    elements = ELEMENTS[attempt.tongue.api]
    for call in attempt.sets:
        element, value = call["args"]
        is_fit = elements.get(element)
        if is_fit is None:
            yield f"{element} is not for a package to set"
        elif not is_fit(value):
            yield f"{element} was set to {value[:80]!r}"


RULES = (
    initialized_once_and_first,
    finished_once_and_last,
    committed_after_sets,
    read_only_where_nothing_counts,
    written_within_limits,
)


def must_have_been_kept(lms: Flask) -> None:
    """Assert it of every launch that a sandbox LMS recorded."""
    courses, gradebook = lms.extensions["courses"], lms.extensions["gradebook"]
    assert isinstance(courses, Courses)
    assert isinstance(gradebook, Gradebook)
    found = []
    for course_id, learner in gradebook.learners():
        course = courses.get(course_id)
        assert course is not None
        by_launch = groupby(gradebook.calls(course, learner), lambda call: int(call["launch"]))
        for launch, calls in by_launch:
            found += [f"launch {launch}: {flaw}" for flaw in flaws(list(calls))]
    assert found == []
