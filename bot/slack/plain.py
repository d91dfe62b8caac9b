"""A message as plain text, for a terminal and for whoever cannot see it in Slack."""

import re
from collections.abc import Iterable
from typing import Any

from bot.slack.messages import Block
from bot.slack.words import unescaped

# *bold*, _italic_ and `code`, as they stand around words; not the _ within a name.
MARKS = re.compile(r"(?<!\w)([*_`])(\S|\S.*?\S)\1(?!\w)")


def plain(message: dict[str, Any]) -> str:
    """The text of every block on lines of its own, buttons in brackets."""
    blocks = message.get("blocks")
    lines = [of_block(block) for block in blocks] if blocks else [unmarked(message["text"])]
    return "\n".join(lines)


def of_block(block: Block) -> str:
    if block["type"] == "actions":
        return "  ".join(f"[{one['text']['text']}]" for one in block["elements"])
    return unmarked(block["text"]["text"])


def unmarked(text: str) -> str:
    bare = MARKS.sub(r"\2", text)
    return unescaped(bare.replace(":warning:", "!"))


def buttons(messages: Iterable[dict[str, Any]]) -> list[Block]:
    return [
        element
        for message in messages
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
    ]
