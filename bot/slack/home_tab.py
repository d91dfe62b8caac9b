"""What leads to an App Home, and what its buttons lead to."""

import re

from sqlalchemy.orm import Session

from bot import onlookers, profiles
from bot.slack import commands
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import escape
from bot.slack.home import Home
from bot.slack.listening import Listening
from bot.slack.modals import Modal
from bot.slack.overview import CLIENT, FIND, NEXT, PREVIOUS, SOUGHT, WAYS, composed
from bot.slack.words import CLOSING, OPENING, quoted

ANSWER = "home.answer"


def opened(asked: Asked) -> Home:
    """It was opened: from now on it is kept fresh."""

    def looks(session: Session) -> None:
        account_id, user = asked.actor.account_id, asked.slack_user_id
        onlookers.looks(session, account_id=account_id, slack_user_id=user, is_at_top=True)
        profiles.ask(session, account_id=account_id, slack_user_id=user)

    asked.database.write(looks)
    return asked.database.read(lambda session: composed(session, asked.actor, asked.language))


def turned(pressed: Pressed) -> Home:
    """Another page of the clients."""
    skipped = int(pressed.value)
    pressed.database.write(
        lambda session: onlookers.looks(
            session,
            account_id=pressed.actor.account_id,
            slack_user_id=pressed.slack_user_id,
            is_at_top=skipped == 0,
        )
    )
    return pressed.database.read(
        lambda session: composed(session, pressed.actor, pressed.language, skipped=skipped)
    )


def went(pressed: Pressed) -> Modal:
    return typed(pressed, pressed.value)


def sought(pressed: Pressed) -> Modal:
    """What is typed in the search is a name, whatever it looks like."""
    name = pressed.filled.text(SOUGHT) or ""
    if name and name[0] in OPENING and name[-1] in CLOSING:
        name = name[1:-1].strip()
    return typed(pressed, f"{pressed.value} {escape(quoted(name))}" if name else pressed.value)


def typed(pressed: Pressed, line: str) -> Modal:
    """A Home has no place for an answer but a window: what is said is shown in one."""
    answer = commands.answer(pressed, line)
    if isinstance(answer, Modal):
        return answer
    title, close = pressed.language("home-answer.title"), pressed.language("home-answer.close")
    return Modal(callback_id=ANSWER, title=title, blocks=answer.blocks, close=close)


def register(on: Listening) -> None:
    on.home(opened)
    for way in WAYS:
        on.action(way.action_id, went)
    on.action(re.compile(re.escape(CLIENT)), went)
    on.action(FIND, sought)
    for action_id in (PREVIOUS, NEXT):
        on.action(action_id, turned)
