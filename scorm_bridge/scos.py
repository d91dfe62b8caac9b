"""The SCOs of one game: what each is called, and where each stands when there are several.

A game of several SCOs keeps the state of each under `<id of the SCO>/`, and beside the elements
that the SCO set two of our own: `<id>/obole.outcome`, as `completed passed 85`, and
`<id>/obole.time`, in centiseconds. A game of one SCO keeps its elements as they are.

The outcome of the whole game is rolled up by the player (`player/rollup.js`). Neither SCORM 1.2's
prerequisites nor SCORM 2004's sequencing rules are evaluated: every SCO can be opened at any time.
"""

import re
from enum import StrEnum

from scorm_bridge import outcomes
from scorm_bridge.outcomes import Outcome

IDENTIFIER = re.compile(r"[\w.:-]{1,200}")
OUTCOME = "/obole.outcome"
TIME = "/obole.time"
WRITTEN_OUTCOME = re.compile(r"([a-z]+) ([a-z]+)(?: ([0-9]{1,3}(?:\.[0-9]{1,2})?))?")
WRITTEN_TIME = re.compile(r"[0-9]{1,12}")

State = dict[str, str]


class Kind(StrEnum):
    """Whether a content object speaks to a run-time; an asset is done once it has been opened."""

    SCO = "sco"
    ASSET = "asset"


def check(name: str, value: str) -> None:
    """Raises ValueError where one of our own elements holds what the player would not write."""
    if name.endswith(OUTCOME):
        read(value)
    elif name.endswith(TIME) and not WRITTEN_TIME.fullmatch(value):
        raise ValueError("the time of a SCO is no number of centiseconds")


def kept(state: State, changes: State, *, owns: bool) -> State:
    """What of a window's changes is kept; of one that owns the state no longer, outcomes alone.

    For each SCO as for the whole game: nothing that was reached in either window is lost.
    """
    reached = {
        name: write(outcomes.kept(read(state.get(name, "unknown unknown")), read(value), owns=owns))
        for name, value in changes.items()
        if name.endswith(OUTCOME)
    }
    return {**changes, **reached} if owns else reached


def read(value: str) -> Outcome:
    found = WRITTEN_OUTCOME.fullmatch(value)
    if found is None:
        raise ValueError("the outcome of a SCO is written otherwise")
    completion, success, score = found.groups()
    return outcomes.read(completion, success, None if score is None else float(score))


def write(outcome: Outcome) -> str:
    score = [] if outcome.score is None else [f"{outcome.score / 100:g}"]
    return " ".join([outcome.completion, outcome.success, *score])
