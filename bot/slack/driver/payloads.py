"""Payloads in Slack's shape (its pages on interaction payloads, slash commands and the Events
API)."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bot.slack.blocks import Block

APP_ID = "A0DRIVER"
CHANNEL_ID = "C0DRIVER"

# What names a message is no part of its content.
ENVELOPE = ("channel", "ts", "response_type", "replace_original", "delete_original")


ACTED = ("type", "action_id", "value", "text")
"""What Slack repeats of an element that was pressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who does it; `team_id` is of another workspace where they are a stranger of a channel that
    `workspace` shares."""

    user_id: str
    workspace: str
    team_id: str


def command(person: Person, typed: str, *, response_url: str, trigger: str) -> dict[str, str]:
    name, _, text = typed.partition(" ")
    return {
        "api_app_id": APP_ID,
        "command": name,
        "text": text,
        "team_id": person.team_id,
        "user_id": person.user_id,
        "channel_id": CHANNEL_ID,
        "response_url": response_url,
        "trigger_id": trigger,
        "is_enterprise_install": "false",
    }


def interaction(kind: str, person: Person, *, trigger: str | None = None) -> dict[str, Any]:
    """What every interaction begins with."""
    payload: dict[str, Any] = {
        "type": kind,
        "team": {"id": person.workspace, "domain": "driver"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": person.user_id, "name": "driver", "team_id": person.team_id},
        "api_app_id": APP_ID,
    }
    return payload if trigger is None else {**payload, "trigger_id": trigger}


def in_view(view: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    container = {"type": "view", "view_id": view["id"]}
    return {"container": container, "view": {**view, "state": state}}


def in_message(message: dict[str, Any], response_url: str) -> dict[str, Any]:
    """Of a message that only one person sees, Slack sends where it was and not what it said."""
    ts = message.get("ts")
    channel = message.get("channel", CHANNEL_ID)
    container = {"type": "message", "message_ts": ts or now(), "channel_id": channel}
    place = {"response_url": response_url, "channel": {"id": channel, "name": "driver"}}
    if ts is None:
        return {**place, "container": {**container, "is_ephemeral": True}}
    content = {name: value for name, value in message.items() if name not in ENVELOPE}
    shown = {"container": {**container, "is_ephemeral": False}, "message": {**content, "ts": ts}}
    return {**place, **shown}


def action(element: Block, block_id: str, chosen: Block | None) -> dict[str, Any]:
    """One of the `actions` of a press; `chosen` is the option of a menu."""
    kept: dict[str, Any] = {name: element[name] for name in ACTED if name in element}
    choice = {"selected_option": chosen} if chosen else {}
    return {**kept, **choice, "block_id": block_id, "action_ts": now()}


def event(
    team_id: str, kind: str, more: dict[str, Any], *, event_id: str | None, at: float | None
) -> dict[str, Any]:
    when = time.time() if at is None else at
    return {
        "type": "event_callback",
        "team_id": team_id,
        "api_app_id": APP_ID,
        "event": {"type": kind, "event_ts": f"{when:.6f}", **more},
        "event_id": event_id or f"Ev{uuid4().hex[:10].upper()}",
        "event_time": int(when),
        "authorizations": [{"enterprise_id": None, "team_id": team_id, "is_bot": True}],
    }


def now() -> str:
    return f"{time.time():.6f}"
