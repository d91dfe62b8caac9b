"""`/credits`: the one slash command, and what its first word leads to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot import refusals
from bot.slack import allocate, failures, status, usage
from bot.slack.asking import Asked, asked_by
from bot.slack.messages import TYPED, Message, message
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
    @app.command(COMMAND)
    def credits(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        ack(**answer(asked_by(database, context), command.get("text") or "").payload)

    @app.action(TYPED)
    def typed(ack: Ack, respond: Respond, action: dict[str, Any], context: BoltContext) -> None:
        """A button that types: its value is what stands after the command."""
        ack()
        try:
            reply = answer(asked_by(database, context), action["value"])
        except Exception as error:  # noqa: BLE001 - none may leave after the acknowledgement
            reply = message(failures.reported(error, context["language"]))
        respond(**reply.payload, response_type="ephemeral", replace_original=False)


def answer(asked: Asked, text: str) -> Message:
    """The answer to what was typed after the command; a refusal is one sentence."""
    say = asked.language.mrkdwn
    try:
        first, *rest = words(text) or ["help"]
    except UnclosedQuote:
        return message(say("command-unclosed-quote"))
    subcommand = SUBCOMMANDS.get(first.casefold())
    if subcommand is None:
        return message(say("command-unknown", command=COMMAND, given=first))
    try:
        return subcommand(replace(asked, words=rest))
    except OboleError as error:
        return message(refusals.sentence(say, error))
