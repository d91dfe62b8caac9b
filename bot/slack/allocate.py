"""`/credits allocate`: a preview first, since it is final (R5), then the press of a button.

Where words are missing, a modal asks for them. Who may not allocate so much asks the owners, who
may not allocate at all asks those who may: the preview offers that instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import refusals, wording
from bot.language import Language
from bot.slack import blocks, buy, client_search, inputs
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.modals import Modal
from bot.slack.offers import Offer
from ledger import clients, idempotency
from ledger.actors import Act
from ledger.allocation import COMMENT_MOST, REFERENCE_MOST, Allocated
from ledger.amounts import MOST_CREDITS, whole_credits
from ledger.errors import (
    AboveLimit,
    BadAmount,
    BadText,
    ClientArchived,
    NotAllowed,
    NotEnoughCredits,
    OboleError,
)
from ledger.models import Client
from ledger.texts import optional_line

FORM = "allocate.form"
CONFIRM = "allocate.confirm"
ASK = "allocate.ask"
PROPOSE = "allocate.propose"
PROPOSED = "allocate.proposed"
CANCEL = "allocate.cancel"

Find = Callable[[Session], Client]
LABELS = {
    CONFIRM: ("allocate-confirm.button", "allocate-confirm.submit"),
    ASK: ("allocate-ask.button", "allocate-ask.submit"),
    PROPOSE: ("allocate-propose.button", "allocate-propose.submit"),
}
"""What the way on is called: in a message, and in a modal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An allocation as it would be; `act` is what its button does, and `lines` what is read."""

    offer: Offer
    act: str
    lines: tuple[str, ...]

    def message(self, language: Language) -> Message:
        label, value = language(LABELS[self.act][0]), self.offer.packed()
        cancel = language("allocate-cancel.button")
        return message(
            *self.lines,
            buttons=[
                button(label, action_id=self.act, value=value, style="primary"),
                button(cancel, action_id=CANCEL, value=value),
            ],
        )

    def modal(self, language: Language) -> Modal:
        return Modal(
            callback_id=self.act,
            title=language("allocate-form.title"),
            submit=language(LABELS[self.act][1]),
            close=language("allocate-form.close"),
            keeps={"offer": self.offer.packed()},
            blocks=[blocks.section(part) for part in self.lines],
        )


def typed(asked: Asked) -> Message | Modal:
    """`allocate CLIENT CREDITS [reference] [comment]`."""
    account_id = asked.actor.account_id

    def find(session: Session) -> Client:
        return clients.find_client(session, account_id=account_id, given=asked.words[0])

    if len(asked.words) < 2:
        return form(asked, asked.database.read(find) if asked.words else None)
    amount, *labels = asked.words[1:]
    must_be_one_number(amount, labels)
    reference, comment = (labels[0] if labels else None), " ".join(labels[1:])
    try:
        return considered(asked, find, amount, reference, comment).message(asked.language)
    except NotEnoughCredits as error:
        return too_short(asked, error)


def must_be_one_number(amount: str, labels: list[str]) -> None:
    """1 000 is two words: taken for one credit with the reference 000 it would be final.

    Raises BadAmount."""
    groups = [amount, *labels[:2]]
    while len(groups) > 1 and not re.fullmatch(r"\d{3}", groups[-1]):
        groups.pop()
    if len(groups) > 1 and re.fullmatch(r"\d{1,3}", amount) and groups[1].isdigit():
        raise BadAmount(given=" ".join(groups), most=MOST_CREDITS)


def too_short(asked: Asked, error: NotEnoughCredits) -> Message:
    """The pool does not cover it: by how much, and the way to that."""
    say = asked.language.mrkdwn
    may = asked.actor.may(Act.ORDER)
    return message(
        refusals.sentence(say, error),
        say("allocate-short-own" if may else "allocate-short"),
        buttons=[buy.offer(asked.language, error.short_by, may=may)],
    )


def form(asked: Asked, client: Client | None = None) -> Modal:
    say = asked.language
    hint = say("allocate-credits.hint")
    return Modal(
        callback_id=FORM,
        title=say("allocate-form.title"),
        submit=say("allocate-form.submit"),
        close=say("allocate-form.close"),
        blocks=[
            client_search.search(
                say("allocate-client.label"), say("allocate-client.hint"), chosen=client
            ),
            inputs.number("credits", say("allocate-credits.label"), hint=hint),
            inputs.text(
                "reference",
                say("allocate-reference.label"),
                hint=say("allocate-reference.hint"),
                most=REFERENCE_MOST,
                is_optional=True,
            ),
            inputs.text(
                "comment",
                say("allocate-comment.label"),
                most=COMMENT_MOST,
                is_long=True,
                is_optional=True,
            ),
        ],
    )


def filled_in(asked: Submitted) -> Modal:
    filled = asked.filled
    return considered(
        asked,
        lambda session: client_search.chosen(session, asked, filled.chosen(client_search.CLIENT)),
        filled.text("credits") or "",
        filled.text("reference"),
        filled.text("comment"),
    ).modal(asked.language)


def considered(
    asked: Asked, find: Find, amount: str, reference: str | None, comment: str | None
) -> Preview:
    """Both balances as they would be, by the very code that will change them, rolled back."""

    def rehearsed(session: Session) -> tuple[Offer, Client, Allocated | OboleError]:
        client = find(session)
        clients.must_be_active(client)
        offer = Offer.made(
            asked.slack_user_id,
            client.id,
            whole_credits(amount),
            optional_line(reference, field="reference", most=REFERENCE_MOST),
            optional_line(comment, field="comment", most=COMMENT_MOST),
        )
        try:
            return offer, client, offer.allocate(session, asked.actor)
        except (AboveLimit, NotAllowed) as error:
            return offer, client, error

    # It is put in words only afterwards: until the rollback the pool waits.
    offer, client, after = asked.database.rehearse(rehearsed)
    if isinstance(after, Allocated):
        return allowed(asked, offer, after)
    return refused(asked, offer, client, after)


def allowed(asked: Asked, offer: Offer, after: Allocated) -> Preview:
    say = asked.language.mrkdwn
    lines = (
        say("allocate-preview", **wording.allocation(after)),
        *wording.balances(say, after, "then"),
        say("allocate-final"),
    )
    return Preview(offer=offer, act=CONFIRM, lines=lines)


def refused(asked: Asked, offer: Offer, client: Client, error: OboleError) -> Preview:
    """The way out: whom the button asks, and what for."""
    say = asked.language.mrkdwn
    wanted = wording.moved(client.name, offer.credits, offer.reference, offer.comment)
    act, question = (
        (ASK, "allocate-ask") if isinstance(error, AboveLimit) else (PROPOSE, "allocate-propose")
    )
    lines = (refusals.sentence(say, error), say(question, **wanted))
    return Preview(offer=offer, act=act, lines=lines)


def confirmed(asked: Asked, offer: Offer) -> Message:
    say = asked.language.mrkdwn
    done = asked.database.write(lambda session: offer.allocate(session, asked.actor))
    facts = wording.allocation(done)
    if done.is_repeat:
        return message(say("allocate-repeat", **facts), say("allocate-repeat-status"))
    return message(say("allocate-done", **facts), *wording.balances(say, done, "now"))


def owners_asked(asked: Asked, offer: Offer) -> Message:
    client = asked.database.write(lambda session: offer.ask(session, asked.actor))
    return told(asked, "allocate-asked", offer, client)


def team_asked(asked: Asked, offer: Offer) -> Message:
    client = asked.database.write(lambda session: offer.propose(session, asked.actor))
    return told(asked, "allocate-proposed", offer, client)


def told(asked: Asked, id: str, offer: Offer, client: Client) -> Message:
    facts = wording.moved(client.name, offer.credits, offer.reference, offer.comment)
    return message(asked.language.mrkdwn(id, **facts))


ACTS = {CONFIRM: confirmed, ASK: owners_asked, PROPOSE: team_asked}


def pressing(act: Callable[[Asked, Offer], Message]) -> Callable[[Pressed], Message | Replaced]:
    def press(pressed: Pressed) -> Message | Replaced:
        """A final answer takes the preview's place; after an error the button can be pressed
        again."""
        say, offer = pressed.language.mrkdwn, Offer.unpacked(pressed.value)
        if offer.slack_user_id != pressed.slack_user_id:
            return message(say("allocate-not-yours"))
        if offer.is_over:
            return Replaced(message=message(say("allocate-too-old")))
        try:
            return Replaced(message=act(pressed, offer))
        except OboleError as error:
            return Replaced(message=message(refusals.sentence(say, error)))

    return press


def submitting(act: Callable[[Asked, Offer], Message]) -> Callable[[Submitted], Message]:
    def submit(asked: Submitted) -> Message:
        offer = Offer.unpacked(asked.kept["offer"])
        if offer.is_over:
            return message(asked.language.mrkdwn("allocate-too-old"))
        return act(asked, offer)

    return submit


def taken_up(pressed: Pressed) -> Message:
    """What another member proposed is shown to who may allocate, as if they had typed it."""
    offer = Offer.unpacked(pressed.value)
    find: Find = lambda session: offer.client(session, pressed.actor)  # noqa: E731
    try:
        preview = considered(pressed, find, str(offer.credits), offer.reference, offer.comment)
    except NotEnoughCredits as error:
        return too_short(pressed, error)
    return preview.message(pressed.language)


def cancel(pressed: Pressed) -> Replaced:
    """Nothing is taken back: where the other button was pressed first, that is what is said."""
    say, offer = pressed.language.mrkdwn, Offer.unpacked(pressed.value)
    done = pressed.database.read(
        lambda session: idempotency.find(
            session, account_id=pressed.actor.account_id, key=offer.key
        )
    )
    if done is not None:
        return Replaced(message=message(say("allocate-cancelled-late", act=done.facts["act"])))
    return Replaced(message=message(say("allocate-cancelled")))


BELOW = {
    BadAmount: "credits",
    NotEnoughCredits: "credits",
    BadText: "reference",
    ClientArchived: client_search.CLIENT,
}


def register(on: Listening) -> None:
    client_search.register(on)
    on.submission(FORM, filled_in, inputs=BELOW)
    for name, act in ACTS.items():
        on.action(name, pressing(act))
        on.submission(name, submitting(act))
    on.action(PROPOSED, taken_up)
    on.action(CANCEL, cancel)
