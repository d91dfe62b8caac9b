"""`/credits`: the one slash command, and what its first word leads to."""

from collections.abc import Callable
from dataclasses import replace

from bot import refusals
from bot.slack import allocate, status, usage
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import TYPED, Message, message
from bot.slack.modals import Modal
from bot.slack.words import UnclosedQuote, words
from ledger.errors import OboleError

COMMAND = "/credits"
SUBCOMMANDS: dict[str, Callable[[Asked], Message | Modal]] = {
    "help": usage.show,
    "status": status.show,
    "allocate": allocate.typed,
}


def register(on: Listening) -> None:
    on.command(COMMAND, answer)
    on.action(TYPED, typed)


def typed(pressed: Pressed) -> Message | Modal:
    """A button that types: its value is what stands after the command."""
    return answer(pressed, pressed.value)


def answer(asked: Asked, text: str) -> Message | Modal:
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
