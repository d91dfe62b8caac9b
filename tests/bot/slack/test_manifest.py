"""The app manifest says what the handlers do, no more and no less."""

import ast
import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

import bot
from bot.language import ENGLISH
from bot.slack import commands, manifest
from bot.slack.app import register
from bot.slack.asking import Asked
from bot.slack.installs import OAUTH
from bot.slack.messages import Message
from bot.slack.routes import PATH
from tests.bot.slack.manifest_shape import flaws

BOT = Path(bot.__file__).parent
APP = manifest.manifest()
HOME = "app_home_opened"

NONE: set[str] = set()
SCOPES = {
    "auth_test": NONE,
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_open": {"im:write"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_upload_v2": {"files:write"},
    "oauth_v2_access": NONE,
    # Its e-mail address is what makes a person a member.
    "users_info": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": NONE,
    "views_publish": NONE,
    "views_push": NONE,
    "views_update": NONE,
}
"""What each method of the Web API that may be called needs (its own page)."""

METHODS = {
    name for name in dir(WebClient) if re.fullmatch(r"[a-z]+(_\w+)+", name) and name != "api_call"
}


def called() -> Iterator[str]:
    """The methods that the app's code calls: not what plays Slack's client in its tests."""
    for path in BOT.rglob("*.py"):
        if "driver" in path.parts or "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                yield node.attr


class Recorder:
    """Stands where Bolt's App does, and keeps what is registered on it."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.events: list[str] = []

    def command(self, name: str, **_more: object) -> Callable[[object], object]:
        self.commands.append(name)
        return lambda listener: listener

    def event(self, name: str) -> Callable[[object], object]:
        self.events.append(name)
        return lambda listener: listener

    def other(self, _name: object, **_more: object) -> Callable[[object], object]:
        return lambda listener: listener

    action = options = view_submission = view_closed = other

    def error(self, _handler: object) -> None: ...


@pytest.fixture(scope="module")
def registered() -> Recorder:
    recorder: Any = Recorder()
    register(recorder, office=None)  # type: ignore[arg-type]
    assert isinstance(recorder, Recorder)
    return recorder


def test_its_commands_are_the_registered_ones(registered: Recorder) -> None:
    listed = [command["command"] for command in APP["features"]["slash_commands"]]
    assert listed == registered.commands


def test_its_events_are_the_registered_ones(registered: Recorder) -> None:
    """Messages are heard where they are said to the app alone."""
    heard = ["message.im" if event == "message" else event for event in registered.events]
    assert sorted(APP["settings"]["event_subscriptions"]["bot_events"]) == sorted(heard)


def test_it_has_a_home_where_one_is_shown(registered: Recorder) -> None:
    """And messages, where what is told in person is read and a CSV can be dropped."""
    assert APP["features"]["app_home"] == {
        "home_tab_enabled": HOME in registered.events,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": "message" not in registered.events,
    }


def test_its_hint_and_the_help_name_every_subcommand() -> None:
    [command] = APP["features"]["slash_commands"]
    hinted = {part.split()[0] for part in command["usage_hint"].split(" | ")}
    assert hinted == set(commands.SUBCOMMANDS)
    asked = Asked(office=None, actor=None, language=ENGLISH, slack_user_id="U0")  # type: ignore[arg-type]
    said = commands.SUBCOMMANDS["help"](asked)
    assert isinstance(said, Message)
    helped = re.findall(rf"{commands.COMMAND} (\w+)", said.text)
    assert sorted(set(helped)) == sorted(commands.SUBCOMMANDS)


def test_it_asks_for_the_scopes_that_its_calls_need_and_no_others() -> None:
    used = set(called())
    assert used - SCOPES.keys() == set(), "say in SCOPES what each of these needs"
    # These are for no method: a file is fetched from its own address, a message comes as an event.
    needed = {"commands", "files:read", "im:history"}.union(*(SCOPES[method] for method in used))
    assert APP["oauth_config"]["scopes"] == {"bot": sorted(needed)}


def test_each_scope_has_its_reason_in_the_document() -> None:
    text = (BOT.parent / "docs" / "slack-app.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z:.]+)` \| \w", text, re.MULTILINE) == manifest.scopes()


def test_every_address_in_it_is_one_of_ours() -> None:
    urls = re.findall(r"https://[^\"]+", json.dumps(APP))
    assert {url.removeprefix("https://obole.example") for url in urls} == {PATH, OAUTH}


def test_slack_takes_it() -> None:
    assert list(flaws(APP)) == []


def changed(place: str, value: object) -> dict[str, Any]:
    """The manifest with another value at `place`; None takes it out."""
    found = copy.deepcopy(APP)
    *way, last = place.split(".")
    part = found
    for name in way:
        part = part[name]
    part[last] = value
    if value is None:
        del part[last]
    return found


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("display_information.name", "O" * 36),
        ("display_information.name", None),
        ("display_information.description", 140),
        ("display_information.background_color", "blue"),
        ("display_information", None),
        ("features.bots", {}),
        ("features.slash_commands", []),
        ("settings.org_deploy_enabled", "true"),
        ("settings.interactivity.request_url", "obole.example"),
        ("settings.event_subscriptions.bot_events", ["app_uninstalled"] * 2),
    ],
)
def test_what_slack_would_refuse_is_found(place: str, value: object) -> None:
    assert len(list(flaws(changed(place, value)))) == 1


def test_it_is_for_many_workspaces_and_orgs_over_http_with_tokens_that_rotate() -> None:
    settings = APP["settings"]
    assert (settings["org_deploy_enabled"], settings["token_rotation_enabled"]) == (True, True)
    assert not settings["socket_mode_enabled"]
    assert settings["interactivity"]["is_enabled"]
