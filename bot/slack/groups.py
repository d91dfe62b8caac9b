"""`/credits group`: the groups of learners, each with what can be done for it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot import group_changes, group_wording
from bot.language import Language
from bot.slack import blocks, group_forms, group_page, group_search
from bot.slack.asking import Asked
from bot.slack.blocks import Block, button
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Modal
from ledger import clients, groups
from ledger.actors import Act
from ledger.groups import GroupState, Listed
from ledger.models import Group

SHOWN = 40
"""Groups of one message: a block each, below 50."""
NAMED = 2
"""A client and a group of it."""

USAGE = (
    "group-usage",
    "usage-group-list",
    "usage-group-make",
    "usage-group-show",
    "usage-group-edit",
    "usage-group-extend",
)


def answer(asked: Asked) -> Message | Modal:
    """What its first word leads to; without one, what there is to type."""
    verb, *words = asked.words or [""]
    lead = VERBS.get(verb.casefold())
    if lead is None:
        return message(*map(asked.language.mrkdwn, USAGE))
    return lead(replace(asked, words=words))


def list_(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    account_id, name = asked.actor.account_id, " ".join(asked.words)

    def read(session: Session) -> list[Listed]:
        client = clients.find_client(session, account_id=account_id, given=name) if name else None
        return groups.in_account(session, account_id=account_id, client=client)

    found = asked.database.read(read)
    say = asked.language.mrkdwn
    if not found:
        return message(say("group-none"), say("usage-group-make"))
    # Those that are over come last: nothing is to be done for them.
    found.sort(key=lambda one: one.state is GroupState.ENDED)
    head = message(say("group-count", count=len(found)))
    rows = [row(asked.language, one) for one in found[:SHOWN]]
    hidden = len(found) - SHOWN
    more = [blocks.context(say("group-more", count=hidden))] if hidden > 0 else []
    return Message(text=head.text, blocks=[*head.blocks, *rows, *more])


def row(language: Language, listed: Listed) -> Block:
    label = language("group-open.button")
    opening = button(label, action_id=group_page.OPEN, value=listed.group.id.hex)
    return blocks.section(group_wording.line(language, listed), accessory=opening)


def show(asked: Asked) -> Message:
    """`group show CLIENT GROUP`."""
    if len(asked.words) < NAMED:
        return message(asked.language.mrkdwn("usage-group-show"))
    return asked.database.read(
        lambda session: group_page.page(session, asked, named(session, asked))
    )


def named(session: Session, asked: Asked) -> Group:
    """The group of the first two words; raises what the finds raise."""
    return found(session, asked, asked.words[0], asked.words[1])


def found(session: Session, asked: Asked, client: str, group: str) -> Group:
    of = clients.find_client(session, account_id=asked.actor.account_id, given=client)
    return groups.find(session, client=of, given=group)


def make(asked: Asked) -> Message | Modal:
    """`group make CLIENT GAME NAME [START [END]]`; a modal where words are missing."""
    asked.actor.must(Act.MAKE_GROUP)
    if not group_forms.MADE_OF <= len(asked.words) <= group_forms.MADE_OF + NAMED:
        return group_forms.making(asked)

    def write(session: Session) -> Message:
        group = group_forms.typed(session, asked)
        return group_page.page(
            session, asked, group, asked.language.mrkdwn("group-made", group=group.name)
        )

    return asked.database.write(write)


def edit(asked: Asked) -> Message | Modal:
    """`group edit CLIENT GROUP [FIELD VALUE]…`."""
    asked.actor.must(Act.MAKE_GROUP)
    if len(asked.words) < NAMED:
        return message(asked.language.mrkdwn("usage-group-edit"))
    pairs = asked.words[NAMED:]
    if not pairs:
        return asked.database.read(
            lambda session: group_forms.editing(session, asked, named(session, asked))
        )
    fields = [field.casefold() for field in pairs[::2]]
    if len(pairs) % 2 or not set(fields) <= group_changes.FIELDS.keys():
        return message(asked.language.mrkdwn("group-fields", fields=list(group_changes.FIELDS)))

    def write(session: Session) -> Message:
        group = named(session, asked)
        changes = group_changes.read(session, group, dict(zip(fields, pairs[1::2], strict=True)))
        return group_forms.changed(session, asked, group, changes)

    return asked.database.write(write)


def extend(asked: Asked) -> Message | Modal:
    """`group extend CLIENT GROUP DAY`, or `none`: for those who are in it."""
    asked.actor.must(Act.MAKE_GROUP)
    if len(asked.words) <= NAMED:
        return edit(asked)
    given = " ".join(asked.words[NAMED:])

    def write(session: Session) -> Message:
        group = named(session, asked)
        changes = group_changes.read(session, group, {"extended": given})
        return group_forms.changed(session, asked, group, changes)

    return asked.database.write(write)


VERBS: dict[str, Callable[[Asked], Message | Modal]] = {
    "list": list_,
    "make": make,
    "show": show,
    "edit": edit,
    "extend": extend,
}


def register(on: Listening) -> None:
    group_page.register(on)
    group_search.register(on)
    group_forms.register(on)
