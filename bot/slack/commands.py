"""`/credits`: the one slash command, and what its first word leads to."""

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from bot import refusals
from bot.slack import (
    alert_settings,
    allocate,
    buy,
    client,
    digest,
    front,
    games,
    groups,
    history,
    packages,
    removal,
    report,
    results,
    roster_forms,
    snoozing,
    status,
    team,
    usage,
    whoami,
)
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import TYPED, Message, message
from bot.slack.modals import Modal
from bot.slack.words import UnclosedQuote, words
from ledger.errors import OboleError

COMMAND = "/credits"
LONGEST = 40
"""Letters of a word that are compared with the names of subcommands."""
SUBCOMMANDS: dict[str, Callable[[Asked], Message | Modal]] = {
    "help": lambda asked: usage.show(asked, SUBCOMMANDS),
    "status": status.show,
    "allocate": allocate.typed,
    "buy": buy.typed,
    "history": history.show,
    "client": client.typed,
    "team": team.typed,
    "whoami": whoami.show,
    "game": games.answer,
    "group": groups.answer,
    "register": roster_forms.typed,
    "remove": removal.typed,
    "results": results.typed,
    "package": packages.answer,
    "alerts": alert_settings.command,
    "digest": digest.command,
    "report": report.command,
}


def register(on: Listening) -> None:
    on.command(COMMAND, answer)
    on.action(re.compile(rf"{re.escape(TYPED)}(\..+)?"), typed)
    on.action(TYPED, typed)
    on.action(snoozing.OPEN_CLIENT, typed)  # beside a TYPED one: ids are unique in a block


def typed(pressed: Pressed) -> Message | Modal:
    """A button that types: its value is what stands after the command."""
    return answer(pressed, pressed.value)


def answer(asked: Asked, text: str) -> Message | Modal:
    """The answer to what was typed after the command; a refusal is one sentence."""
    say = asked.language.mrkdwn
    try:
        given = words(text)
    except UnclosedQuote:
        return message(say("command-unclosed-quote"))
    first, *rest = given or [""]
    subcommand = SUBCOMMANDS.get(first.casefold()) if given else front.show
    if subcommand is None:
        return unknown(asked, first)
    try:
        return subcommand(replace(asked, words=rest))
    except OboleError as error:
        return message(refusals.sentence(say, error))


def unknown(asked: Asked, given: str) -> Message:
    """With the subcommand that is called nearly so, where there is one."""
    say = asked.language.mrkdwn
    said = say("command-unknown", command=COMMAND, given=given)
    close = get_close_matches(given.casefold()[:LONGEST], SUBCOMMANDS, 1)
    return message(said, *(say("command-meant", command=COMMAND, meant=one) for one in close))
