"""What the other tests hold a package to is told apart from what it must not do."""

import pytest

from tests.scorm_bridge.player.protocol import flaws
from tests.scorm_bridge.player.standards import Facts

Said = tuple[str, ...]
BEGUN: list[Said] = [
    ("LMSInitialize", ""),
    ("LMSGetValue", "cmi.core.lesson_mode", "normal"),
    ("LMSSetValue", "cmi.core.lesson_status", "incomplete"),
    ("LMSCommit", ""),
]
FINISHED: Said = ("LMSFinish", "")


def calls(*said: Said) -> list[Facts]:
    """As an LMS records them; the last word of a question is its answer."""
    return [
        {
            "number": number,
            "function": name,
            "args": list(args[:1] if "Get" in name else args),
            "result": args[-1],
        }
        for number, (name, *args) in enumerate(said, 1)
    ]


def test_a_launch_that_keeps_to_the_standard_has_no_flaw() -> None:
    assert flaws(calls(*BEGUN, ("LMSGetLastError", "0"), FINISHED)) == []
    assert flaws([]) == []


@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        (BEGUN[1:], "LMSGetValue came before LMSInitialize"),
        ([*BEGUN, BEGUN[0]], "LMSInitialize was called 2 times"),
        ([*BEGUN, FINISHED, FINISHED], "LMSFinish came after LMSFinish"),
        ([*BEGUN, FINISHED, BEGUN[2]], "LMSSetValue came after LMSFinish"),
        ([*BEGUN[:3], BEGUN[1], FINISHED], "LMSSetValue was followed by LMSGetValue"),
        ([BEGUN[0], ("LMSGetValue", "cmi.core.lesson_mode", "browse"), FINISHED], "in a preview"),
    ],
)
def test_calls_out_of_order_are_flaws(said: list[Said], flaw: str) -> None:
    (found,) = flaws(calls(*said))
    assert flaw in found


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("cmi.core.lesson_status", "not attempted"),
        ("cmi.core.lesson_location", "x" * 256),
        ("cmi.core.exit", "normal"),
        ("cmi.core.session_time", "PT90S"),
        ("cmi.core.session_time", "00:60:00"),
        ("cmi.core.score.raw", ""),
        ("cmi.core.score.raw", "85,5"),
        ("cmi.core.score.raw", "100.01"),
        ("cmi.core.score.max", "1e2"),
        ("cmi.suspend_data", "é"),
        ("cmi.suspend_data", "x" * 65),
        ("cmi.comments", "x"),
        ("cmi.completion_status", "completed"),
    ],
)
def test_a_value_that_1_2_does_not_know_is_a_flaw(element: str, value: str) -> None:
    (flaw,) = flaws(calls(*BEGUN, ("LMSSetValue", element, value), FINISHED))
    assert flaw.startswith(element)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("cmi.completion_status", "passed"),
        ("cmi.success_status", "completed"),
        ("cmi.session_time", "00:01:30"),
        ("cmi.score.scaled", "1.01"),
        ("cmi.progress_measure", "-0.5"),
        ("cmi.location", "x" * 1001),
    ],
)
def test_a_value_that_2004_does_not_know_is_a_flaw(element: str, value: str) -> None:
    said: list[Said] = [("Initialize", ""), ("SetValue", element, value), ("Terminate", "")]
    (flaw,) = flaws(calls(*said))
    assert flaw.startswith(element)
