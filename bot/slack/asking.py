"""What a member asks by a command or a button, before anything is done about it."""

from dataclasses import dataclass, field

from slack_bolt import BoltContext

from bot.language import Language
from ledger.actors import Actor
from ledger.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`words` are those after the subcommand, `language` is that of the person who asks."""

    database: Database
    actor: Actor
    language: Language
    slack_user_id: str
    words: list[str] = field(default_factory=list)


def asked_by(database: Database, context: BoltContext) -> Asked:
    """Who asks, as `callers` found them."""
    return Asked(
        database=database,
        actor=context["actor"],
        language=context["language"],
        slack_user_id=context.user_id or "",
    )
