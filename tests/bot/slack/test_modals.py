"""Modals: opened by a command or a button, filled in, refused, confirmed, closed."""

from datetime import date, time

import pytest
import structlog

from bot.demo.recorder import Fault
from bot.language import ENGLISH
from bot.slack import modals
from bot.slack.driver import Answer, Driver, NotFilled
from bot.slack.modals import Modal, TooMuchKept
from tests.bot.slack import trial
from tests.bot.stage import SIGNING_SECRET, Stage, endpoint

FILE = {"id": "F1", "name": "game.zip", "size": 3}


def opened(stage: Stage, typed: str = "trial") -> Answer:
    return stage.driver.command(f"/credits {typed}", user=stage.ana)


def filled(**more: object) -> dict[str, object]:
    return {"client": "L’Oréal", "credits": "120", **more}


def test_a_command_opens_it_and_says_nothing_itself(trying: Stage) -> None:
    answer = opened(trying, "trial prefilled")
    assert (answer.status, answer.ack) == (200, None)
    assert answer.text == (
        "== Try everything ==\n"
        "# Each kind of input\n"
        "Client *: [search ▾]\n"
        "  (A name or an alias)\n"
        "Credits *: [120]\n"
        "Comment: []\n"
        "Kind *: [By mail]\n"
        "From: []\n"
        "At: []\n"
        "Tick: [By mail, x By hand]\n"
        "File: [file]\n"
        "[Break]\n"
        "[Show]  [Leave]"
    )


def test_all_that_was_filled_in_arrives_with_what_the_modal_kept(trying: Stage) -> None:
    given = filled(
        **{"from": date(2026, 11, 24), "at": time(9, 30), "file": [FILE]},
        comment=" two\nlines ",
        kind="By hand",
        boxes=["mail", "By hand"],
    )
    after = trying.driver.submit(opened(trying, "trial autumn term"), given)
    [asked] = trial.received
    assert asked.kept == {"about": "autumn term"}
    assert asked.slack_user_id == trying.ana
    assert asked.filled.chosen("client") == "id L’Oréal"
    assert asked.filled.text("credits") == "120"
    assert asked.filled.text("comment") == "two\nlines"
    assert asked.filled.chosen("kind") == "hand"
    assert asked.filled.day("from") == date(2026, 11, 24)
    assert asked.filled.hour("at") == time(9, 30)
    assert asked.filled.ticked("boxes") == {"mail", "hand"}
    assert asked.filled.files("file") == [FILE]
    assert after.view is not None
    assert after.text == "== Is this right? ==\n120 credits\n[Do it]  [Back]"
    assert after.view["id"] == asked.view_id


def test_what_was_left_empty_is_none(trying: Stage) -> None:
    trying.driver.submit(opened(trying), filled(boxes=[]))
    [asked] = trial.received
    assert asked.filled.chosen("kind") == "mail"
    assert asked.filled.text("comment") is None
    assert asked.filled.day("from") is None
    assert asked.filled.hour("at") is None
    assert asked.filled.ticked("boxes") == frozenset()
    assert asked.filled.files("file") == []
    assert asked.filled.chosen("no such input") is None


def test_a_refusal_stands_below_its_input_and_the_modal_stays(trying: Stage) -> None:
    after = trying.driver.submit(opened(trying), filled(credits="12O"))
    assert set(after.errors) == {"credits"}
    assert "12O" in after.errors["credits"]
    assert f"Credits *: []\n  ! {after.errors['credits']}" in after.text
    again = trying.driver.submit(after, filled(credits="12"))
    assert "12 credits" in again.text


def test_a_refusal_of_no_input_in_particular_stands_below_the_first(trying: Stage) -> None:
    after = trying.driver.submit(opened(trying), filled(comment="forbid"))
    assert after.errors == {"client": "Only an owner may order credits. Ask one of your team."}


def test_a_feature_names_the_inputs_it_cannot_take(trying: Stage) -> None:
    after = trying.driver.submit(opened(trying), filled(comment="errors"))
    assert after.errors == {"comment": "Not this.", "kind": "Nor this."}


def test_an_error_no_one_expected_is_said_in_the_modal_and_reported(trying: Stage) -> None:
    with structlog.testing.capture_logs() as logged:
        after = trying.driver.submit(opened(trying), filled(comment="break"))
    number = next(line["number"] for line in logged if line["event"] == "failed")
    sentence = f"Something went wrong on our side; its number is {number}."
    assert after.errors == {"client": sentence}


def test_without_inputs_an_error_takes_the_place_of_what_the_modal_showed(trying: Stage) -> None:
    above = trying.driver.submit(opened(trying), filled(comment="push"))
    assert above.text == "== Is this right? ==\nabove\n[Do it]  [Back]"
    with structlog.testing.capture_logs():
        after = trying.driver.submit(above)
    assert "Something went wrong on our side; its number is " in after.text
    assert "[Do it]" not in after.text


