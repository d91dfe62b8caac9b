"""The Slack of the demo and the tests: stateful, read back, and gone when its context ends."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient

from bot.demo import emulators
from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.demo.processes import LOOPBACK, ProgramEnded, free_port, running


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackEmulator]:
    with slack_emulator() as emulator:
        yield emulator


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex((LOOPBACK, port)) == 0


def test_the_bots_token_belongs_to_the_bot_of_the_team(slack: SlackEmulator) -> None:
    who = WebClient(token=slack.bot_token, base_url=slack.api_url).auth_test()
    assert (who["team_id"], who["user_id"]) == (slack.team_id, slack.bot_user_id)
    assert who["bot_id"]


def test_a_direct_message_to_a_person_is_read_back_with_its_blocks(slack: SlackEmulator) -> None:
    ana, text = slack.users["ana"], "Acme has 10 plays left."
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    slack.client.chat_postMessage(channel=ana, text=text, blocks=[block])
    [message] = slack.messages(ana)
    assert (message["text"], message["blocks"]) == (text, [block])
    assert message["user"] == slack.bot_user_id


def test_messages_come_in_the_order_they_were_sent(slack: SlackEmulator) -> None:
    opened = slack.client.conversations_open(users=slack.users["vera"])["channel"]["id"]
    for text in ("first", "second"):
        slack.client.chat_postMessage(channel=opened, text=text)
    assert [message["text"] for message in slack.messages(opened)] == ["first", "second"]


def test_a_long_conversation_is_read_to_its_first_message(
    slack: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulators, "PAGE", 2)
    channel = slack.client.conversations_create(name="long")["channel"]["id"]
    texts = ["one", "two", "three", "four", "five"]
    for text in texts:
        slack.client.chat_postMessage(channel=channel, text=text)
    assert [message["text"] for message in slack.messages(channel)] == texts


def test_a_person_whom_nobody_wrote_to_has_no_messages(slack: SlackEmulator) -> None:
    assert slack.messages(slack.users["marc"]) == []


def test_the_inspector_is_a_page(slack: SlackEmulator) -> None:
    with urlopen(slack.inspector_url) as page:
        assert "Atelier - Message Inspector" in page.read().decode()


def test_the_port_is_free_again_when_the_context_ends_even_by_ctrl_c() -> None:
    port = 0

    def interrupted() -> None:
        nonlocal port
        with slack_emulator() as emulator:
            port = urlsplit(emulator.url).port or 0
            assert listens(port)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not listens(port)


def test_a_free_port_is_none_that_an_outgoing_connection_could_take_first() -> None:
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(given.read_text().split()[0]) if given.exists() else 49_152
    assert all(free_port() < first for _ in range(20))


def test_a_program_that_ends_at_once_is_reported_with_its_own_words(tmp_path: Path) -> None:
    command = ("/bin/sh", "-c", "echo no such luck; exit 3")
    with (
        pytest.raises(ProgramEnded, match="the worker ended with 3: no such luck"),
        running("the worker", command, log=tmp_path / "log") as program,
    ):
        program.wait_for_http(free_port())
