"""Receipts: told with the PDF when a payment arrived, listed for owners, and sent again on a press.

Where the order has its message, that one is edited, too; the PDF comes below it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, receipt_files
from bot.errands import Errand
from bot.language import Language
from bot.letters import Enclosure, Letter, Unreachable
from bot.slack import payments
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block, button, section
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from ledger import journal, outbox, receipts, refunds
from ledger.actors import Act
from ledger.ids import new_id
from ledger.models import Purchase, Receipt
from ledger.outbox import Delivery

FILE = "receipt file"
SEND = "receipt.send"
WORD = "receipts"
"""After the command: they alone."""

LATEST, MOST = 3, 40
"""Below the movements, and alone: a message holds 50 blocks."""


def paid(session: Session, delivery: Delivery) -> Letter:
    """To the owner who ordered: the matter of the order ends with it."""
    language, account_id = people.language_for(session, delivery), delivery.account_id
    purchase = session.get_one(Purchase, (account_id, UUID(delivery.facts["purchase_id"])))
    receipt = receipts.find(session, account_id=account_id, purchase_id=purchase.id)
    assert receipt is not None  # it is issued with the payment
    say, owed = language.mrkdwn, refunds.owed(session, account_id=account_id)
    lines = [
        say("payment-done", **payments.facts_of(purchase)),
        say("pool-now", pool=journal.balance(session, account_id, account_id)),
        *([say("status-owed", owed=owed)] if owed else []),
        say("receipt-comes", receipt=receipt.number),
    ]
    return Letter(
        language=language,
        message=message(*lines),
        matter=payments.matter(purchase.id),
        is_over=True,
        enclosures=lambda: [enclosed(receipt, purchase, language)],
    )


def enclosed(receipt: Receipt, purchase: Purchase, language: Language) -> Enclosure:
    name = file_name(receipt, language)
    content = receipt_files.pdf(receipt, purchase, language)
    return Enclosure(name=name, title=name, content=content)


def file_name(receipt: Receipt, language: Language) -> str:
    return language("receipt-file", receipt=receipt.number)


def alone(asked: Asked) -> Message:
    """All of them, the newest first. Raises NotAllowed."""
    asked.actor.must(Act.ORDER)
    say = asked.language.mrkdwn
    blocks = asked.database.read(lambda session: list(listed(session, asked, most=MOST)))
    return Message(text=say("receipts-head"), blocks=blocks or message(say("receipts-none")).blocks)


def below(session: Session, asked: Asked, shown: Message) -> Message:
    """The latest below what is shown, for who buys."""
    if not asked.actor.may(Act.ORDER):
        return shown
    blocks = list(listed(session, asked, most=LATEST))
    return Message(text=shown.text, blocks=[*shown.blocks, *blocks])


def listed(session: Session, asked: Asked, *, most: int) -> Iterator[Block]:
    """A head, then a line and a button for each; nothing where there are none."""
    found = receipts.all_of(session, account_id=asked.actor.account_id)
    if found:
        yield section(asked.language.mrkdwn("receipts-head"))
    for receipt, purchase in found[:most]:
        yield of_one(asked.language, receipt, purchase)
    if len(found) > most:
        hidden = len(found) - most
        more = "receipts-more" if most == LATEST else "home-more"
        yield section(asked.language.mrkdwn(more, hidden=hidden))


def of_one(language: Language, receipt: Receipt, purchase: Purchase) -> Block:
    line = language.mrkdwn("receipt-line", **facts_of(receipt, purchase, language))
    label = language("receipt-send.button", receipt=receipt.number)
    pressed = button(label, action_id=SEND, value=str(receipt.number))
    return section(line, accessory=pressed)


def facts_of(receipt: Receipt, purchase: Purchase, language: Language) -> dict[str, Any]:
    day = language.day(receipt.issued_at.date())
    return {"receipt": receipt.number, "day": day, **payments.facts_of(purchase)}


def ordered(pressed: Pressed) -> Message:
    """Its PDF again. Raises NotAllowed."""
    pressed.actor.must(Act.ORDER)
    account_id, number = pressed.actor.account_id, int(pressed.value)

    def order(session: Session) -> Receipt:
        receipt = session.get_one(Receipt, (account_id, number))
        outbox.add(
            session,
            account_id=account_id,
            kind=FILE,
            recipient_id=new_id(),  # a line of its own: what else the member is told does not wait
            facts={
                "member_id": str(pressed.actor.member_id),
                "locale": pressed.language.locale,
                "number": number,
            },
        )
        return receipt

    file = file_name(pressed.database.write(order), pressed.language)
    return message(pressed.language.mrkdwn("history-file-ordered", file=file))


def upload(errand: Errand) -> str:
    """Slack shows it with the last of its calls: a worker that dies after that sends it twice."""
    if not errand.database.read(errand.actor).may(Act.ORDER):
        raise Unreachable("the member is no owner any more")
    correspondence = errand.correspondence()
    made = errand.database.read(lambda session: made_of(session, errand))
    comment = errand.language.mrkdwn("receipt-is-here", receipt=errand.facts["number"])
    return correspondence.upload(made.name, made.content, comment)


def made_of(session: Session, errand: Errand) -> Enclosure:
    place = (errand.delivery.account_id, errand.facts["number"])
    receipt = session.get_one(Receipt, place)
    purchase = session.get_one(Purchase, (receipt.account_id, receipt.purchase_id))
    return enclosed(receipt, purchase, errand.language)


def register(on: Listening) -> None:
    on.action(SEND, ordered)
