"""Messages in Slack's form, within its limits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.lengths import shortened, split
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

BLOCKS_MOST = 50
"""Blocks of a message (Slack's page on blocks)."""

POSTED_MOST = 10_000
"""Characters in all blocks of a message that is posted. Slack names no number, and refuses with
`msg_blocks_too_long` from 11,000 to 13,000 on (bolt-js, issues 2509 and 2867); what goes to a
response_url is not counted so."""


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

    def parts(self, *, is_posted: bool = False) -> list[Self]:
        """The message in as few as Slack takes, to be sent in this order; one is the rule."""
        most = POSTED_MOST if is_posted else None
        parts: list[list[Block]] = [[]]
        for block in self.blocks:
            if parts[-1] and not fits([*parts[-1], block], most):
                parts.append([])
            parts[-1].append(block)
        first, *more = parts
        return [
            replace(self, blocks=first),
            *(replace(self, text=read_of(blocks) or self.text, blocks=blocks) for blocks in more),
        ]


def fits(blocks: list[Block], most: int | None) -> bool:
    if len(blocks) > BLOCKS_MOST:
        return False
    return most is None or sum(map(characters, blocks)) <= most


def characters(part: Any) -> int:
    """Of every text within a block."""
    match part:
        case str():
            return len(part)
        case dict():
            return sum(map(characters, part.values()))
        case list():
            return sum(map(characters, part))
    return 0


def read_of(blocks: list[Block]) -> str:
    """What a phone shows of blocks."""
    texts = [block["text"]["text"] for block in blocks if "text" in block]
    return shortened("\n".join(texts), TEXT_MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A message in place of the one whose button was pressed: that one is done with."""

    message: Message


def message(*lines: str, buttons: Sequence[Block] = ()) -> Message:
    """Lines of mrkdwn, whose outside texts went through `escape`, with buttons below them."""
    blocks = [section(text) for text in packed(lines)]
    if buttons:
        blocks.append(actions(*buttons))
    return Message(text=shortened("\n".join(lines), TEXT_MOST), blocks=blocks)


def packed(lines: Iterable[str], *, most: int = SECTION_MOST) -> Iterator[str]:
    """The lines in as few texts of at most `most` characters as they fit; one that is longer by
    itself is split."""
    text = ""
    for line in lines:
        for part in split(line, most):
            joined = f"{text}\n{part}" if text else part
            if len(joined) > most:
                yield text
                joined = part
            text = joined
    yield text
