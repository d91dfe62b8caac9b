"""`/credits buy [CREDITS | for N learners]`: a modal whose price follows what is typed.

Nothing is ordered at a price that was not shown: where a submission comes before the price of what
it says, it is answered with that price. Who may not order asks the owners with the same modal.
"""

import re
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people
from bot.language import Language
from bot.letters import Letter
from bot.slack import inputs, payments
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import Block, actions, link
from bot.slack.listening import Listening
from bot.slack.messages import Message, message, typing
from bot.slack.modals import Modal, Redrawn
from bot.slack.prices import Price
from ledger import proposals
from ledger.actors import Act
from ledger.amounts import MOST_CREDITS, credits_for, whole_credits
from ledger.errors import BadAmount
from ledger.models import Member
from ledger.outbox import Delivery
from scorm_bridge.tokens import Tokens

FORM, CREDITS, FOLLOWED = "buy.form", "credits", "buy.followed"
SOME_LEARNERS = 20
LEARNERS = re.compile(
    r"(?:(?:for|pour)\s+)?(?P<count>[0-9]{1,7})\s+(?:learners?|apprenants?)", re.IGNORECASE
)


def wanted(given: str) -> int:
    """The credits that were typed, or those that so many learners need (R14). Raises BadAmount."""
    learners = LEARNERS.fullmatch(given.strip())
    try:
        return whole_credits(credits_for(int(learners["count"])) if learners else given)
    except BadAmount:
        raise BadAmount(given=given, most=MOST_CREDITS) from None


def typed(asked: Asked) -> Modal:
    """Raises BadAmount, NotAllowed."""
    asked.actor.must(Act.SEE)
    given = " ".join(asked.words)
    if given:
        wanted(given)
    return form(asked, given)


def form(asked: Asked, given: str) -> Modal:
    """With the price of what is `given`, where that is something to buy."""
    say = asked.language
    price = asked.database.read(lambda session: Price.of(session, asked, credits_of(given)))
    may = asked.actor.may(Act.ORDER)
    return Modal(
        callback_id=FORM,
        title=say("buy-form.title"),
        submit=say("buy-form.submit" if may else "buy-propose.submit"),
        close=say("buy-form.close"),
        keeps={"shown": price.shown},
        blocks=[amount(say, given), *price.blocks(say), actions(page(asked))],
    )


def credits_of(given: str) -> int | None:
    """None while it is nothing that can be bought."""
    try:
        return wanted(given)
    except BadAmount:
        return None


def amount(language: Language, given: str) -> Block:
    needed = credits_for(SOME_LEARNERS)
    hint = language("buy-credits.hint", learners=SOME_LEARNERS, credits=needed)
    asks = inputs.number(CREDITS, language("buy-credits.label"), value=given, hint=hint)
    return inputs.followed(asks, action_id=FOLLOWED)


def page(asked: Asked) -> Block:
    """The same prices with a slider, by a link for this account's own list."""
    token = Tokens(asked.office.keyring).prices(asked.actor.account_id)
    url = asked.office.places.prices_url(token)
    return link(asked.language("buy-page.button"), url, name="prices")


def followed(pressed: Pressed) -> Redrawn:
    """Another character was typed."""
    return Redrawn(modal=form(pressed, pressed.value), at=pressed.at)


def sent(asked: Submitted) -> Answer:
    """Raises BadAmount, NotAllowed."""
    given = asked.filled.text(CREDITS) or ""
    credits, shown = wanted(given), form(asked, given)
    if shown.keeps != asked.kept:
        return shown
    if not asked.actor.may(Act.ORDER):
        return proposed(asked, credits)
    return payments.ordered(asked, credits)


def proposed(asked: Submitted, credits: int) -> Message:
    """Of the owners, by who may not order."""
    asked.database.write(
        lambda session: proposals.propose(
            session, actor=asked.actor, credits=credits, key=f"slack {asked.view_id}"
        )
    )
    return message(asked.language.mrkdwn("buy-proposed", credits=credits))


def proposal(session: Session, delivery: Delivery) -> Letter:
    """To an owner: a button shows them the price, as if they had typed it."""
    language, credits = people.language_for(session, delivery), delivery.facts["credits"]
    by = session.get_one(Member, (delivery.account_id, UUID(delivery.facts["by"])))
    return Letter(
        language=language,
        message=message(
            language.mrkdwn("buy-proposal", member=by.name, credits=credits),
            buttons=[offer(language, credits)],
        ),
    )


def offer(language: Language, credits: int, *, may: bool = True) -> Block:
    """A button that opens the modal, with so many credits in it; `may` is whether who presses it
    buys, or asks who may."""
    label = language("buy-offer.button" if may else "buy-ask.button", credits=credits)
    return typing(label, f"buy {credits}", name="buy")


def register(on: Listening) -> None:
    on.action(FOLLOWED, followed)
    on.submission(FORM, sent, inputs={BadAmount: CREDITS})
