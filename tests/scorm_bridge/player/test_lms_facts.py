"""What every LMS was measured to do, done by the sandbox LMS, and survived by a package.

The rows of docs/lms-behaviour.md; what only some LMSs do is in test_lms_quirks.py.
"""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect
from sqlalchemy import select

from scorm_bridge.models import Launch, PackageStandard, Standard
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import SCORM_12, SCORM_2004
from tests.worlds import World

SAYS = TEXTS["en"]
BROKEN_STORAGE = """
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, {
            get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
        });
    }
"""
OVERFLOWS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def sets_of(way: Crossing) -> list[list[str]]:
    """What was set in the last launch."""
    facts = way.recorded()
    calls = [call for call in facts["calls"] if call["launch"] == facts["launches"]]
    return [call["args"] for call in calls if "SetValue" in call["function"]]


def test_the_bridge_is_told_the_lms_s_origin_and_no_address(way: Crossing) -> None:
    """A form that is posted to another origin says where it is from, and no more."""
    way.launch()
    rows = way.world.database.read(lambda session: session.scalars(select(Launch.lms_origin)).all())
    assert rows == [way.course.partition("/courses/")[0]]


def test_a_game_may_fill_the_screen(way: Crossing) -> None:
    """Through three frames and a form's POST."""
    way.begin()
    assert way.game.evaluate("document.fullscreenEnabled")


def test_neither_cookie_nor_storage_is_needed(way: Crossing) -> None:
    """Where a browser closes third-party storage, even to ask for it is an error."""
    way.page.context.add_init_script(BROKEN_STORAGE)
    way.begin()
    with pytest.raises(Error, match="insecure"):
        way.game.evaluate("localStorage")
    way.go_to("page 2")
    way.leave()
    way.begin()
    assert way.location == "page 2"
    assert way.page.context.cookies() == []


def test_a_page_that_browsers_keep_for_years_follows_what_we_change(
    way: Crossing, tmp_path: Path
) -> None:
    """Its files are not asked for again: what a member changes is in force all the same."""
    way.begin()
    way.leave()
    (uploaded,) = (tmp_path / "lms" / "courses").glob("*/content/obole.js")
    uploaded.write_text("throw new Error('asked for again')", "utf-8")
    way.allow(language="fr")
    way.begin()
    expect(way.player.locator("#leave")).to_have_text(TEXTS["fr"]["leave"])
    way.allow(is_enabled=False)
    way.open()
    expect(way.player.locator("h1")).to_have_text("Ce cours est fermé.")


@pytest.mark.parametrize(
    ("learner", "name"),
    [
        ("ana@acme.example", "Ana Pérez O'Neil"),
        ("ana", "Pérez O’Neil, Ana"),
        ("Åse-李", "李 小龙"),
        ("o'neil", '<b>Ana</b> & "Co"'),
    ],
)
def test_a_learner_is_who_the_lms_says(way: Crossing, learner: str, name: str) -> None:
    """An e-mail address, either order of names, apostrophes, any script: the game is told."""
    way.learner, way.name = learner, name
    way.begin()
    told = [
        way.call(SCORM_12, SCORM_12.get, f"cmi.core.{element}")
        for element in ("student_id", "student_name")
    ]
    assert told == [learner, name]
    way.leave()
    way.begin()
    assert consumed(way.world) == 6


def test_a_preview_leaves_the_attempt_as_it_was(way: Crossing) -> None:
    """The LMS would keep what is written in it, and complete what is finished untouched."""
    way.open("browse")
    way.see_game()
    expect(way.player.locator("#notice")).to_have_text(SAYS["preview"])
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    way.end("passed", "90")
    way.page.goto("about:blank")
    ended = way.recorded()
    assert (ended["status"], ended["score"], sets_of(way)) == ("not attempted", None, [])
    assert consumed(way.world) == 0


def test_a_review_changes_no_result(way: Crossing) -> None:
    """The LMS itself launches what is over in review, and would keep what is written in it."""
    way.begin()
    way.end("passed", "85")
    way.leave()
    way.open(mode="")
    way.see_game()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    way.end("failed", "10")
    way.page.goto("about:blank")
    ended = way.recorded()
    assert (ended["status"], ended["score"], sets_of(way)) == ("passed", 85, [])


def test_a_browser_that_is_killed_loses_nothing_committed(way: Crossing) -> None:
    """No last words: no time and no entry in the LMS, but its pointer; the game resumes."""
    way.begin()
    way.go_to("page 2")
    facts = way.eventually(lambda facts: facts["location"] == "page 2")
    pointer = facts["suspend_data"]
    kill(way)
    facts = way.recorded()
    assert (facts["status"], facts["total_time"]) == ("incomplete", "")
    way = way.beside()
    way.begin()
    assert way.location == "page 2"
    assert way.recorded()["suspend_data"] == pointer
    assert consumed(way.world) == 6


def kill(way: Crossing) -> None:
    """End every process that shows a page; the browser itself goes on."""
    browser = way.page.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    with way.page.expect_event("crash"):
        for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)


