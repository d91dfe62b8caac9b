"""Orders and how they are paid: one message each, which is edited as the payment goes on.

The order is written first, then its provider is asked for a page to pay at, in no transaction. A
provider that is away leaves the order as it is, to be tried again.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, refusals, wording
from bot.language import Language
from bot.letters import Letter
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import Block, button, link
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, message, typing
from bot.slack.modals import Closed
from ledger import clock, outbox
from ledger.actors import Act
from ledger.models import Account, Provider, Purchase, PurchaseState
from ledger.outbox import Delivery
from scorm_bridge.billing import ordering, settling
from scorm_bridge.billing.providers import order_of
from scorm_bridge.errors import ProviderAway, ProviderRefuses
from scorm_bridge.tokens import Tokens

ASKED = "payment asked"
AGAIN = "payment.again"


def ordered(asked: Submitted, credits: int) -> Message | Closed:
    """Pressed twice, or sent again by Slack, it is one order. Raises NotAllowed, BadAmount."""
    purchase = asked.database.write(
        lambda session: ordering.order_credits(
            session,
            actor=asked.actor,
            credits=credits,
            key=f"slack {asked.view_id}",
            billing=asked.office.billing,
        )
    )
    shown, is_told = asked_to_pay(asked, purchase)
    # Where there is no place but the direct messages, it is told there, and once is enough.
    return Closed() if is_told and not asked.has_place else shown


def asked_to_pay(asked: Asked, purchase: Purchase) -> tuple[Message, bool]:
    """The way to pay, and whether it comes as a direct message, too."""
    say, note = asked.language.mrkdwn, asked.office.billing.note
    try:
        purchase, time_zone = opened(asked, purchase)
    except (ProviderAway, ProviderRefuses) as error:
        kept = say("payment-kept", number=purchase.number, credits=purchase.credits)
        again = button(
            asked.language("payment-again.button"), action_id=AGAIN, value=purchase.id.hex
        )
        return message(refusals.sentence(say, error), kept, buttons=[again]), False
    asked.database.write(lambda session: tell(session, purchase, note))
    return words(asked.language, purchase, time_zone=time_zone, note=note), True


def opened(asked: Asked, purchase: Purchase) -> tuple[Purchase, str]:
    """The order with its page to pay at, and the account's time zone.

    Whoever tries again asks in the language of who ordered: the provider wants the same words.
    Raises ProviderAway, ProviderRefuses.
    """
    if purchase.state is PurchaseState.QUOTED:
        language = asked.database.read(lambda session: payers_language(session, purchase))
        order = order_of(
            purchase,
            title=language("payment-title", credits=purchase.credits),
            language=language.locale,
            back=back(asked, purchase),
        )
        settling.open_checkout(asked.database, asked.office.billing.provider, order)
    return asked.database.read(
        lambda session: (
            session.get_one(Purchase, (purchase.account_id, purchase.id)),
            session.get_one(Account, purchase.account_id).time_zone,
        )
    )


def payers_language(session: Session, purchase: Purchase) -> Language:
    return people.language_of_member(
        session, account_id=purchase.account_id, member_id=purchase.ordered_by
    )


def back(asked: Asked, purchase: Purchase) -> str:
    token = Tokens(asked.office.keyring).payment(purchase.account_id, purchase.id)
    return asked.office.places.payment_url(token)


def tell(session: Session, purchase: Purchase, note: str) -> None:
    """Told again it says the same in the same message."""
    outbox.add(
        session,
        account_id=purchase.account_id,
        kind=ASKED,
        recipient_id=purchase.ordered_by,
        facts={"purchase_id": str(purchase.id), "note": note},
    )


def again(pressed: Pressed) -> Replaced:
    pressed.actor.must(Act.ORDER)
    place = (pressed.actor.account_id, UUID(pressed.value))
    purchase = pressed.database.read(lambda session: session.get_one(Purchase, place))
    shown, _ = asked_to_pay(pressed, purchase)
    return Replaced(message=shown)


def words(language: Language, purchase: Purchase, *, time_zone: str, note: str = "") -> Message:
    """How the order stands, with what can be done about it."""
    say, facts = language.mrkdwn, facts_of(purchase)
    match purchase.state:
        case PurchaseState.PAID | PurchaseState.REFUNDED:
            return message(say("payment-done", **facts))
        case PurchaseState.FAILED | PurchaseState.EXPIRED:
            anew = typing(language("payment-anew.button"), f"buy {purchase.credits}")
            failed = purchase.state is PurchaseState.FAILED
            return message(say("payment-ended", failed=failed, **facts), buttons=[anew])
        case _ if purchase.refused_at is not None:
            return message(say("payment-mistaken", **facts))
        case _ if purchase.provider is Provider.MANUAL:
            noted = [say("payment-note", note=part) for part in note.splitlines() if part.strip()]
            return message(say("payment-manual", **facts), *noted)
    ends = purchase.closes_at
    until = [say("payment-until", moment=language.moment(ends, time_zone))] if ends else []
    return message(say("payment-asked", **facts), *until, buttons=ways(language, purchase))


def ways(language: Language, purchase: Purchase) -> list[Block]:
    """A button to pay, as long as its page is open."""
    if purchase.state is not PurchaseState.PENDING or not purchase.checkout_url:
        return []
    if purchase.refused_at is not None:
        return []
    if purchase.closes_at and purchase.closes_at <= clock.now():
        return []
    label = language("payment-pay.button", total_cents=purchase.total_cents)
    return [link(label, purchase.checkout_url, name=f"pay.{purchase.number}")]


def facts_of(purchase: Purchase) -> dict[str, Any]:
    return {
        "number": purchase.number,
        "credits": purchase.credits,
        "total_cents": purchase.total_cents,
    }


def matter(purchase_id: object) -> str:
    return f"purchase {purchase_id}"


def letter(session: Session, delivery: Delivery) -> Letter:
    """The order as it stands at its delivery; a payment that ended ends its matter, too."""
    language = people.language_for(session, delivery)
    purchase_id = UUID(delivery.facts["purchase_id"])
    purchase = session.get_one(Purchase, (delivery.account_id, purchase_id))
    time_zone = session.get_one(Account, delivery.account_id).time_zone
    note = delivery.facts.get("note", "")
    return Letter(
        language=language,
        message=words(language, purchase, time_zone=time_zone, note=note),
        matter=matter(purchase.id),
    )


def ended(session: Session, delivery: Delivery) -> Letter:
    """Nobody paid. Where it was paid after all, the receipt says so."""
    letter_ = letter(session, delivery)
    return Letter(
        language=letter_.language, message=letter_.message, matter=letter_.matter, is_over=True
    )


def refused(session: Session, delivery: Delivery) -> Letter:
    """To each owner: what came, and what was asked."""
    language, facts = people.language_for(session, delivery), delivery.facts
    purchase = session.get_one(Purchase, (delivery.account_id, UUID(facts["purchase_id"])))
    came = wording.paid(language, facts["cents"], facts["currency"])
    words = language.mrkdwn(
        "payment-refused", paid=came, reference=facts["reference"], **facts_of(purchase)
    )
    return Letter(language=language, message=message(words))


def register(on: Listening) -> None:
    on.action(AGAIN, again)
