"""The recorder before Slack's emulator: what it keeps, and the bad days it plays."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.emulators import SlackEmulator
from bot.demo.recorder import Fault
from bot.slack.driver import WebApi


@pytest.fixture
def client(slack: SlackEmulator) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


def test_a_call_is_passed_on_and_kept_with_its_answer(
    slack: SlackEmulator, client: WebClient
) -> None:
    mark = slack.web_api.count()
    sent = client.chat_postMessage(channel=slack.users["ana"], text="Kept", blocks=[])
    [call] = slack.web_api.calls(mark)
    assert (call["number"], call["method"]) == (mark + 1, "chat.postMessage")
    assert call["arguments"]["text"] == "Kept"
    assert call["answer"]["ts"] == sent["ts"]
    assert slack.bot_token not in str(call)
    assert slack.messages(slack.users["ana"])[-1]["text"] == "Kept"


def test_a_view_in_a_form_is_kept_as_it_was_meant(slack: SlackEmulator, client: WebClient) -> None:
    mark = slack.web_api.count()
    client.views_publish(user_id=slack.users["ana"], view={"type": "home", "blocks": []})
    [call] = slack.web_api.calls(mark)
    assert call["arguments"]["view"] == {"type": "home", "blocks": []}


def test_what_slack_does_itself_is_not_kept(slack: SlackEmulator) -> None:
    mark = slack.web_api.count()
    assert slack.web_api.trigger(slack.users["ana"])
    assert slack.web_api.count() == mark


def test_a_fault_is_answered_once_and_reaches_nobody(
    slack: SlackEmulator, client: WebClient
) -> None:
    mark = slack.web_api.count()
    fault = Fault(status=429, error="ratelimited", retry_after=7)
    slack.recorder.faults["chat.postMessage"] = [fault]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=slack.users["ana"], text="Never")
    assert refused.value.response.headers["Retry-After"] == "7"
    assert slack.web_api.count() == mark
    client.chat_postMessage(channel=slack.users["ana"], text="At last")
    assert slack.web_api.count() == mark + 1


def test_where_nothing_records_it_is_known(slack: SlackEmulator) -> None:
    assert slack.web_api.is_recorded
    assert not WebApi(f"{slack.url}/api/", slack.bot_token).is_recorded
