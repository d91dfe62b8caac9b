"""The app manifest says what the handlers do, no more and no less."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from bot.language import ENGLISH
from bot.slack import commands, usage
from bot.slack.app import register
from bot.slack.asking import Asked
from bot.slack.routes import PATH


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    text = (files("manifests") / "slack" / "manifest.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


class Recorder:
    """Stands where Bolt's App does, and keeps the commands that are registered on it."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def command(self, name: str) -> Callable[[object], object]:
        self.commands.append(name)
        return lambda listener: listener

    def other(self, _name: str) -> Callable[[object], object]:
        return lambda listener: listener

    action = options = event = view_submission = view_closed = other

    def error(self, _handler: object) -> None: ...


def test_its_commands_are_the_registered_ones(manifest: dict[str, Any]) -> None:
    recorder: Any = Recorder()
    register(recorder, office=None)  # type: ignore[arg-type]
    listed = [command["command"] for command in manifest["features"]["slash_commands"]]
    assert listed == recorder.commands


def test_its_hint_and_the_help_name_every_subcommand(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]
    hinted = {part.split()[0] for part in command["usage_hint"].split(" | ")}
    assert hinted == set(commands.SUBCOMMANDS)
    asked = Asked(office=None, actor=None, language=ENGLISH, slack_user_id="U0")  # type: ignore[arg-type]
    helped = re.findall(rf"{commands.COMMAND} (\w+)", usage.show(asked).text)
    assert sorted(helped) == sorted(commands.SUBCOMMANDS)


def test_it_asks_for_the_fewest_scopes(manifest: dict[str, Any]) -> None:
    assert manifest["oauth_config"]["scopes"] == {"bot": ["chat:write", "commands", "im:write"]}


def test_every_address_in_it_is_the_endpoint(manifest: dict[str, Any]) -> None:
    urls = re.findall(r"https://[^\"]+", json.dumps(manifest))
    assert {url.removeprefix("https://obole.example") for url in urls} == {PATH}


def test_it_keeps_within_slacks_limits(manifest: dict[str, Any]) -> None:
    """Slack's page on the app manifest: name 35, description 140 characters."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert not manifest["settings"]["socket_mode_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]
