"""Presses, menus, Homes and events: each answer reaches the person, and each failure too."""

import json
import threading
import time
from collections.abc import Callable

import pytest
import structlog

from bot.language import ENGLISH
from bot.slack import acknowledgement, app, commands
from bot.slack.asking import Asked
from bot.slack.driver import Answer
from bot.slack.messages import Message, message
from bot.slack.modals import Modal
from tests.bot.slack import trial
from tests.bot.stage import Stage, signed


def menu(stage: Stage) -> Answer:
    return stage.driver.command("/credits trial menu", user=stage.ana)


def test_an_option_of_a_menu_is_its_value(trying: Stage) -> None:
    assert trying.driver.press(menu(trying), "By hand").text == "You chose hand."


def test_an_answer_can_take_the_place_of_the_message(trying: Stage) -> None:
    pressed = trying.driver.press(menu(trying), "Replace")
    assert pressed.text == "In its place."
    assert pressed.later[0]["replace_original"] is True


def test_an_option_behind_the_dots_opens_a_modal(trying: Stage) -> None:
    pressed = trying.driver.press(menu(trying), "Open it")
    assert pressed.text.startswith("== Try everything ==")
    done = trying.driver.submit(pressed, {"client": "L’Oréal", "credits": "6", "comment": "say"})
    assert done.text == "It was said."
    assert trial.received[0].kept == {"about": "opened"}


def test_a_failure_after_a_press_is_said_and_reported(trying: Stage) -> None:
    with structlog.testing.capture_logs() as logged:
        pressed = trying.driver.press(menu(trying), "Break")
    number = next(line["number"] for line in logged if line["event"] == "failed")
    assert pressed.text == f"Something went wrong on our side; its number is {number}."
    assert pressed.later[0]["replace_original"] is False


def test_a_failure_of_a_button_in_a_modal_comes_where_the_modal_was_asked_for(
    trying: Stage,
) -> None:
    modal = trying.driver.command("/credits trial", user=trying.ana)
    with structlog.testing.capture_logs():
        pressed = trying.driver.press(modal, "Break")
    assert pressed.text.startswith("Something went wrong on our side; its number is ")


def test_a_button_that_no_version_of_ours_knows_any_more_says_so(trying: Stage) -> None:
    answer = menu(trying)
    assert answer.ack is not None
    answer.ack["blocks"][-1]["elements"][2]["action_id"] = "of.last.year"
    assert trying.driver.press(answer, "Replace").text == ENGLISH("answer-outdated").replace(
        "`", ""
    )


def test_such_a_button_in_a_home_says_so_in_a_direct_message(trying: Stage) -> None:
    home = trying.driver.home(trying.ana)
    assert home.view is not None
    home.view["blocks"][-1]["elements"][0]["action_id"] = "of.last.year"
    pressed = trying.driver.press(home, "Open")
    assert pressed.text == ENGLISH("answer-outdated").replace("`", "")
    assert pressed.later[0]["channel"] == trying.ana


def test_the_press_of_a_link_is_taken_and_answered_by_nothing(trying: Stage) -> None:
    assert trying.slack is not None
    home = trying.driver.home(trying.ana)
    mark = len(trying.slack.recorder.calls)
    trying.driver.patience = 0
    pressed = trying.driver.press(home, "Read")
    assert (pressed.status, pressed.ack) == (200, None)
    assert trying.slack.recorder.after(mark) == []


def test_where_there_is_no_response_url_a_direct_message_comes(trying: Stage) -> None:
    assert trying.slack is not None
    home = trying.driver.home(trying.ana)
    modal = trying.driver.press(home, "Open", given={"note": "from home"})
    assert modal.text.startswith("== Try everything ==")
    done = trying.driver.submit(modal, {"client": "L’Oréal", "credits": "6", "comment": "say"})
    assert done.text == "It was said."
    assert done.later[0]["channel"] == trying.ana
    assert trying.slack.messages(trying.ana)[-1]["text"] == "It was said."
    assert trial.received[0].kept == {"about": "home from home"}


def test_a_home_is_published_for_the_member_who_opens_it(trying: Stage) -> None:
    home = trying.driver.home(trying.vera)
    assert home.text == "# Home\nNote: []\n[Open]  [Read]"
    assert home.view is not None
    assert home.view["type"] == "home"


def test_a_home_that_fails_is_said_in_a_direct_message(trying: Stage) -> None:
    with structlog.testing.capture_logs():
        home = trying.driver.home(trying.marc)
    assert home.view is None
    assert home.text.startswith("Something went wrong on our side; its number is ")


