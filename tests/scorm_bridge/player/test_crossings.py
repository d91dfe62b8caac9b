"""What becomes of a learner's crossing, whatever happens on the way: bridge, browser and LMS."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from ledger import clock
from scorm_bridge.models import Origins, PackageStandard, Standard
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import PLAYS, Facts
from tests.worlds import World

SAYS = TEXTS["en"]
PLAY = PLAYS[Standard.SCORM_12]
STATUS, SCORE, LOCATION = "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.lesson_location"
DAY = timedelta(days=1)


@pytest.fixture
def way(world: World, crossing: Open) -> Crossing:
    """Ana before a SCORM 1.2 game in a SCORM 1.2 package, for which Acme has credits."""
    world.allocate(120)
    return crossing(Standard.SCORM_12, PackageStandard.SCORM_12)


def begin(way: Crossing, **query: str) -> None:
    way.launch(**query)
    assert way.call(PLAY, PLAY.initialize, "") == "true"


def go_to(way: Crossing, location: str) -> None:
    """The game says where the learner is, and leaves the committing to us."""
    assert way.call(PLAY, PLAY.set, LOCATION, location) == "true"


def end(way: Crossing, status: str, score: str) -> None:
    """The game says how it ended, and commits."""
    assert way.call(PLAY, PLAY.set, SCORE, score) == "true"
    assert way.call(PLAY, PLAY.set, STATUS, status) == "true"
    assert way.call(PLAY, "LMSCommit", "") == "true"


def test_a_learner_resumes_where_they_left(way: Crossing) -> None:
    begin(way)
    go_to(way, "page 2")
    assert way.leave()["entry"] == "resume"
    begin(way)
    found = [way.call(PLAY, PLAY.get, element) for element in ("cmi.core.entry", LOCATION)]
    assert found == ["resume", "page 2"]


@pytest.mark.parametrize(("status", "score"), [("passed", "85.5"), ("failed", "40")])
def test_a_result_reaches_the_lms_at_once_and_stays(way: Crossing, status: str, score: str) -> None:
    """A failure ends the play as a success does; the next launch is a review of it."""
    begin(way)
    end(way, status, score)
    facts = way.eventually(lambda facts: facts["status"] == status)
    assert facts["score"] == float(score)
    way.leave()
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    facts = way.leave()
    assert (facts["status"], facts["score"]) == (status, float(score))


def test_a_learner_turned_away_for_want_of_credits_gets_in_once_there_are_some(
    world: World, crossing: Open
) -> None:
    way = crossing(Standard.SCORM_12, PackageStandard.SCORM_12)
    way.open()
    expect(way.player.locator("h1")).to_contain_text("no place left")
    assert turned_away(way)
    world.allocate(6)
    begin(way)
    assert consumed(world) == 6


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ({"is_enabled": False}, "This course is closed."),
        ({"starts_at": clock.now() + DAY}, "has not started yet"),
        ({"ends_at": clock.now() - DAY}, "This course has ended."),
        ({"is_closed_to_newcomers": True}, "takes no new learners"),
        (
            {"origins": Origins.LISTED, "listed_origins": ["https://other.example"]},
            "not meant for the training platform",
        ),
    ],
    ids=["disabled", "not started", "expired", "closed", "wrong origin"],
)
def test_a_package_that_lets_nobody_in_says_why_and_costs_nothing(
    way: Crossing, option: dict[str, Any], sentence: str
) -> None:
    """The option is set while the package lies in the LMS; the attempt stays incomplete."""
    way.allow(**option)
    way.open()
    expect(way.player.locator("h1")).to_contain_text(sentence)
    assert turned_away(way)
    assert consumed(way.world) == 0


def test_a_package_that_is_full_turns_the_next_learner_away_and_lets_the_first_back(
    way: Crossing,
) -> None:
    way.allow(cap=1)
    begin(way)
    way.leave()
    ben = way.beside(learner="ben")
    ben.open()
    expect(ben.player.locator("h1")).to_contain_text("All places in this course are taken.")
    assert turned_away(ben)
    begin(way)
    assert consumed(way.world) == 6


def turned_away(way: Crossing) -> Facts:
    """The learner leaves; the LMS has an attempt that was begun, and nothing else."""
    facts = way.go_away()
    assert (facts["status"], facts["score"]) == ("incomplete", None)
    assert (facts["suspend_data"], facts["exit"]) == ("", "suspend")
    return facts


def test_a_network_cut_in_the_middle_is_shown_and_loses_nothing(way: Crossing) -> None:
    """The result made without it reaches bridge and LMS when it is back, in order."""
    begin(way)
    way.page.context.set_offline(True)
    go_to(way, "page 2")
    expect(way.player.locator("#notice")).to_have_text(SAYS["offline"])
    end(way, "passed", "90")
    way.page.context.set_offline(False)
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert (facts["score"], facts["location"]) == (90, "page 2")
    expect(way.player.locator("#notice")).to_be_empty()
    facts = way.leave()
    assert (facts["cmi"]["cmi.core.score.min"], facts["exit"]) == ("0", "")
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])


def test_a_window_closed_in_the_middle_loses_not_even_the_last_value(way: Crossing) -> None:
    """What the game set a moment before is there at the next launch."""
    begin(way)
    go_to(way, "page 7")
    way.page.close()
    way = way.beside()
    begin(way)
    assert way.call(PLAY, PLAY.get, LOCATION) == "page 7"


def test_a_result_set_as_the_window_closes_is_repaired_at_the_next_launch(way: Crossing) -> None:
    """It came too late for the LMS, which the next launch tells."""
    begin(way)
    way.page.evaluate("quirks.add('saves-nothing')")
    way.call(PLAY, PLAY.set, SCORE, "90")
    way.call(PLAY, PLAY.set, STATUS, "passed")
    way.page.close()
    assert way.recorded()["score"] is None
    way = way.beside()
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert facts["score"] == 90


def test_of_two_windows_the_newer_owns_the_state_and_the_older_says_so(way: Crossing) -> None:
    begin(way)
    go_to(way, "page 1")
    newer = way.beside()
    begin(newer)
    go_to(newer, "page 5")
    newer.eventually(lambda facts: facts["location"] == "page 5")
    go_to(way, "page 2")
    expect(way.player.locator("#notice")).to_have_text(SAYS["superseded"])
    newer.leave()
    begin(newer)
    assert newer.call(PLAY, PLAY.get, LOCATION) == "page 5"
    assert consumed(way.world) == 6


def test_of_two_windows_a_result_of_the_older_is_kept(way: Crossing) -> None:
    """The newer is suspended later: bridge and LMS both hold the result."""
    begin(way)
    newer = way.beside()
    begin(newer)
    end(way, "passed", "80")
    way.eventually(lambda facts: facts["status"] == "passed")
    go_to(newer, "page 5")
    facts = newer.leave()
    assert (facts["status"], facts["score"]) == ("passed", 80)
    newer.open()
    expect(newer.player.locator("#notice")).to_have_text(SAYS["review"])
