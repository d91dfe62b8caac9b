"""The run-time of the sandbox LMS does what LMSs were measured to do."""

import httpx
import pytest

from tests.scorm_bridge.sandbox.course import Lms, speak_2004


def test_an_attempt_in_which_nothing_was_set_is_completed(lms: Lms) -> None:
    """SCORM 1.2: Initialize, then Finish."""
    lms.launch()
    lms.session()
    assert (lms.record()["status"], lms.record()["score"]) == ("completed", None)


def test_a_suspended_attempt_resumes_with_its_time(lms: Lms) -> None:
    """The next entry is `resume`; sessions add up to the total time."""
    lms.launch()
    assert lms.record()["entry"] == "ab-initio"
    lms.session(lesson_status="incomplete", exit="suspend", session_time="00:01:30")
    lms.launch()
    assert lms.call("LMSInitialize", "") == ("true", "0")
    assert lms.call("LMSGetValue", "cmi.core.entry") == ("resume", "0")
    lms.call("LMSSetValue", "cmi.core.session_time", "00:01:00")
    lms.call("LMSFinish", "")
    facts = lms.record()
    assert (facts["total_time"], facts["entry"], facts["launches"]) == ("00:02:30", "", 2)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("cmi.core.score.raw", "100.01"),
        ("cmi.core.score.raw", "-1"),
        ("cmi.core.score.raw", "85,5"),
        ("cmi.core.score.raw", "85%"),
        ("cmi.suspend_data", "x" * 4097),
        ("cmi.core.session_time", "PT5S"),
        ("cmi.core.lesson_status", "not attempted"),
    ],
)
def test_a_value_out_of_the_standard_is_refused(lms: Lms, element: str, value: str) -> None:
    """The answer is `false` with error 405, and the old value stays."""
    lms.launch()
    lms.call("LMSInitialize", "")
    assert lms.call("LMSSetValue", element, value) == ("false", "405")


def test_an_empty_score_is_kept_as_zero(lms: Lms) -> None:
    """And a score is read back as a number."""
    lms.launch()
    lms.call("LMSInitialize", "")
    lms.call("LMSSetValue", "cmi.core.score.raw", "")
    assert lms.call("LMSGetValue", "cmi.core.score.raw") == (0, "0")


def test_an_attempt_that_is_over_is_launched_in_review_where_writes_persist(lms: Lms) -> None:
    """A lower result in review replaces the first."""
    lms.launch()
    lms.session(lesson_status="completed", score_raw="85")
    lms.launch()
    lms.call("LMSInitialize", "")
    assert lms.call("LMSGetValue", "cmi.core.lesson_mode") == ("review", "0")
    lms.call("LMSSetValue", "cmi.core.score.raw", "10")
    lms.call("LMSFinish", "")
    assert lms.record()["score"] == 10


def test_what_is_written_in_a_preview_counts(lms: Lms) -> None:
    """And a preview that is finished untouched is completed."""
    lms.launch(mode="browse")
    lms.session()
    assert lms.record()["status"] == "completed"
    lms.launch(mode="browse")
    lms.session(lesson_status="passed", score_raw="90")
    assert (lms.record()["status"], lms.record()["score"]) == ("passed", 90)


def test_what_is_committed_offline_is_lost_though_the_answer_is_true(lms: Lms) -> None:
    """The same value is not sent again afterwards; another one is."""
    lms.launch()
    lms.call("LMSInitialize", "")
    lms.call("LMSSetValue", "cmi.core.lesson_status", "incomplete")
    lms.page.context.set_offline(True)
    lms.call("LMSSetValue", "cmi.core.score.raw", "50")
    assert lms.call("LMSCommit", "") == ("true", "0")
    lms.page.context.set_offline(False)
    lms.call("LMSSetValue", "cmi.core.score.raw", "50")
    lms.call("LMSCommit", "")
    assert lms.record()["score"] is None
    lms.call("LMSSetValue", "cmi.core.score.raw", "51")
    lms.call("LMSCommit", "")
    assert lms.record()["score"] == 51


