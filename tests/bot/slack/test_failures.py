"""What no one expected: one sentence with a number, wherever Slack would show it."""

import pytest
import structlog

from bot.slack import commands
from ledger import allocation
from tests.bot.stage import ANA, Stage


def breaks(*_: object, **_more: object) -> None:
    raise RuntimeError("a defect")


def test_in_a_command_it_is_said_in_the_acknowledgement(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(commands.SUBCOMMANDS, "help", breaks)
    with structlog.testing.capture_logs() as logged:
        answer = stage.driver.command("/credits help", user=ANA)
    number = next(line["number"] for line in logged if line["event"] == "failed")
    assert answer.text == f"Something went wrong on our side; its number is {number}."
    assert not answer.later


def test_after_the_acknowledgement_of_a_press_it_is_said_at_the_response_url(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=ANA)
    monkeypatch.setattr(allocation, "allocate_credits", breaks)
    with structlog.testing.capture_logs():
        pressed = stage.driver.press(preview, "allocate.confirm")
    assert pressed.ack is None
    assert pressed.text.startswith("Something went wrong on our side; its number is ")
    assert pressed.later[0]["replace_original"] is False
