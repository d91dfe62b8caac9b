"""`/credits remove`: a learner out of a group, which returns no credits (R9), so said before."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from bot import refusals, wording
from bot.slack import group_search, inputs
from bot.slack import groups as asked_groups
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.modals import Modal
from bot.slack.roster_forms import bare
from ledger import groups, registering
from ledger.actors import Act
from ledger.errors import NotInGroup, OboleError
from ledger.models import Client, Group
from ledger.registering import Removed

FORM, CONFIRM, CANCEL = "remove.form", "remove.confirm", "remove.cancel"
ADDRESS_MOST = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3, without its brackets)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who is to be taken out of which group, as a button's value."""

    group_id: UUID
    address: str

    def packed(self) -> str:
        return f"{self.group_id.hex} {self.address}"

    @classmethod
    def unpacked(cls, value: str) -> Self:
        group_id, _, address = value.partition(" ")
        return cls(group_id=UUID(group_id), address=address)


def typed(asked: Asked) -> Message | Modal:
    """`remove CLIENT GROUP ADDRESS`; a modal where words are missing."""
    asked.actor.must(Act.REGISTER)
    if len(asked.words) < asked_groups.NAMED:
        return form(asked)
    group = asked.database.read(lambda session: asked_groups.named(session, asked))
    given = asked.words[asked_groups.NAMED :]
    if not given:
        return form(asked, group)
    return preview(asked, Wanted(group_id=group.id, address=bare(" ".join(given))[:ADDRESS_MOST]))


def form(asked: Asked, group: Group | None = None) -> Modal:
    language = asked.language
    return Modal(
        callback_id=FORM,
        title=language("remove-form.title"),
        submit=language("remove-form.submit"),
        close=language("remove-form.close"),
        blocks=[
            group_search.search(language("register-group.label"), chosen=group),
            inputs.text(
                "address",
                language("remove-address.label"),
                hint=language("remove-address.hint"),
                most=ADDRESS_MOST,
            ),
        ],
    )


def submitted(asked: Submitted) -> Message:
    asked.actor.must(Act.REGISTER)
    group_id = group_search.chosen(asked.filled.chosen(group_search.GROUP))
    return preview(asked, Wanted(group_id=group_id, address=asked.filled.text("address") or ""))


def preview(asked: Asked, wanted: Wanted) -> Message:
    """By the very code that does it, rolled back. Raises NotInGroup."""
    facts, removed = asked.database.rehearse(lambda session: remove(session, asked, wanted))
    say, value = asked.language.mrkdwn, wanted.packed()
    began = "remove-started" if removed.started else "remove-never-started"
    label, cancel = (
        asked.language("remove-confirm.button"),
        asked.language("register-cancel.button"),
    )
    return message(
        say("remove-preview", **facts),
        say(began, credits=removed.credits),
        say("remove-reversible"),
        buttons=[
            button(label, action_id=CONFIRM, value=value, style="danger"),
            button(cancel, action_id=CANCEL, value=value),
        ],
    )


def remove(session: Session, asked: Asked, wanted: Wanted) -> tuple[dict[str, str], Removed]:
    group = groups.by_id(session, account_id=asked.actor.account_id, id=wanted.group_id)
    client = session.get_one(Client, (group.account_id, group.client_id))
    facts = {
        "given": wanted.address,
        "group": group.name,
        "client": wording.named(client.name, client.alias),
    }
    removed = registering.remove(
        session,
        actor=asked.actor,
        keyring=asked.office.keyring,
        group=group,
        address=wanted.address,
    )
    return facts, removed


def confirmed(pressed: Pressed) -> Replaced:
    """Pressed again, nobody of that address is in the group any more, and it says so."""
    wanted, say = Wanted.unpacked(pressed.value), pressed.language.mrkdwn
    try:
        facts, _ = pressed.database.write(lambda session: remove(session, pressed, wanted))
    except OboleError as error:
        return Replaced(message=message(refusals.sentence(say, error)))
    return Replaced(message=message(say("remove-done", **facts)))


def cancelled(pressed: Pressed) -> Replaced:
    """Where they were removed before, that they are not in the group is what is said."""
    wanted, say = Wanted.unpacked(pressed.value), pressed.language.mrkdwn
    try:
        pressed.database.rehearse(lambda session: remove(session, pressed, wanted))
    except NotInGroup as error:
        return Replaced(message=message(refusals.sentence(say, error)))
    return Replaced(message=message(say("remove-cancelled")))


def register(on: Listening) -> None:
    on.submission(FORM, submitted, inputs={NotInGroup: "address"})
    on.action(CONFIRM, confirmed)
    on.action(CANCEL, cancelled)