def test_an_attempt_never_finished_resumes_by_its_pointer(way: Crossing) -> None:
    """Its `entry` is empty, which means nothing; without `exit` there is no `resume`."""
    way.begin()
    way.go_to("page 2")
    way.eventually(lambda facts: facts["location"] == "page 2")
    forget = "API.LMSSetValue = API.LMSCommit = API.LMSFinish = () => 'true'"
    way.page.evaluate(f"() => {{ {forget} }}")
    way.page.close()
    way = way.beside()
    way.begin()
    assert way.location == "page 2"


def test_a_hard_close_still_suspends(way: Crossing) -> None:
    """There is no `beforeunload` then; `pagehide` finishes, and exit had been set early."""
    way.begin()
    way.go_to("page 2")
    way.eventually(lambda facts: facts["location"] == "page 2")
    way.page.close()
    way = way.beside()
    way.page.goto(way.course.partition("/courses/")[0])
    facts = way.eventually(lambda facts: facts["total_time"])
    assert (facts["status"], facts["exit"]) == ("incomplete", "suspend")


def test_80_kilobytes_at_the_end_lose_nothing(world: World, crossing: Open) -> None:
    """They go to the bridge; what the LMS is sent as the page goes away stays short."""
    world.allocate(6)
    way = crossing(Standard.SCORM_2004, PackageStandard.SCORM_12)
    way.launch()
    assert way.call(SCORM_2004, SCORM_2004.initialize, "") == "true"
    large = {"cmi.suspend_data": "x" * 64_000, "cmi.interactions.0.id": "y" * 3_900}
    large |= {f"cmi.comments_from_learner.{n}.comment": "z" * 4_000 for n in range(3)}
    for element, value in large.items():
        assert way.call(SCORM_2004, SCORM_2004.set, element, value) == "true"
    way.eventually(lambda _: large.items() <= way.kept().items())
    way.page.close()
    way = way.beside()
    way.launch()
    assert way.call(SCORM_2004, SCORM_2004.initialize, "") == "true"
    kept = {element: way.call(SCORM_2004, SCORM_2004.get, element) for element in large}
    assert kept == large
    assert len(way.recorded()["suspend_data"]) < 64


@pytest.mark.parametrize(
    ("scaled", "recorded"), [("0.33333", 33.33), ("-0.5", 0), ("1", 100), (None, None)]
)
def test_a_score_is_points_with_two_decimals_or_not_there(
    world: World, crossing: Open, scaled: str | None, recorded: float | None
) -> None:
    """An empty one would be kept as 0, one with three decimals or below 0 be refused."""
    world.allocate(6)
    way = crossing(Standard.SCORM_2004, PackageStandard.SCORM_12)
    way.launch()
    assert way.call(SCORM_2004, SCORM_2004.initialize, "") == "true"
    sets = {"cmi.completion_status": "completed"} | ({"cmi.score.scaled": scaled} if scaled else {})
    way.session(SCORM_2004, sets)
    facts = way.eventually(lambda facts: facts["status"] == "completed")
    assert facts["score"] == recorded
    assert all(value for element, value in sets_of(way) if "score" in element)


def test_a_score_read_back_as_a_number_is_the_one_that_was_told(way: Crossing) -> None:
    """So a relaunch finds nothing to repair, and writes neither status nor score."""
    way.begin()
    way.end("passed", "85.5")
    way.leave()
    way.launch()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    way.leave()
    assert [element for element, _ in sets_of(way) if element != "cmi.core.exit"] == []


def test_a_low_score_fails_nobody(way: Crossing) -> None:
    """An LMS judges by the mastery score of a manifest; ours names none by itself."""
    way.begin()
    way.end("completed", "10")
    facts = way.leave()
    assert (facts["status"], facts["score"]) == ("completed", 10)


@pytest.mark.parametrize(
    "package", [PackageStandard.SCORM_2004_3RD, PackageStandard.SCORM_2004_4TH]
)
def test_a_2004_attempt_that_was_not_suspended_is_told_its_result_again(
    world: World, crossing: Open, package: PackageStandard
) -> None:
    """Of an attempt that ended otherwise the LMS gives the next one nothing."""
    world.allocate(6)
    way = crossing(Standard.SCORM_12, package)
    way.begin()
    way.end("passed", "85.5")
    way.leave()
    way.open()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    facts = way.eventually(lambda facts: facts["status"] == "passed")
    assert (facts["attempts"], facts["score"]) == (2, 85.5)
    assert consumed(world) == 6


def test_a_session_of_a_week_is_told_in_the_standard_s_time(way: Crossing) -> None:
    """Four digits of hours, two decimals: what a game says beyond is cut to a hundred hours."""
    way.begin()
    time = ("cmi.core.session_time", "0168:00:00")
    assert way.call(SCORM_12, SCORM_12.set, *time) == "true"
    way.leave()
    assert sets_of(way)[-1] == ["cmi.core.session_time", "0100:00:00.00"]


@pytest.mark.parametrize("width", [650, 367])
def test_no_page_of_ours_is_wider_than_the_lms_s_frame(way: Crossing, width: int) -> None:
    """650 px on a laptop, 367 px on a phone."""
    way.page.set_viewport_size({"width": width + 40, "height": 700})
    way.begin()
    assert way.page.frames[1].evaluate("innerWidth") <= 650
    for frame in way.page.frames[1:]:
        assert not frame.evaluate(OVERFLOWS), frame.url