def test_a_message_after_a_submission_comes_where_the_command_was_typed(trying: Stage) -> None:
    preview = trying.driver.submit(opened(trying), filled(credits="60"))
    done = trying.driver.submit(preview)
    assert done.ack == {"response_action": "clear"}
    assert done.view is None
    assert done.text == "Done: 60 credits."
    assert done.later[0]["response_type"] == "ephemeral"


def test_it_can_be_closed_by_the_answer_and_nothing_is_said(trying: Stage) -> None:
    after = trying.driver.submit(opened(trying), filled(comment="close"), waits=False)
    assert (after.ack, after.text) == ({"response_action": "clear"}, "")


def test_closing_it_is_told_to_the_feature_that_asked(trying: Stage) -> None:
    closed = trying.driver.close(opened(trying, "trial autumn"))
    assert closed.text == "You closed it; it kept autumn."
    preview = trying.driver.submit(opened(trying), filled())
    assert trying.driver.close(preview).text == ""


def test_a_search_offers_what_matches_a_hundred_at_most(trying: Stage) -> None:
    answer = opened(trying)
    assert len(trying.driver.suggest(answer, "client")) == 100
    [found] = trying.driver.suggest(answer, "client", "oréal")
    assert found == {"text": {"type": "plain_text", "text": "L’Oréal"}, "value": "id L’Oréal"}
    assert trying.driver.suggest(answer, "client", "nobody") == []


def test_a_search_that_fails_offers_nothing_and_is_reported(trying: Stage) -> None:
    with structlog.testing.capture_logs() as logged:
        assert trying.driver.suggest(opened(trying), "client", "break") == []
    assert "failed" in {line["event"] for line in logged}


def test_a_trigger_that_expired_has_its_sentence(trying: Stage) -> None:
    assert trying.slack is not None
    trying.slack.recorder.faults["views.open"] = [Fault(error="expired_trigger_id")]
    assert opened(trying).text == ENGLISH("answer-too-late")


def test_a_slack_that_keeps_no_trigger_of_ours_has_the_same_sentence(trying: Stage) -> None:
    assert trying.slack is not None
    port = int(trying.host.rpartition(":")[2])
    team = trying.slack.team_id
    with Driver(endpoint(port), signing_secret=SIGNING_SECRET, team_id=team) as driver:
        assert driver.command("/credits trial", user=trying.ana).text == ENGLISH("answer-too-late")


def test_a_slack_that_does_not_answer_in_time_is_said_too(trying: Stage) -> None:
    assert trying.slack is not None
    trying.slack.recorder.faults["views.open"] = [Fault(seconds=3)]
    with structlog.testing.capture_logs():
        answer = opened(trying)
    assert answer.text.startswith("Something went wrong on our side; its number is ")
    assert answer.milliseconds < 3000


def test_a_stranger_and_one_who_is_no_member_send_it_in_vain(trying: Stage) -> None:
    answer = opened(trying)
    refused = trying.driver.submit(answer, filled(), team="T0STRANGER")
    assert list(refused.errors) == ["client"]
    assert "workspace" in refused.errors["client"]
    assert "no member" in trying.driver.submit(answer, filled(), user="U0NOBODY").errors["client"]
    assert trial.received == []


def test_a_modal_no_version_of_ours_knows_any_more_says_so(trying: Stage) -> None:
    answer = opened(trying)
    assert answer.view is not None
    answer.view["callback_id"] = "of.last.year"
    assert "older version" in trying.driver.submit(answer, filled()).errors["client"]


@pytest.mark.parametrize("kept", ["", "{}", "[1]", "not JSON", '["a", 1]'])
def test_what_another_version_kept_is_no_error(kept: str) -> None:
    assert modals.kept({"private_metadata": kept}) == {}


def test_a_modal_keeps_no_more_than_slack_carries() -> None:
    modal = Modal(callback_id="c", title="t", close="c", blocks=[], keeps={"note": "x" * 3000})
    with pytest.raises(TooMuchKept):
        modal.view()


def test_slacks_client_sends_nothing_that_is_not_filled_in(trying: Stage) -> None:
    answer = opened(trying)
    with pytest.raises(NotFilled, match="Credits"):
        trying.driver.submit(answer, {"client": "L’Oréal"})
    with pytest.raises(NotFilled, match="500"):
        trying.driver.submit(answer, filled(comment="x" * 501))
    with pytest.raises(LookupError, match="no option"):
        trying.driver.submit(answer, filled(kind="By air"))
    assert trial.received == []
