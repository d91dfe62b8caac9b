"""What a play came to, free of any standard; and what of it stays when there is news."""

from collections.abc import Collection
from dataclasses import dataclass, replace

RANK = {"unknown": 0, "failed": 1, "passed": 2}
COMPLETIONS = {"unknown", "incomplete", "completed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where a play stands. `score` is in hundredths of a point, 0 to 10,000."""

    completion: str = "unknown"
    success: str = "unknown"
    score: int | None = None
    location: str = ""


def kept(known: Outcome, news: Outcome, *, owns: bool) -> Outcome:
    """Completed and passed stay, and so does the score they were reached with.

    A window that owns the state no longer can only add what the newer has not reached.
    """
    is_completed = "completed" in (known.completion, news.completion)
    better_success = RANK[news.success] > RANK[known.success]
    is_less = RANK[news.success] < RANK[known.success] or (
        known.completion == "completed" and news.completion != "completed"
    )
    takes_score = known.score is None or better_success or (owns and not is_less)
    return Outcome(
        completion="completed" if is_completed else (news if owns else known).completion,
        success=news.success if better_success else known.success,
        score=news.score if takes_score and news.score is not None else known.score,
        location=(news if owns else known).location,
    )


def concluded(outcome: Outcome) -> Outcome:
    """What it comes to at its end, as the player has it too (`player/outcome.js`).

    A verdict with no word of completion has completed: SCORM 2004 lets a SCO leave completion
    alone, and its LMS takes it for completed. One that says `incomplete` stays so.
    """
    if outcome.completion == "unknown" and outcome.success != "unknown":
        return replace(outcome, completion="completed")
    return outcome


def read(completion: object, success: object, score: object, location: str = "") -> Outcome:
    """Raises ValueError for a word that is none of an outcome's, or a score beyond 0 to 100."""
    return Outcome(
        completion=one_of(completion, COMPLETIONS),
        success=one_of(success, RANK),
        score=points(score),
        location=location,
    )


def points(score: object) -> int | None:
    """A score of 0 to 100 points as hundredths. Raises ValueError beyond."""
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 100:
        raise ValueError("a score is from 0 to 100")
    return round(score * 100)


def one_of(value: object, words: Collection[str]) -> str:
    if not isinstance(value, str) or value not in words:
        raise ValueError("a word that is not one of the outcome's")
    return value
