"""A learner's launches: from the LMS's page through the player to the LMS's record."""

import httpx
import pytest
from playwright.sync_api import expect

from scorm_bridge.demo_game import RIGHT_ANSWERS
from tests.scorm_bridge.player.stage import TEXTS, Stage

SAYS = TEXTS["en"]
POINTER = "o1.play1"
READING = ("LMSGetValue", "LMSGetLastError")


def names_of(calls: list[dict[str, object]]) -> list[object]:
    return [call["function"] for call in calls if call["function"] not in READING]


def test_the_attempt_is_incomplete_before_anything_else(stage: Stage) -> None:
    """The first thing set is `incomplete`, and it is committed at once."""
    stage.launch()
    stage.game.locator("#start").wait_for()
    calls = stage.eventually(lambda facts: len(names_of(facts["calls"])) >= 3)["calls"]
    assert names_of(calls)[:3] == ["LMSInitialize", "LMSSetValue", "LMSCommit"]
    first_set = next(call for call in calls if call["function"] == "LMSSetValue")
    assert first_set["args"] == ["cmi.core.lesson_status", "incomplete"]


def test_the_launch_tells_who_plays_and_what(stage: Stage) -> None:
    """The bridge gets the token, the learner and the mode in the body, and the LMS's origin."""
    stage.launch()
    stage.game.locator("#start").wait_for()
    assert stage.bridge.launches == [
        {
            "origin": stage.lms,
            "token": "package-token",
            "learner_id": "ana",
            "learner_name": "Pérez O'Neil, Ana",
            "mode": "normal",
            "standard": "scorm12",
        }
    ]


def test_completion_and_score_reach_the_lms_while_the_game_is_open(stage: Stage) -> None:
    """Nothing waits for the end: the LMS knows as soon as the game does."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross(*RIGHT_ANSWERS)
    facts = stage.eventually(lambda facts: facts["status"] == "completed")
    assert (facts["score"], facts["location"]) == (100, "far-shore")
    assert (facts["suspend_data"], facts["exit"]) == (POINTER, "")
    assert stage.bridge.outcome == {
        "completion": "completed",
        "success": "unknown",
        "score": 100,
        "location": "far-shore",
    }


def test_the_lms_is_opened_once_and_closed_once(stage: Stage) -> None:
    """One Initialize comes first, one Finish last, with nothing refused between."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross(*RIGHT_ANSWERS)
    stage.player.locator("#leave").click()
    expect(stage.player.locator("#farewell")).to_contain_text(SAYS["left"])
    stage.end_attempt()
    calls = stage.eventually(lambda facts: "LMSFinish" in names_of(facts["calls"]))["calls"]
    names = names_of(calls)
    assert (names[0], names.count("LMSInitialize")) == ("LMSInitialize", 1)
    assert (names[-1], names.count("LMSFinish")) == ("LMSFinish", 1)
    assert {call["error"] for call in calls} == {"0"}


def test_save_and_leave_keeps_where_the_learner_was(stage: Stage) -> None:
    """The game's last words arrive, the LMS has its time and will resume."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross("six")
    stage.player.locator("#leave").click()
    expect(stage.player.locator("#farewell")).to_contain_text(SAYS["close"])
    facts = stage.recorded()
    assert (facts["status"], facts["entry"]) == ("incomplete", "resume")
    assert (facts["location"], facts["score"]) == ("crossing-2", None)
    assert facts["total_time"]
    assert stage.bridge.commits[-1]["ended"]
    assert stage.bridge.state["cmi.suspend_data"] == '{"answers":["six"]}'


def test_the_next_launch_resumes(stage: Stage) -> None:
    """The game finds what it kept, from the bridge alone."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross("six")
    stage.end_attempt()
    stage.launch(attempt="new")  # an LMS that forgets everything from one launch to the next
    stage.game.locator("[data-answer=spit]").wait_for()
    expect(stage.game.locator(".who")).to_have_text("Crossing 2 of 3")


