"""`/credits allocate`: a preview first, since it is final (R5), then the press of a button."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from slack_bolt import Ack, App, BoltContext, Respond
from sqlalchemy.orm import Session

from bot import refusals, wording
from bot.language import Language
from bot.slack import failures
from bot.slack.asking import Asked, asked_by
from bot.slack.messages import Message, button, message
from ledger import allocation, clients, clock
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.amounts import whole_credits
from ledger.database import Database
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What the press of the button came to; a final answer takes the preview's place."""

    message: Message
    is_final: bool = True


def press(asked: Asked, value: str) -> Pressed:
    """Never raises: of an error after the acknowledgement, Bolt 1.30 makes a missing one."""
    say = asked.language.mrkdwn
    try:
        offer = Offer.unpacked(value)
        if offer.slack_user_id != asked.slack_user_id:
            return Pressed(message=message(say("allocate-not-yours")), is_final=False)
        if clock.now() - offer.made_at > OFFER_STANDS:
            return Pressed(message=message(say("allocate-too-old")))
        return Pressed(message=confirmed(asked, offer))
    except OboleError as error:
        return Pressed(message=message(refusals.sentence(say, error)))
    except Exception as error:  # noqa: BLE001 - see above; it is reported, and can be pressed again
        return Pressed(message=message(failures.reported(error, asked.language)), is_final=False)


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


def register(app: App, database: Database) -> None:
    @app.action(CONFIRM)
    def confirm(ack: Ack, respond: Respond, action: dict[str, Any], context: BoltContext) -> None:
        # First: Slack waits 3 seconds, and the answer goes to the response_url anyway.
        ack()
        answer = press(asked_by(database, context), action["value"])
        respond(**answer.message.payload, replace_original=answer.is_final)

    @app.action(CANCEL)
    def cancel(ack: Ack, respond: Respond, context: BoltContext) -> None:
        ack()
        respond(context["language"].mrkdwn("allocate-cancelled"), replace_original=True)
