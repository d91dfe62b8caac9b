"""What a member asks by a command, a button or a modal, before anything is done about it."""

from dataclasses import dataclass, field
from typing import Any

from bot.language import Language
from bot.slack.inputs import Filled
from bot.slack.office import Office
from ledger.actors import Actor
from ledger.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`words` are those after the subcommand; none where nothing was typed. `language` is that of
    the person who asks."""

    office: Office
    actor: Actor
    language: Language
    slack_user_id: str
    words: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.office.database


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Asked):
    """`value` is the button's, or that of the option that was chosen in a menu.

    In a modal or a Home `filled` and `kept` are that view's; in a message they are empty. `at` is
    when it was pressed, in seconds since 1970.
    """

    value: str
    filled: Filled
    kept: dict[str, Any]
    at: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Asked):
    """A modal that was sent, or closed: what was filled in, and what the modal kept.

    `view_id` is Slack's own name of this one modal: as a key, it makes what the submission does
    be done once, however often Slack or the person sends it. `has_place` is whether its answer is
    shown where it was asked for; else, as of a Home, only in a message.
    """

    view_id: str
    filled: Filled
    kept: dict[str, Any]
    has_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought(Asked):
    """What was typed so far into a search; empty when it was just opened. `kept` is the modal's."""

    typed: str
    kept: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event of Slack's Events API about the workspace `team_id`, and the user, if any.

    `installed_in` names the installation: the workspace, or its org where the install is org-wide.

    Slack sends an event again when it doubts that it arrived: whoever writes does so under `key`
    (`ledger.idempotency`), which is the event's own id, or writes what is right twice as well.
    `at` is when it happened, in seconds since 1970: it may be older than what is known by now.
    `actor` is the member whom it is about, None where it is about none.
    """

    office: Office
    team_id: str
    installed_in: str
    slack_user_id: str | None
    event: dict[str, Any]
    key: str
    at: int
    actor: Actor | None = None
