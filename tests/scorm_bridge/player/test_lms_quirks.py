"""What only some LMSs do, done by the sandbox LMS as a quirk, and survived by a package."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ledger.models import Learner
from scorm_bridge.models import Launch, PackageStandard, Standard
from scorm_bridge.sandbox.places import FAR
from scorm_bridge.sandbox.quirks import Quirk
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import SCORM_12
from tests.worlds import World

SAYS = TEXTS["en"]
CONTENT = "iframe.content"


def package_log(way: Crossing) -> list[dict[str, Any]]:
    """What the package's page logged of its calls."""
    (page,) = [frame for frame in way.page.frames if "/content/index.html" in frame.url][:1]
    log: list[dict[str, Any]] = page.evaluate("OBOLE_LOG")
    return log


def play_to_the_end(way: Crossing) -> None:
    """Left and resumed, then passed: the LMS has the result."""
    way.begin()
    way.go_to("page 2")
    way.leave()
    way.begin()
    assert way.location == "page 2"
    way.end("passed", "85.5")
    way.leave()
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert facts["score"] == 85.5
    assert consumed(way.world) == 6


PLACES = {
    Quirk.API_FAR_ABOVE: (CONTENT,) * (FAR + 1),
    Quirk.FOREIGN_BETWEEN: (CONTENT, CONTENT),
    Quirk.FOREIGN_TOP: (CONTENT, CONTENT),
}
ELSEWHERE = {
    Quirk.API_IN_OPENER: "its package is not in the LMS's page",
    Quirk.NEW_ATTEMPTS: "its attempts come to their end each",
    Quirk.SAVES_NOTHING: "its record has no end",
    Quirk.OUT_OF_SERVICE: "its record has no end",
}
"""Quirks that have tests of their own, and why."""


@pytest.mark.parametrize("quirk", [quirk for quirk in Quirk if quirk not in ELSEWHERE])
def test_a_play_comes_to_its_end(way: Crossing, quirk: Quirk) -> None:
    way.quirks, way.way_down = (quirk,), PLACES.get(quirk, (CONTENT,))
    play_to_the_end(way)


def test_the_api_is_found_in_the_opener(way: Crossing) -> None:
    """The package has a window of its own, which closes once the learner has left."""
    way.quirks, lms = (Quirk.API_IN_OPENER,), way.page
    way.open()
    with lms.expect_popup() as popup:
        lms.locator("#open").click()
    way.page, way.way_down = popup.value, ()
    way.arrive()
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    way.end("passed", "90")
    with way.page.expect_event("close"):
        way.player.locator("#leave").click()
    way.page = lms
    assert way.finished()["status"] == "passed"


def test_the_lms_s_origin_is_told_whatever_its_pages_say_of_referrers(way: Crossing) -> None:
    """Under `no-referrer` a form would say `null`, which no list of origins can match."""
    way.quirks = (Quirk.NO_REFERRER,)
    way.launch()
    origins = way.world.database.read(lambda session: session.scalars(select(Launch.lms_origin)))
    assert list(origins) == [way.course.partition("/courses/")[0]]


def test_a_learner_without_a_name_plays_without_one(way: Crossing) -> None:
    way.quirks = (Quirk.NAMELESS,)
    way.begin()
    assert way.call(SCORM_12, SCORM_12.get, "cmi.core.student_name") == ""
    names = way.world.database.read(lambda session: session.scalars(select(Learner.name)).all())
    assert [name or "" for name in names] == [""]


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_nothing_is_written_in_a_preview_or_review_however_it_is_spelled(
    way: Crossing, mode: str
) -> None:
    way.begin()
    way.end("passed", "90")
    way.leave()
    way.quirks = (Quirk.SPELLED_MODE,)
    way.open(mode)
    way.see_game()
    way.player.locator("#leave").click()
    way.player.locator("#farewell").wait_for()
    facts = way.eventually(lambda facts: "LMSGetValue" in way.last_calls(facts, "function"))
    told = set(way.last_calls(facts, "function"))
    assert not told & {"LMSSetValue", "LMSCommit", "LMSFinish"}


