"""What came back to a person, and what of it they see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.slack import limits
from bot.slack.blocks import Block
from bot.slack.plain import of_view, plain

View = dict[str, Any]


class Flawed(Exception):
    """Something was sent that Slack would refuse; the message says what."""


@dataclass(kw_only=True)
class Answer:
    """What came back to `user`.

    `ack` is what the acknowledgement said, None where it was empty; `later` came to the
    response_url, or as a message of the app's to the person; `view` is the modal or the Home they
    look at after it; `errors` stand below the inputs of that modal, and `typed` in them.
    """

    user: str
    status: int
    ack: dict[str, Any] | None
    later: list[dict[str, Any]] = field(default_factory=list)
    view: View | None = None
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    milliseconds: float

    @property
    def messages(self) -> list[dict[str, Any]]:
        said = [self.ack] if self.ack and "text" in self.ack else []
        return [*said, *self.later]

    @property
    def text(self) -> str:
        """All of it, as a person would read it."""
        shown = [plain(message) for message in self.messages]
        if self.view:
            shown.append(of_view(self.view, self.errors))
        return "\n".join(shown)

    @property
    def is_empty(self) -> bool:
        return not self.messages and self.view is None

    def elements(self) -> Iterator[tuple[dict[str, Any], Block, Block]]:
        """What can be pressed or chosen: the view or message it is in, its block, itself. The
        modal comes first: it lies above the messages."""
        for place in ([self.view] if self.view else []) + self.messages:
            for block in place.get("blocks") or []:
                for element in interactive(block):
                    yield place, block, element


Place = dict[str, Any]


def found(answer: Answer, name: str) -> tuple[Place, Block, Block, Block | None]:
    """The view or message, the block, the element, and of a menu the option that is called so: by
    what is read, or read aloud.

    Raises LookupError.
    """
    for place, block, element in answer.elements():
        label = element.get("text", {}).get("text")
        heard = element.get("accessibility_label")
        if name in {element["action_id"], label, heard, block.get("block_id")}:
            return place, block, element, None
        for option in element.get("options", []):
            if name in {option["text"]["text"], option["value"]}:
                return place, block, element, option
    raise LookupError(f"the answer has no button {name!r}")


def shown(answer: Answer) -> View:
    """The modal that is open. Raises LookupError."""
    if answer.view is None or answer.view["type"] != "modal":
        raise LookupError("the answer shows no modal")
    return answer.view


def interactive(block: Block) -> list[Block]:
    kind = block["type"]
    if kind == "actions":
        return list(block["elements"])
    if kind == "input":
        return [block["element"]]
    accessory = block.get("accessory")
    return [accessory] if accessory and accessory["type"] != "image" else []


def read(payload: dict[str, Any] | None, *, is_posted: bool = False) -> None:
    """Raises Flawed for what Slack would refuse."""
    found = limits.flaws(payload) if payload else []
    if payload and is_posted:
        found = list(limits.of_posted(payload))
    if found:
        raise Flawed("; ".join(found))
