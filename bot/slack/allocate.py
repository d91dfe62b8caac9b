"""`/credits allocate`: a preview first, since it is final (R5), then the press of a button."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from bot import refusals, wording
from bot.language import Language
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from ledger import allocation, clients, clock
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.amounts import whole_credits
from ledger.errors import OboleError
from ledger.ids import new_id
from ledger.models import Client

CONFIRM = "allocate.confirm"
CANCEL = "allocate.cancel"
OFFER_STANDS = timedelta(days=1)
SEPARATOR = "\n"
"""Between the parts of a button's value: none of them can hold one, each is a single line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An allocation that was shown and can be confirmed; it travels in the button's value."""

    key: str
    slack_user_id: str
    made_at: datetime
    client_id: UUID
    credits: int
    reference: str | None
    comment: str | None

    def packed(self) -> str:
        parts = (
            self.key,
            self.slack_user_id,
            str(int(self.made_at.timestamp())),
            self.client_id.hex,
            str(self.credits),
            self.reference or "",
            self.comment or "",
        )
        return SEPARATOR.join(parts)

    @classmethod
    def unpacked(cls, value: str) -> Self:
        key, user, made_at, client_id, credits, reference, comment = value.split(SEPARATOR)
        return cls(
            key=key,
            slack_user_id=user,
            made_at=datetime.fromtimestamp(int(made_at), UTC),
            client_id=UUID(client_id),
            credits=int(credits),
            reference=reference or None,
            comment=comment or None,
        )

    def allocate(self, session: Session, actor: Actor, client: Client) -> Allocated:
        return allocation.allocate_credits(
            session,
            actor=actor,
            client=client,
            credits=self.credits,
            key=self.key,
            reference=self.reference,
            comment=self.comment,
        )


def preview(asked: Asked) -> Message:
    """Both balances as they would be, by the very code that will change them, rolled back."""
    if len(asked.words) < 2:
        return message(*map(asked.language.mrkdwn, ("allocate-usage", "allocate-example")))
    name, amount, *labels = asked.words

    def rehearsed(session: Session) -> tuple[Offer, Allocated]:
        client = clients.find_client(session, account_id=asked.actor.account_id, given=name)
        offer = Offer(
            key=f"slack {new_id().hex}",
            slack_user_id=asked.slack_user_id,
            made_at=clock.now(),
            client_id=client.id,
            credits=whole_credits(amount),
            reference=labels[0] if labels else None,
            comment=" ".join(labels[1:]),
        )
        after = offer.allocate(session, asked.actor, client)
        return replace(offer, reference=after.reference, comment=after.comment), after

    return offered(asked.language, *asked.database.rehearse(rehearsed))


def offered(language: Language, offer: Offer, after: Allocated) -> Message:
    say, value = language.mrkdwn, offer.packed()
    confirm, cancel = language("allocate-confirm.button"), language("allocate-cancel.button")
    return message(
        say("allocate-preview", **wording.allocation(after)),
        *wording.balances(say, after, "then"),
        say("allocate-final"),
        buttons=[
            button(confirm, action_id=CONFIRM, value=value, style="primary"),
            button(cancel, action_id=CANCEL, value=value),
        ],
    )


def press(pressed: Pressed) -> Message | Replaced:
    """A final answer takes the preview's place; after an error the button can be pressed again."""
    say, offer = pressed.language.mrkdwn, Offer.unpacked(pressed.value)
    if offer.slack_user_id != pressed.slack_user_id:
        return message(say("allocate-not-yours"))
    if clock.now() - offer.made_at > OFFER_STANDS:
        return Replaced(message=message(say("allocate-too-old")))
    try:
        return Replaced(message=confirmed(pressed, offer))
    except OboleError as error:
        return Replaced(message=message(refusals.sentence(say, error)))


def confirmed(asked: Asked, offer: Offer) -> Message:
    actor, say = asked.actor, asked.language.mrkdwn

    def allocated(session: Session) -> Allocated:
        client = session.get_one(Client, (actor.account_id, offer.client_id))
        return offer.allocate(session, actor, client)

    done = asked.database.write(allocated)
    facts = wording.allocation(done)
    if done.is_repeat:
        return message(say("allocate-repeat", **facts), say("allocate-repeat-status"))
    return message(say("allocate-done", **facts), *wording.balances(say, done, "now"))


def cancel(pressed: Pressed) -> Replaced:
    return Replaced(message=message(pressed.language.mrkdwn("allocate-cancelled")))


def register(on: Listening) -> None:
    on.action(CONFIRM, press)
    on.action(CANCEL, cancel)