def test_a_value_that_is_null_is_no_value(way: Crossing) -> None:
    """A learner is not called “null”, and an attempt whose status is null is begun."""
    way.quirks = (Quirk.NULLS, Quirk.NAMELESS)
    way.begin()
    assert way.call(SCORM_12, SCORM_12.get, "cmi.core.student_name") == ""


@pytest.mark.parametrize("package", [PackageStandard.SCORM_12, PackageStandard.SCORM_2004_4TH])
def test_where_every_launch_is_a_new_attempt_the_play_goes_on(
    world: World, crossing: Open, package: PackageStandard
) -> None:
    """Each reload too; once it is completed every attempt is told so."""
    world.allocate(120)
    way = crossing(Standard.SCORM_12, package)
    way.quirks = (Quirk.NEW_ATTEMPTS,)
    way.begin()
    way.go_to("page 2")
    way.page.reload()
    way.arrive()
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    assert way.location == "page 2"
    way.end("passed", "85.5")
    way.leave()
    way.open()
    facts = way.eventually(lambda facts: facts["attempts"] == 3 and facts["status"] == "passed")
    assert facts["score"] == 85.5
    assert consumed(world) == 6


def test_a_reload_that_reads_data_of_the_generation_before_loses_nothing(way: Crossing) -> None:
    way.quirks = (Quirk.STALE_RELOADS,)
    way.begin()
    way.go_to("page 2")
    way.eventually(lambda facts: facts["location"] == "page 2")
    way.go_to("page 3")
    way.page.reload()
    way.arrive()
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    assert way.location == "page 3"
    way.eventually(lambda facts: facts["location"] == "page 3")


def test_what_an_lms_said_it_saved_and_did_not_is_repaired_at_the_next_launch(
    way: Crossing,
) -> None:
    way.quirks = (Quirk.SAVES_NOTHING,)
    way.begin()
    way.end("passed", "85.5")
    way.leave()
    assert way.recorded()["score"] is None
    way.quirks = ()
    way.open()
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert facts["score"] == 85.5


def test_an_lms_that_is_down_is_shown_and_told_once_it_is_back(way: Crossing) -> None:
    """`false` with 101: the learner reads that the result is kept; leaving tells it."""
    way.begin()
    way.page.evaluate("quirks.add('out-of-service')")
    way.end("passed", "85.5")
    expect(way.player.locator("#notice")).to_have_text(SAYS["unrecorded"])
    assert package_log(way)[-1]["error"] == "101"
    assert way.recorded()["score"] is None
    way.page.evaluate("quirks.delete('out-of-service')")
    facts = way.leave()
    assert (facts["status"], facts["score"]) == ("passed", 85.5)


def test_an_lms_that_is_back_is_told_by_a_learner_who_just_goes_away(way: Crossing) -> None:
    way.begin()
    way.page.evaluate("quirks.add('out-of-service')")
    way.end("passed", "85.5")
    expect(way.player.locator("#notice")).to_have_text(SAYS["unrecorded"])
    way.page.evaluate("quirks.delete('out-of-service')")
    way.page.goto(way.course.partition("/courses/")[0])
    facts = way.finished()
    assert (facts["status"], facts["score"], facts["exit"]) == ("passed", 85.5, "")


def test_an_lms_that_logged_the_learner_out_is_told_at_the_next_launch(way: Crossing) -> None:
    way.begin()
    way.page.evaluate("quirks.add('out-of-service')")
    way.end("passed", "85.5")
    way.leave()
    assert way.recorded()["score"] is None
    way.open()
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert facts["score"] == 85.5


def test_error_codes_are_read_and_logged(way: Crossing) -> None:
    """As text, also where an LMS gives numbers: 405 for the time that this one refuses."""
    way.quirks = (Quirk.BOOLEANS, Quirk.ODD_TIMES)
    way.begin()
    way.go_to("page 2")
    way.eventually(lambda facts: facts["location"] == "page 2")
    refused = [call for call in package_log(way) if call["error"] != "0"]
    assert {(call["values"][0], call["value"], call["error"]) for call in refused} == {
        ("cmi.core.session_time", "false", "405")
    }
