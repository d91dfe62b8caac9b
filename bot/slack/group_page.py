"""One group: how it stands, where its learners play, and what can be done for it."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import group_wording
from bot.language import Language
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block, button
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from ledger import clients, groups
from ledger.actors import Act
from ledger.groups import GroupState, Listed
from ledger.models import Group, GroupKind

OPEN, EDIT = "group.open", "group.edit"
REGISTER, RESULTS = "group.register", "group.results"
"""The buttons of a group: what they lead to is where each is registered."""


def page(session: Session, asked: Asked, group: Group, *above: str) -> Message:
    """How it stands, where its learners play, and what can be done for it."""
    asked.actor.must(Act.SEE)
    listed = groups.listed(session, group)
    say, minutes = asked.language.mrkdwn, group.play_minutes_most
    code = clients.campus_code(session, listed.client)
    return message(
        *above,
        group_wording.line(asked.language, listed),
        *([say("group-minutes", minutes=minutes)] if minutes else []),
        say("group-campus", url=asked.office.places.campus_url(code)),
        buttons=ways(asked.language, listed),
    )


def ways(language: Language, listed: Listed) -> list[Block]:
    """Of a group that is open to every learner nobody registers anyone."""
    value = listed.group.id.hex
    shown = [button(language("group-results.button"), action_id=RESULTS, value=value)]
    if listed.group.kind is not GroupKind.MADE:
        return shown
    if listed.state is not GroupState.ENDED:
        label = language("group-register.button")
        shown.insert(0, button(label, action_id=REGISTER, value=value, style="primary"))
    edit = button(language("group-edit.button"), action_id=EDIT, value=value)
    return [*shown, edit]


def opened(pressed: Pressed) -> Message:
    account_id, id = pressed.actor.account_id, UUID(pressed.value)

    def read(session: Session) -> Message:
        return page(session, pressed, groups.by_id(session, account_id=account_id, id=id))

    return pressed.database.read(read)


def register(on: Listening) -> None:
    on.action(OPEN, opened)
