"""Each quirk of the sandbox LMS does what its sentence says, and nothing does without it."""

import httpx
import pytest

from scorm_bridge.sandbox.quirks import Quirk, UnknownQuirk, read
from tests.scorm_bridge.sandbox.course import Lms

ID, NAME, ENTRY = "cmi.core.student_id", "cmi.core.student_name", "cmi.core.entry"


def opened(lms: Lms, *quirks: Quirk) -> None:
    lms.launch(quirks=quirks)
    assert lms.call("LMSInitialize", "") == ("true", "0")


def read_back(lms: Lms, element: str) -> object:
    return lms.call("LMSGetValue", element)[0]


def test_a_launch_has_the_quirks_that_it_names_and_no_other(lms: Lms) -> None:
    lms.launch()
    assert lms.page.evaluate("[...quirks]") == []
    lms.launch(quirks=[Quirk.NAMELESS])
    assert lms.page.evaluate("[...quirks]") == ["nameless"]


def test_a_quirk_that_nobody_knows_is_refused(lms: Lms) -> None:
    address = f"{lms.url}/courses/{lms.course}/launch?learner=a&quirk=sulks"
    answer = httpx.get(address)
    assert answer.status_code == 400
    assert "no such quirk" in answer.text
    with pytest.raises(UnknownQuirk):
        read(["sulks"])


def test_every_launch_is_a_new_attempt(lms: Lms) -> None:
    """A reload is one too; the learner's id stays."""
    opened(lms, Quirk.NEW_ATTEMPTS)
    lms.call("LMSSetValue", "cmi.suspend_data", "kept")
    lms.call("LMSSetValue", "cmi.core.exit", "suspend")
    lms.call("LMSFinish", "")
    lms.page.reload()
    lms.call("LMSInitialize", "")
    found = [read_back(lms, element) for element in (ENTRY, "cmi.suspend_data", ID)]
    assert found == ["ab-initio", "", "a@b.example"]


def test_a_reload_reads_data_of_the_generation_before(lms: Lms) -> None:
    """What Finish sends in `pagehide` lands after the new page has read; a commit is there."""
    opened(lms, Quirk.STALE_RELOADS)
    lms.call("LMSSetValue", "cmi.core.lesson_location", "1")
    lms.call("LMSSetValue", "cmi.core.exit", "suspend")
    lms.call("LMSCommit", "")
    lms.page.evaluate(
        """addEventListener("pagehide", () => {
            API.LMSSetValue("cmi.core.lesson_location", "2");
            API.LMSFinish("");
        })"""
    )
    lms.page.reload()
    lms.call("LMSInitialize", "")
    assert (read_back(lms, ENTRY), read_back(lms, "cmi.core.lesson_location")) == ("resume", "1")
    lms.eventually(lambda facts: facts["location"] == "2")


def test_what_is_answered_true_before_it_is_saved_dies_with_the_page(lms: Lms) -> None:
    opened(lms, Quirk.SAVES_LATER)
    lms.call("LMSSetValue", "cmi.core.lesson_location", "1")
    assert lms.call("LMSCommit", "") == ("true", "0")
    lms.page.goto(lms.url)
    assert lms.record()["location"] == ""


def test_what_is_answered_true_is_saved_in_the_end(lms: Lms) -> None:
    opened(lms, Quirk.SAVES_LATER)
    lms.call("LMSSetValue", "cmi.core.lesson_location", "1")
    with lms.page.expect_response(
        lambda answer: (
            '"1"' in (answer.request.post_data or "")
            and "lesson_location" in (answer.request.post_data or "")
            and '"changes":{' in (answer.request.post_data or "")
        )
    ):
        lms.call("LMSCommit", "")
    assert lms.record()["location"] == "1"


def test_an_lms_that_saves_nothing_says_true_all_the_same(lms: Lms) -> None:
    opened(lms, Quirk.SAVES_NOTHING)
    lms.call("LMSSetValue", "cmi.core.lesson_status", "completed")
    assert lms.call("LMSCommit", "") == ("true", "0")
    assert lms.call("LMSFinish", "") == ("true", "0")
    assert lms.record()["status"] == "not attempted"


def test_an_lms_that_is_down_answers_false_with_101(lms: Lms) -> None:
    """From where it went down; afterwards only what is new is sent, as nothing was noticed."""
    opened(lms)
    lms.call("LMSSetValue", "cmi.core.lesson_location", "1")
    lms.call("LMSCommit", "")
    lms.page.evaluate("quirks.add('out-of-service')")
    lms.call("LMSSetValue", "cmi.core.lesson_location", "2")
    assert lms.call("LMSCommit", "") == ("false", "101")
    assert lms.record()["location"] == "1"