def test_a_reload_resumes(stage: Stage) -> None:
    """The attempt is suspended before the page is gone, and the game goes on where it was."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross("six")
    stage.game.locator("[data-answer=spit]").wait_for()
    stage.page.reload()
    expect(stage.game.locator(".who")).to_have_text("Crossing 2 of 3")
    entries = [
        call["result"]
        for call in stage.recorded()["calls"]
        if call["args"] == ["cmi.core.lesson_status"]
    ]
    assert entries[-1] == "incomplete"


def test_in_a_window_of_its_own_the_api_is_the_openers(stage: Stage) -> None:
    """The package looks at its opener, and the window closes once the learner has left."""
    stage.page.goto(stage.lms)
    stage.page.evaluate(
        """() => {
            const elements = { "cmi.core.student_id": "ben" };
            window.API = {
                LMSInitialize: () => "true",
                LMSFinish: () => "true",
                LMSCommit: () => "true",
                LMSGetLastError: () => "0",
                LMSGetValue: (element) => elements[element] ?? "",
                LMSSetValue: (element, value) => ((elements[element] = value), "true"),
            };
            window.elements = elements;
        }"""
    )
    with stage.page.expect_popup() as popup:
        stage.page.evaluate("address => { window.open(address) }", f"{stage.content}/index.html")
    window = popup.value
    player = window.frame_locator("iframe")
    player.frame_locator("#game").locator("#start").click()
    with window.expect_event("close"):
        player.locator("#leave").click()
    assert stage.bridge.launches[-1]["learner_id"] == "ben"
    assert stage.page.evaluate("elements['cmi.core.exit']") == "suspend"


def test_what_is_set_just_before_the_window_closes_arrives(stage: Stage) -> None:
    """The last commit outlives the page."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.game.locator("[data-answer=six]").click()
    stage.page.close()
    page = stage.page = stage.context.new_page()
    page.goto(f"{stage.lms}/")
    commit = stage.committed(lambda commit: commit["ended"])
    assert commit["outcome"]["location"] == "crossing-1"
    assert stage.bridge.state["cmi.suspend_data"] == '{"answers":["six"]}'


def test_leaving_the_lms_page_suspends(stage: Stage) -> None:
    """Without *Save and leave* the attempt is suspended and finished all the same."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.game.locator("[data-answer=six]").wait_for()
    stage.eventually(lambda facts: facts["location"] == "crossing-1")
    stage.end_attempt()
    facts = stage.eventually(
        lambda facts: facts["total_time"] and names_of(facts["calls"])[-1] == "LMSFinish"
    )
    assert (facts["status"], facts["entry"]) == ("incomplete", "resume")


def test_a_refusal_leaves_the_attempt_incomplete_without_a_score(stage: Stage) -> None:
    """The learner reads why; the LMS has neither a score nor a completion."""
    stage.bridge.is_refusing = True
    stage.launch()
    expect(stage.player.locator("h1")).to_have_text("No credits are left")
    stage.end_attempt()
    facts = stage.eventually(lambda facts: facts["exit"] == "suspend")
    assert (facts["status"], facts["score"], facts["suspend_data"]) == ("incomplete", None, "")


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_preview_and_review_write_nothing(stage: Stage, mode: str) -> None:
    """Writes count in these modes, so there are none: no set, no commit, no finish."""
    word = "preview" if mode == "browse" else "review"
    stage.bridge.outcome |= {"completion": "completed"}
    stage.launch(mode=mode)
    expect(stage.player.locator("#notice")).to_have_text(SAYS[word])
    stage.game.locator("#start").click()
    stage.cross(*RIGHT_ANSWERS)
    stage.player.locator("#leave").click()
    expect(stage.player.locator("#farewell")).to_contain_text(SAYS[f"left_{word}"])
    stage.end_attempt()
    stage.page.wait_for_timeout(300)  # a call that should not be there would be sent by now
    assert names_of(stage.recorded()["calls"]) == ["LMSInitialize"]
    assert stage.bridge.commits == []


def test_work_done_offline_is_kept_and_sent_when_the_network_is_back(stage: Stage) -> None:
    """Bridge and LMS have it all, though the LMS had answered that it did."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.game.locator("[data-answer=six]").wait_for()
    stage.eventually(lambda facts: facts["location"] == "crossing-1")
    stage.context.set_offline(True)
    stage.cross(*RIGHT_ANSWERS)
    expect(stage.player.locator("#notice")).to_have_text(SAYS["offline"])
    assert stage.recorded()["status"] == "incomplete"
    stage.context.set_offline(False)
    facts = stage.eventually(lambda facts: facts["status"] == "completed")
    assert (facts["score"], facts["location"]) == (100, "far-shore")
    expect(stage.player.locator("#notice")).to_be_empty()
    assert stage.bridge.outcome["score"] == 100


