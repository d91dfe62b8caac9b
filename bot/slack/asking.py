"""What a member asks by a command or a button, before anything is done about it."""

from dataclasses import dataclass

from ledger.actors import Actor
from ledger.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`words` are those after the subcommand."""

    database: Database
    actor: Actor
    slack_user_id: str
    words: list[str]
