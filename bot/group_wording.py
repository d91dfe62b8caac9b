"""What a group comes to in words, in Slack and at a terminal alike."""

from typing import Any

from bot import group_times, wording
from bot.language import Language
from ledger.groups import Listed
from ledger.models import Group, GroupKind


def line(language: Language, listed: Listed) -> str:
    """In mrkdwn."""
    return language.mrkdwn("group-line", **facts(language, listed))


def facts(language: Language, listed: Listed) -> dict[str, Any]:
    """Those of `group-line`; times are by the client's clocks."""
    client, group = listed.client, listed.group
    return {
        "group": group.name,
        "client": wording.named(client.name, client.alias),
        "game": listed.game.title,
        "kind": "open" if group.kind is GroupKind.OPEN else "made",
        "stage": listed.state.value,
        "span": span(language, group, client.time_zone),
        "registered": listed.registered,
        "completed": listed.completed,
    }


def span(language: Language, group: Group, time_zone: str) -> str:
    """From when to when."""
    ending = "extended" if group.extended_until else "ends"
    moments = {
        name: group_times.said(language, at, time_zone) if at else "-"
        for name, at in (
            ("starts", group.starts_at),
            ("ends", group.ends_at),
            ("extended", group.extended_until),
        )
    }
    return language("group-span", ending=ending if group.ends_at else "none", **moments)