def test_a_bridge_that_is_down_is_tried_again(stage: Stage) -> None:
    """A banner says so; the game goes on, and nothing is lost."""
    stage.bridge.is_down = True
    stage.launch()
    stage.game.locator("#start").click()
    expect(stage.player.locator("#notice")).to_have_text(SAYS["offline"])
    stage.cross("six")
    stage.bridge.is_down = False
    expect(stage.player.locator("#notice")).to_be_empty()
    assert stage.bridge.state["cmi.suspend_data"] == '{"answers":["six"]}'


def test_a_window_that_may_not_save_any_more_says_so(stage: Stage) -> None:
    """In the learner's language; what the bridge said is in the diagnostic alone."""
    stage.bridge.language = "fr"
    stage.bridge.error = "The progress was not saved: the commit is malformed."
    stage.launch()
    expect(stage.player.locator("#notice")).to_have_text(TEXTS["fr"]["refused"])


def test_the_older_window_says_that_a_newer_one_has_the_game(stage: Stage) -> None:
    """Its outcome still counts."""
    stage.bridge.is_owner = False
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross(*RIGHT_ANSWERS)
    expect(stage.player.locator("#notice")).to_have_text(SAYS["superseded"])
    stage.eventually(lambda facts: facts["status"] == "completed")


def test_what_the_lms_never_recorded_is_written_at_the_next_launch(stage: Stage) -> None:
    """The bridge knows of a completion that the LMS lost; the relaunch is a review, and repairs."""
    stage.bridge.outcome = {
        "completion": "completed",
        "success": "passed",
        "score": 85.5,
        "location": "end",
    }
    stage.bridge.mode = "review"
    stage.launch()
    facts = stage.eventually(lambda facts: facts["status"] == "passed")
    assert (facts["score"], facts["location"]) == (85.5, "end")
    assert stage.bridge.commits == []


def test_what_the_bridge_never_heard_is_learnt_from_the_lms(stage: Stage) -> None:
    """The LMS holds a completion of this very play; the bridge gets it."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.cross(*RIGHT_ANSWERS)
    stage.eventually(lambda facts: facts["status"] == "completed")
    stage.end_attempt()
    stage.bridge.outcome |= {"completion": "incomplete", "score": None}
    stage.bridge.state.clear()
    stage.bridge.commits.clear()
    stage.launch(mode="normal")
    commit = stage.committed(lambda commit: commit["outcome"]["completion"] == "completed")
    assert commit["outcome"]["score"] == 100


def test_an_earlier_play_in_the_lms_does_not_complete_a_new_one(stage: Stage) -> None:
    """The LMS's completion belongs to another pointer: each side keeps to its own."""
    stage.launch()
    stage.game.locator("#start").wait_for()
    earlier = {
        "cmi.core.lesson_status": "completed",
        "cmi.core.score.raw": "60",
        "cmi.suspend_data": "o1.play0",
    }
    stage.end_attempt()
    stage.eventually(lambda facts: facts["exit"] == "suspend")
    httpx.post(f"{stage.record}/launches/1", json={"number": 99, "changes": earlier, "calls": []})
    stage.bridge.commits.clear()
    stage.launch(mode="normal")
    stage.game.locator("#start").click()
    facts = stage.eventually(lambda facts: facts["location"] == "crossing-1")
    assert (facts["status"], facts["score"], facts["suspend_data"]) == ("completed", 60, POINTER)
    assert {commit["outcome"]["completion"] for commit in stage.bridge.commits} <= {
        "unknown",
        "incomplete",
    }