def test_the_other_tab_of_the_app_and_who_is_no_member_get_no_home(trying: Stage) -> None:
    assert trying.slack is not None
    mark = len(trying.slack.recorder.calls)
    trying.driver.event("app_home_opened", {"user": trying.vera, "tab": "messages"})
    trying.driver.event("app_home_opened", {"user": "U0NOBODY", "tab": "home"})
    trying.driver.home(trying.ana)
    [published] = trying.slack.recorder.after(mark)
    assert published["arguments"]["user_id"] == trying.ana


def test_an_event_of_the_workspace_comes_with_its_key_and_its_time(trying: Stage) -> None:
    answer = trying.driver.event("team_domain_change", event_id="Ev01", at=1_700_000_000)
    assert answer.status == 200
    wait_for_events(1)
    [event] = trial.happened
    assert (event.key, event.at) == ("slack event Ev01", 1_700_000_000)
    assert event.team_id == trying.driver.team_id


def test_an_event_that_slack_sends_again_has_the_same_key(trying: Stage) -> None:
    for retry in (None, 1):
        trying.driver.event("team_domain_change", event_id="Ev02", retry=retry)
    wait_for_events(2)
    assert {event.key for event in trial.happened} == {"slack event Ev02"}


def test_an_event_that_fails_is_taken_and_reported(trying: Stage) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = trying.driver.event("user_change", {"user": {"id": "U0NOBODY"}})
        wait_until(lambda: any(line["event"] == "failed" for line in logged))
    assert answer.status == 200


def test_an_event_nothing_listens_to_is_taken(trying: Stage) -> None:
    assert trying.driver.event("team_rename", {"name": "x"}).status == 200


def test_an_event_of_a_workspace_without_an_account_is_taken_and_dropped(trying: Stage) -> None:
    trying.driver.team_id = "T0OTHER"
    assert trying.driver.event("team_domain_change").status == 200
    assert trial.happened == []


def test_an_event_that_is_not_signed_is_refused(trying: Stage) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "team_domain_change"}})
    answer = trying.client.post(
        "/slack/events",
        data=body,
        headers=signed(body, secret="another"),
        content_type="application/json",
        base_url=f"http://{trying.host}",
    )
    assert answer.status_code == 401
    assert trial.happened == []


def test_a_signed_body_that_is_no_json_has_its_sentence(stage: Stage) -> None:
    body = "payload=%7B"
    answer = stage.post(body, signed(body))
    assert answer.status_code == 400
    assert answer.text == "The request holds no JSON where Slack puts it.\n"


def test_the_word_payload_in_a_command_is_a_word(stage: Stage) -> None:
    answer = stage.driver.command("/credits allocate acme 120 payload=1", user=stage.ana)
    assert "reference “payload=1”" in answer.text


def test_an_answer_that_takes_too_long_comes_after_the_acknowledgement(
    trying: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slow(asked: Asked) -> Message:
        may_end.wait(10)
        return message("Done after all.")

    monkeypatch.setattr(acknowledgement, "COMMAND_SECONDS", 0.1)
    monkeypatch.setitem(commands.SUBCOMMANDS, "slow", slow)
    trying.driver.patience = 0
    answer = trying.driver.command("/credits slow", user=trying.ana)
    assert (answer.status, answer.ack) == (200, None)
    may_end.set()
    trying.driver.patience = 10
    assert trying.driver.next(answer).text == "Done after all."


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LISTENERS", 1)


def test_a_press_is_acknowledged_while_every_thread_is_at_work(
    one_thread: None, trying: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slow(asked: Asked) -> Message:
        may_end.wait(10)
        return message("Done after all.")

    shown = menu(trying)
    monkeypatch.setattr(acknowledgement, "COMMAND_SECONDS", 0.1)
    monkeypatch.setitem(commands.SUBCOMMANDS, "slow", slow)
    trying.driver.patience = 0
    trying.driver.command("/credits slow", user=trying.marc)
    pressed = trying.driver.press(shown, "By hand")
    assert (pressed.status, pressed.later) == (200, [])
    assert not may_end.is_set()
    may_end.set()
    trying.driver.patience = 10
    assert trying.driver.next(pressed).text == "You chose hand."


def test_a_modal_that_comes_too_late_says_so(
    trying: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    preview = trial.preview

    def slow(text: str) -> Modal:
        may_end.wait(10)
        return preview(text)

    monkeypatch.setattr(trial, "preview", slow)
    monkeypatch.setattr(acknowledgement, "SECONDS", 1.0)
    answer = trying.driver.command("/credits trial", user=trying.ana)
    closed = trying.driver.submit(answer, {"client": "L’Oréal", "credits": "6"})
    assert (closed.status, closed.ack, closed.view) == (200, None, None)
    may_end.set()
    assert trying.driver.next(closed).text == ENGLISH("answer-too-late")


def wait_for_events(count: int) -> None:
    wait_until(lambda: len(trial.happened) >= count)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
