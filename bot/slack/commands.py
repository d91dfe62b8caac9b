"""`/credits`: the one slash command, and what its first word leads to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot import wording
from bot.slack import allocate, failures, status, usage
from bot.slack.asking import Asked
from bot.slack.messages import TYPED, Message, escape, message
from bot.slack.words import UnclosedQuote, words
from ledger.database import Database
from ledger.errors import OboleError

COMMAND = "/credits"
SUBCOMMANDS: dict[str, Callable[[Asked], Message]] = {
    "help": usage.show,
    "status": status.show,
    "allocate": allocate.preview,
}


def register(app: App, database: Database) -> None:
    def asked_by(context: BoltContext) -> Asked:
        user = context.user_id or ""
        return Asked(database=database, actor=context["actor"], slack_user_id=user, words=[])

    @app.command(COMMAND)
    def credits(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        ack(**answer(asked_by(context), command.get("text") or "").payload)

    @app.action(TYPED)
    def typed(ack: Ack, respond: Respond, action: dict[str, Any], context: BoltContext) -> None:
        """A button that types: its value is what stands after the command."""
        ack()
        try:
            reply = answer(asked_by(context), action["value"])
        except Exception as error:  # noqa: BLE001 - none may leave after the acknowledgement
            reply = message(failures.reported(error))
        respond(**reply.payload, response_type="ephemeral", replace_original=False)


def answer(asked: Asked, text: str) -> Message:
    """The answer to what was typed after the command; a refusal is one sentence."""
    try:
        first, *rest = words(text) or ["help"]
    except UnclosedQuote:
        return message("A quotation mark is not closed. Close it after the last word it is about.")
    subcommand = SUBCOMMANDS.get(first.casefold())
    if subcommand is None:
        return message(f"There is no `{COMMAND} {escape(first)}`. {usage.HELP} says what there is.")
    try:
        return subcommand(replace(asked, words=rest))
    except OboleError as error:
        return message(escape(wording.sentence(error)))