def test_a_page_of_another_origin_gets_no_answer(stage: Stage) -> None:
    """The player talks to the origin of the launch alone."""
    stage.bridge.lms_origin = "http://elsewhere.localhost"
    stage.context.clock.install()
    stage.launch()
    stage.game.locator("#start").click()
    stage.context.clock.fast_forward("00:11")
    expect(stage.player.locator("#notice")).to_have_text(SAYS["outside"])
    assert stage.recorded()["location"] == ""
    assert stage.bridge.state["cmi.core.lesson_location"] == "crossing-1"


def test_a_page_without_an_lms_says_so_and_launches_nothing(stage: Stage) -> None:
    """Opened by its own address, the package finds no API."""
    stage.page.goto(f"{stage.content}/index.html")
    expect(stage.page.get_by_role("status")).to_contain_text("did not answer")
    assert stage.bridge.launches == []


def test_the_page_lets_the_player_touch_only_what_a_package_may(stage: Stage) -> None:
    """What is not on the list is refused by the page itself, a value out of range by the LMS."""
    stage.is_unruly = True
    stage.launch()
    stage.game.locator("#start").wait_for()
    player = stage.page.frame(url="**/play/*")
    assert player is not None
    answer = player.evaluate(
        """async () => {
            const { greet } = await import("/player/link.js");
            const link = await greet({ origin: null });
            return link.set({ "cmi.comments": "x", "cmi.core.score.raw": "101" });
        }"""
    )
    assert answer["errors"] == {"cmi.comments": "obole:refused", "cmi.core.score.raw": "405"}
    assert answer["commit"] == {"ok": True, "error": "0"}


def test_a_character_that_nobody_keeps_does_not_stop_the_saving(stage: Stage) -> None:
    """Half a surrogate pair and a NUL are left out, and a session of years is cut."""
    stage.launch()
    stage.game.locator("#start").wait_for()
    player = stage.page.frame(url="**/play/*")
    assert player is not None
    player.evaluate(
        """() => {
            API.LMSSetValue("cmi.core.session_time", "9999:00:00");
            API.LMSSetValue("cmi.suspend_data", "a\\0b\\ud800c");
            API.LMSCommit("");
        }"""
    )
    commit = stage.committed(lambda commit: "cmi.suspend_data" in commit["changes"])
    assert commit["changes"]["cmi.suspend_data"] == "ab\ufffdc"
    assert commit["session_time_cs"] == 36_000_000


def test_a_game_is_held_to_the_limits_of_its_standard(stage: Stage) -> None:
    """SCORM 1.2: 4,096 characters of suspend data, 255 of location, no way to `not attempted`."""
    stage.launch()
    stage.game.locator("#start").wait_for()
    player = stage.page.frame(url="**/play/*")
    assert player is not None
    errors = player.evaluate(
        """() => [
            ["cmi.suspend_data", "x".repeat(4097)],
            ["cmi.core.lesson_location", "x".repeat(256)],
            ["cmi.core.lesson_status", "not attempted"],
            ["cmi.core.score.raw", "100.01"],
            ["cmi.suspend_data", "x".repeat(4096)],
        ].map(([element, value]) => [API.LMSSetValue(element, value), API.LMSGetLastError()])"""
    )
    assert errors == [["false", "405"]] * 4 + [["true", "0"]]