def test_a_new_attempt_starts_afresh(lms: Lms) -> None:
    """With `attempt=new` nothing but the learner is left."""
    lms.launch()
    lms.session(lesson_status="incomplete", exit="suspend", lesson_location="3")
    lms.launch(attempt="new")
    facts = lms.record()
    assert (facts["attempts"], facts["location"], facts["entry"]) == (2, "", "ab-initio")


def test_every_call_is_kept_in_order(lms: Lms) -> None:
    """Function, arguments, result, error and time."""
    lms.launch()
    lms.session(lesson_status="incomplete")
    lms.page.goto(lms.url)
    calls = [call for call in lms.record()["calls"] if call["function"] != "LMSGetLastError"]
    assert [(call["function"], call["args"], call["result"]) for call in calls] == [
        ("LMSInitialize", [""], "true"),
        ("LMSSetValue", ["cmi.core.lesson_status", "incomplete"], "true"),
        ("LMSFinish", [""], "true"),
    ]
    assert all(call["error"] == "0" and call["time"].endswith("Z") for call in calls)


@pytest.mark.parametrize("lms", ["2004 3rd Edition"], indirect=True)
def test_in_2004_only_suspend_keeps_anything(lms: Lms) -> None:
    """An attempt that ended otherwise starts afresh."""
    for leave_by, location in (("suspend", "3"), ("normal", "")):
        lms.launch()
        lms.page.evaluate(
            """exit => {
                API_1484_11.Initialize("");
                API_1484_11.SetValue("cmi.location", "3");
                API_1484_11.SetValue("cmi.exit", exit);
                API_1484_11.Terminate("");
            }""",
            leave_by,
        )
        lms.launch()
        assert lms.record()["location"] == location


@pytest.mark.parametrize("lms", ["2004 4th Edition"], indirect=True)
def test_a_2004_attempt_in_which_nothing_was_set_is_not_completed(lms: Lms) -> None:
    lms.launch()
    speak_2004(lms, ["Initialize", ""], ["Terminate", ""])
    assert (lms.record()["status"], lms.record()["score"]) == ("unknown", None)


@pytest.mark.parametrize("lms", ["2004 4th Edition"], indirect=True)
def test_a_scaled_score_without_points_is_a_grade_of_zero(lms: Lms) -> None:
    lms.launch()
    scaled = ["SetValue", "cmi.score.scaled", "0.85"]
    speak_2004(lms, ["Initialize", ""], scaled, ["Commit", ""])
    assert lms.record()["score"] == 0
    speak_2004(lms, ["SetValue", "cmi.score.raw", "85"], ["Terminate", ""])
    assert lms.record()["score"] == 85


@pytest.mark.parametrize("lms", ["2004 4th Edition"], indirect=True)
def test_a_2004_value_out_of_the_standard_is_refused(lms: Lms) -> None:
    """Error 406; 407 for a number out of its range; 133 after Terminate."""
    lms.launch()
    values = {
        "cmi.suspend_data": "x" * 64_001,
        "cmi.location": "x" * 1001,
        "cmi.session_time": "00:01:30",
        "cmi.completion_status": "passed",
        "cmi.score.raw": "85,5",
        "cmi.score.scaled": "1.01",
    }
    calls = [["SetValue", element, value] for element, value in values.items()]
    end = [["Terminate", ""], ["SetValue", "cmi.location", "3"]]
    answers = speak_2004(lms, ["Initialize", ""], *calls, *end)
    assert answers[1:7] == [["false", code] for code in (*["406"] * 5, "407")]
    assert answers[8] == ["false", "133"]


def test_unknown_courses_learners_and_modes_are_refused(lms: Lms) -> None:
    """A wrong address is no half-made attempt."""
    course = f"{lms.url}/courses/{lms.course}"
    assert httpx.get(f"{lms.url}/courses/nope/launch?learner=a").status_code == 404
    assert httpx.get(f"{course}/launch").status_code == 400
    assert httpx.get(f"{course}/launch?learner=a&mode=exam").status_code == 400
    assert httpx.get(f"{course}/learners/nobody.json").status_code == 404
