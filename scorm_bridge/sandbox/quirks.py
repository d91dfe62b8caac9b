"""Quirks: where LMSs differ, as switches of a launch.

What every LMS was measured to do, the sandbox always does. What only some do, or only under a
setting, is a quirk here; a launch has those that its address names, `?quirk=stale-reloads`, and
none by itself. The page that holds the API keeps them in `window.quirks`, where a test may add or
take away one in the middle of an attempt.
"""

from collections.abc import Iterable
from enum import StrEnum


class Quirk(StrEnum):
    """One way in which an LMS is odd; `says` is the sentence for whoever tries it."""

    says: str

    def __new__(cls, value: str, says: str = "") -> "Quirk":
        member = str.__new__(cls, value)
        member._value_ = value
        member.says = says
        return member

    # What it keeps.
    NEW_ATTEMPTS = "new-attempts", "Every launch and every reload is a new attempt"
    STALE_RELOADS = "stale-reloads", "A reload reads its data before the last Finish has landed"
    SAVES_LATER = "saves-later", "A commit is answered true before it is saved"
    SAVES_NOTHING = "saves-nothing", "A commit is answered true and never saved"
    OUT_OF_SERVICE = "out-of-service", "Commits fail with 101: the LMS is down or logged out"
    ROOMY = "roomy-suspend-data", "SCORM 1.2 suspend data of 64,000 characters is taken"

    # What it tells.
    NAMELESS = "nameless", "The learner's name is empty"
    SHOUTED_ID = "shouted-id", "The learner's id is in upper case"
    PADDED_ID = "padded-id", "The learner's id has blanks around it"
    SPELLED_MODE = "spelled-mode", "The mode is capitalised, with a blank after it"
    WRONG_ENTRY = "wrong-entry", "The entry is ab-initio for a resumed attempt, else resume"
    ODD_TIMES = "odd-times", "Total time is in bare seconds, and a session's time is refused"
    BOOLEANS = "booleans", "Answers are booleans and error codes numbers, not strings"
    NULLS = "null-values", "A value that was never set is null, not empty"
    NO_ERRORS = "no-error-codes", "There are no functions that tell about errors"

    # Where it puts the package.
    API_IN_OPENER = "api-in-opener", "The package has a window of its own, the API is its opener's"
    API_FAR_ABOVE = "api-far-above", "The API is several frames up"
    FOREIGN_BETWEEN = "foreign-between", "A frame of another origin lies between package and API"
    FOREIGN_TOP = "foreign-top", "The LMS itself is in a frame of another origin"
    NULL_OPENER = "null-opener", "The LMS's window has lost its opener"
    PHONE_FRAME = "phone-frame", "The package's frame is 367 px wide"
    NO_REFERRER = "no-referrer", "Its pages send no referrer"


class UnknownQuirk(Exception):
    """No quirk has this name."""


def read(names: Iterable[str]) -> frozenset[Quirk]:
    """The quirks by their names. Raises UnknownQuirk."""
    try:
        return frozenset(Quirk(name) for name in names)
    except ValueError as error:
        raise UnknownQuirk(str(error)) from None


def told(given: dict[str, str], elements: dict[str, str], quirks: frozenset[Quirk]) -> None:
    """Change what a run-time starts with; `elements` names the id, the name and the entry."""
    learner = given[elements["id"]]
    if Quirk.SHOUTED_ID in quirks:
        given[elements["id"]] = learner.upper()
    if Quirk.PADDED_ID in quirks:
        given[elements["id"]] = f"  {learner} "
    if Quirk.NAMELESS in quirks:
        given.pop(elements["name"], None)
    if Quirk.WRONG_ENTRY in quirks:
        is_resumed = given.get(elements["entry"]) == "resume"
        given[elements["entry"]] = "ab-initio" if is_resumed else "resume"