def test_suspend_data_of_64_000_characters_is_taken_by_a_roomy_lms(lms: Lms) -> None:
    """One more is refused, and the old value kept."""
    opened(lms, Quirk.ROOMY)
    kept = "x" * 64_000
    assert lms.call("LMSSetValue", "cmi.suspend_data", kept) == ("true", "0")
    assert lms.call("LMSSetValue", "cmi.suspend_data", kept + "x") == ("false", "405")
    assert read_back(lms, "cmi.suspend_data") == kept


@pytest.mark.parametrize(
    ("quirk", "element", "value"),
    [
        (Quirk.NAMELESS, NAME, ""),
        (Quirk.SHOUTED_ID, ID, "A@B.EXAMPLE"),
        (Quirk.PADDED_ID, ID, "  a@b.example "),
        (Quirk.WRONG_ENTRY, ENTRY, "resume"),
        (Quirk.ODD_TIMES, "cmi.core.total_time", "90"),
    ],
)
def test_what_it_tells_is_odd(lms: Lms, quirk: Quirk, element: str, value: str) -> None:
    opened(lms, quirk)
    assert read_back(lms, element) == value


def test_an_lms_with_odd_times_refuses_a_sessions_time(lms: Lms) -> None:
    opened(lms, Quirk.ODD_TIMES)
    time = ("cmi.core.session_time", "0000:01:30.00")
    assert lms.call("LMSSetValue", *time) == ("false", "405")


def test_answers_are_booleans_and_numbers(lms: Lms) -> None:
    lms.launch(quirks=[Quirk.BOOLEANS])
    assert lms.call("LMSInitialize", "") == (True, 0)
    assert lms.call("LMSSetValue", "cmi.core.score.raw", "101") == (False, 405)


def test_a_value_that_was_never_set_is_null(lms: Lms) -> None:
    opened(lms, Quirk.NULLS)
    assert read_back(lms, "cmi.suspend_data") is None
    assert read_back(lms, ID) == "a@b.example"


def test_there_are_no_functions_that_tell_about_errors(lms: Lms) -> None:
    lms.launch(quirks=[Quirk.NO_ERRORS])
    assert lms.page.evaluate("Object.keys(API).filter(name => name.includes('Error'))") == []


@pytest.mark.parametrize(
    ("quirk", "origins"),
    [
        (Quirk.API_FAR_ABOVE, ["lms", "lms", "lms", "lms", "lms"]),
        (Quirk.FOREIGN_BETWEEN, ["lms", "portal", "lms"]),
        (Quirk.FOREIGN_TOP, ["portal", "lms", "lms"]),
    ],
)
def test_where_the_package_stands(lms: Lms, quirk: Quirk, origins: list[str]) -> None:
    """From the top page down to the package."""
    lms.url = lms.url.replace("127.0.0.1", "lms.localhost")
    lms.launch(quirks=[quirk])
    deepest = lms.page.main_frame
    found = []
    for step in range(len(origins)):
        found.append(deepest.url.split("//")[1].split(".")[0])
        if step + 1 < len(origins):
            deepest.wait_for_selector("iframe.content")
            (deepest,) = deepest.child_frames
            deepest.wait_for_load_state()
    assert found == origins
    assert deepest.title() == "course"


def test_the_package_has_a_window_of_its_own_with_the_api_in_its_opener(lms: Lms) -> None:
    lms.launch(quirks=[Quirk.API_IN_OPENER])
    with lms.page.expect_popup() as popup:
        lms.page.locator("#open").click()
    assert popup.value.evaluate("[parent === window, 'API' in opener]") == [True, True]


def test_no_page_sends_a_referrer_the_package_s_least_of_all(lms: Lms) -> None:
    lms.launch(quirks=[Quirk.NO_REFERRER])
    start = lms.page.locator("iframe.content").get_attribute("src") or ""
    for address in (lms.page.url, start):
        assert httpx.get(address).headers["Referrer-Policy"] == "no-referrer"


def test_the_package_s_files_are_kept_for_ninety_days(lms: Lms) -> None:
    answer = httpx.get(f"{lms.url}/courses/{lms.course}/content/index.html")
    assert answer.headers["Cache-Control"] == "public, max-age=7776000, immutable"


def test_a_score_under_the_mastery_score_fails_the_learner_at_finish(mastery: Lms) -> None:
    """Whatever status the course set."""
    mastery.launch()
    mastery.session(lesson_status="completed", score_raw="60")
    assert mastery.record()["status"] == "failed"


def test_completed_in_one_tab_stays_when_the_other_is_suspended_later(lms: Lms) -> None:
    opened(lms)
    lms.call("LMSSetValue", "cmi.core.lesson_status", "incomplete")
    lms.call("LMSCommit", "")
    first, lms.page = lms.page, lms.page.context.new_page()
    opened(lms)
    second, lms.page = lms.page, first
    lms.call("LMSSetValue", "cmi.core.lesson_status", "completed")
    lms.call("LMSFinish", "")
    lms.page = second
    lms.call("LMSSetValue", "cmi.core.exit", "suspend")
    lms.call("LMSFinish", "")
    assert lms.record()["status"] == "completed"
