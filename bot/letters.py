"""What the worker sends of its own accord, before it is known how it reaches its recipient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.language import Language
from bot.slack.messages import Message
from ledger.outbox import Delivery


class Unreachable(Exception):
    """No further attempt can help; the message says why, and names nobody."""


class FilesForbidden(Unreachable):
    """The workspace takes no files, until one of its administrators allows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file beside a message; `alt` is read to whoever does not see a picture."""

    name: str
    title: str
    content: bytes
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`language` is that of who reads it.

    What has a `matter` stands in one message for each recipient, which is edited in place; an edit
    notifies nobody, so that what has become worse has a `reply` beside it. A letter that `is_over`
    is the matter's last: who was not told of it is not told that it is over, unless files come with
    it. `enclosures` are made when they are sent, outside of any transaction; in Slack they come in
    a message of their own, also where that of the matter is edited.
    """

    language: Language
    message: Message
    matter: str | None = None
    reply: Message | None = None
    is_over: bool = False
    enclosures: Callable[[], Sequence[Enclosure]] | None = None


Compose = Callable[[Session, Delivery], Letter]
