"""Messages in Slack's form, within its limits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]

SECTION_MOST = 3000
"""Characters in the text of a section (Slack's page on the section block)."""

TYPED = "credits.typed"
"""The action of a button that stands for a command: pressing it is typing its value."""

TEXT_MOST = 4000
"""Characters that Slack asks a message's text to keep to (its page on chat.postMessage)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is what a notification shows, and all that a phone or a screen reader may get."""

    text: str
    blocks: list[Block]

    @property
    def payload(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": self.blocks}


def message(*lines: str, buttons: Sequence[Block] = ()) -> Message:
    """Lines of mrkdwn, whose outside texts went through `escape`, with buttons below them."""
    blocks = [section(text) for text in packed(lines)]
    if buttons:
        blocks.append({"type": "actions", "elements": list(buttons)})
    return Message(text=next(packed(lines, most=TEXT_MOST)), blocks=blocks)


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, *, action_id: str, value: str, style: str | None = None) -> Block:
    """`value` holds at most 2,000 characters, `label` 75 (Slack's page on the button)."""
    block: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": label},
        "action_id": action_id,
        "value": value,
    }
    return {**block, "style": style} if style else block


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


def escape(text: str) -> str:
    """So that a name can neither mention nor link (Slack's page on formatting text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
