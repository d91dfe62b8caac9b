"""Messages in Slack's form, within its limits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import SECTION_MOST, Block, actions, button, escape, section

# A message is made with these too; the rest of the blocks are in their own module.
__all__ = [
    "SECTION_MOST",
    "TEXT_MOST",
    "TYPED",
    "Block",
    "Message",
    "Replaced",
    "button",
    "escape",
    "message",
    "packed",
    "typing",
]

TYPED = "credits.typed"
"""The action of a button that stands for a command: pressing it is typing its value."""

TEXT_MOST = 4000
"""Characters that Slack asks a message's text to keep to (its page on chat.postMessage)."""


def typing(label: str, typed: str, *, name: str = "") -> Block:
    """A button that types a command; `name` tells it from others of its block."""
    action_id = f"{TYPED}.{name}" if name else TYPED
    return button(label, action_id=action_id, value=escape(typed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is what a notification shows, and all that a phone or a screen reader may get."""

    text: str
    blocks: list[Block]

    @property
    def payload(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": self.blocks}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A message in place of the one whose button was pressed: that one is done with."""

    message: Message


def message(*lines: str, buttons: Sequence[Block] = ()) -> Message:
    """Lines of mrkdwn, whose outside texts went through `escape`, with buttons below them."""
    blocks = [section(text) for text in packed(lines)]
    if buttons:
        blocks.append(actions(*buttons))
    return Message(text=next(packed(lines, most=TEXT_MOST)), blocks=blocks)


def packed(lines: Iterable[str], *, most: int = SECTION_MOST) -> Iterator[str]:
    """The lines in as few texts of at most `most` characters as they fit."""
    text = ""
    for line in lines:
        joined = f"{text}\n{line}" if text else line
        if len(joined) > most:
            yield text
            joined = line
        text = joined[:most]
    yield text
