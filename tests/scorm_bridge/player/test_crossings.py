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
from tests.scorm_bridge.player.standards import SCORM_12 as PLAY
from tests.scorm_bridge.player.standards import SCORM_2004 as PLAY_2004
from tests.scorm_bridge.player.standards import Facts
from tests.worlds import World

SAYS = TEXTS["en"]
DAY = timedelta(days=1)


def test_a_learner_resumes_where_they_left(way: Crossing) -> None:
    way.begin()
    way.go_to("page 2")
    assert way.leave()["entry"] == "resume"
    way.begin()
    assert way.call(PLAY, PLAY.get, "cmi.core.entry") == "resume"
    assert way.location == "page 2"


@pytest.mark.parametrize(("status", "score"), [("passed", "85.5"), ("failed", "40")])
def test_a_result_reaches_the_lms_at_once_and_stays(way: Crossing, status: str, score: str) -> None:
    """A failure ends the play as a success does; the next launch is a review of it."""
    way.begin()
    way.end(status, score)
    facts = way.eventually(lambda facts: facts["status"] == status)
    assert facts["score"] == float(score)
    way.leave()
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    facts = way.leave()
    assert (facts["status"], facts["score"]) == (status, float(score))


@pytest.mark.parametrize("end", ["finishes", "leaves", "goes away"])
def test_a_verdict_of_2004_with_no_word_of_completion_ends_the_play(
    world: World, crossing: Open, end: str
) -> None:
    """Once the SCO or the learner is done, LMS and bridge have it completed, and open a review."""
    world.allocate(6)
    way = crossing(Standard.SCORM_2004, PackageStandard.SCORM_2004_4TH)
    way.launch()
    assert way.call(PLAY_2004, PLAY_2004.initialize, "") == "true"
    for element, value in (("score.scaled", "0.85"), ("success_status", "passed")):
        assert way.call(PLAY_2004, PLAY_2004.set, f"cmi.{element}", value) == "true"
    assert way.call(PLAY_2004, "Commit", "") == "true"
    if end == "finishes":
        assert way.call(PLAY_2004, PLAY_2004.finish, "") == "true"
        way.eventually(lambda facts: facts["cmi"]["cmi.completion_status"] == "completed")
    facts = way.go_away() if end == "goes away" else way.leave()
    assert [facts["cmi"][f"cmi.{name}_status"] for name in ("completion", "success")] == [
        "completed",
        "passed",
    ]
    way.open(attempt="new")
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])


def test_a_learner_turned_away_for_want_of_credits_gets_in_once_there_are_some(
    world: World, crossing: Open
) -> None:
    way = crossing(Standard.SCORM_12, PackageStandard.SCORM_12)
    way.open()
    expect(way.player.locator("h1")).to_contain_text("no place left")
    assert turned_away(way)
    world.allocate(6)
    way.begin()
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
    way.begin()
    way.leave()
    ben = way.beside(learner="ben")
    ben.open()
    expect(ben.player.locator("h1")).to_contain_text("All places in this course are taken.")
    assert turned_away(ben)
    way.begin()
    assert consumed(way.world) == 6


def turned_away(way: Crossing) -> Facts:
    """The learner leaves; the LMS has an attempt that was begun, and nothing else."""
    facts = way.go_away()
    assert (facts["status"], facts["score"]) == ("incomplete", None)
    assert (facts["suspend_data"], facts["exit"]) == ("", "suspend")
    return facts


def test_a_network_cut_in_the_middle_is_shown_and_loses_nothing(way: Crossing) -> None:
    """The result made without it reaches bridge and LMS when it is back, in order."""
    way.begin()
    way.page.context.set_offline(True)
    way.go_to("page 2")
    expect(way.player.locator("#notice")).to_have_text(SAYS["offline"])
    way.end("passed", "90")
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
    way.begin()
    way.go_to("page 7")
    way.page.close()
    way = way.beside()
    way.begin()
    assert way.location == "page 7"


def test_a_result_set_as_the_window_closes_is_repaired_at_the_next_launch(way: Crossing) -> None:
    """It came too late for the LMS, which the next launch tells."""
    way.begin()
    way.page.evaluate("quirks.add('saves-nothing')")
    way.call(PLAY, PLAY.set, "cmi.core.score.raw", "90")
    way.call(PLAY, PLAY.set, "cmi.core.lesson_status", "passed")
    way.page.close()
    assert way.recorded()["score"] is None
    way = way.beside()
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert facts["score"] == 90


def test_a_result_that_the_lms_alone_has_is_learnt_in_its_review(
    way: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bridge took no commit until the window closed; the LMS opens a review from then on."""
    way.begin()
    with monkeypatch.context() as broken:
        broken.setattr("scorm_bridge.runtime.commit", lambda *_, **__: 1 / 0)
        way.end("passed", "85")
        way.eventually(lambda facts: facts["status"] == "passed")
        way.page.close()
        way = way.beside()
        way.page.wait_for_timeout(500)  # for what the window sends when it is gone
    way.open("review")
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    expect(way.player.locator("#state")).to_have_text(SAYS["completed"])
    way.open(attempt="new")
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])


def test_of_two_windows_the_newer_owns_the_state_and_the_older_says_so(way: Crossing) -> None:
    way.begin()
    way.go_to("page 1")
    newer = way.beside()
    newer.begin()
    newer.go_to("page 5")
    newer.eventually(lambda facts: facts["location"] == "page 5")
    way.go_to("page 2")
    expect(way.player.locator("#notice")).to_have_text(SAYS["superseded"])
    newer.leave()
    newer.begin()
    assert newer.location == "page 5"
    assert consumed(way.world) == 6


def test_of_two_windows_a_result_of_the_older_is_kept(way: Crossing) -> None:
    """The newer is suspended later: bridge and LMS both hold the result."""
    way.begin()
    newer = way.beside()
    newer.begin()
    way.end("passed", "80")
    way.eventually(lambda facts: facts["status"] == "passed")
    newer.go_to("page 5")
    facts = newer.leave()
    assert (facts["status"], facts["score"]) == ("passed", 80)
    newer.open()
    expect(newer.player.locator("#notice")).to_have_text(SAYS["review"])
