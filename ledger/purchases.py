"""Buying credits into the pool: an owner orders, and what was paid arrives exactly once (R13).

By whom a payment is known is the order's provider: an operator who confirms it, or one that tells
of it and can be asked. Money that went back is the matter of `refunds`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ledger import (
    alerts,
    audit,
    clock,
    idempotency,
    journal,
    order_numbers,
    outbox,
    pricing,
    receipts,
    refunds,
    thresholds,
)
from ledger.actors import Act, Actor
from ledger.database import insert_once
from ledger.errors import (
    NotAllowed,
    NotManual,
    PurchaseClosed,
    UnknownPurchase,
    WrongPayment,
)
from ledger.ids import new_id
from ledger.models import (
    PaymentName,
    Provider,
    Purchase,
    PurchaseState,
    Source,
    TransferKind,
)
from ledger.pricing import Tier
from ledger.receipts import Seller
from ledger.texts import line

CURRENCY = "eur"
RECEIPT = "receipt"
ENDED = "payment ended"
REFUSED = "payment refused"
PAID = frozenset({PurchaseState.PAID, PurchaseState.REFUNDED})
UNPAID = frozenset({PurchaseState.QUOTED, PurchaseState.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a provider says was paid: in cents, and by which name it knows the payment."""

    reference: str
    cents: int
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A paid purchase and the pool after its credits arrived; `taken` of them were owed."""

    purchase: Purchase
    pool: int
    taken: int = 0


def order_credits(
    session: Session,
    *,
    actor: Actor,
    credits: int,
    key: str,
    public_tiers: Sequence[Tier] = pricing.PUBLIC_LIST,
    provider: Provider = Provider.MANUAL,
) -> Purchase:
    """R13: an owner orders at a quoted price; no credit moves before the payment is confirmed.

    An operator's payment is waited for at once; another provider is to be asked first, see
    `opened`. Raises NotAllowed, BadAmount, IdempotencyConflict.
    """
    actor.must(Act.ORDER)
    if actor.member_id is None:
        # Somebody is billed for it: an operator orders in an owner's name, not in their own.
        raise NotAllowed(act=Act.ORDER.value, allowed=["owner"])
    tiers = pricing.price_list(session, account_id=actor.account_id, public=public_tiers)
    price = pricing.quote(credits, tiers)
    facts = {"act": "order", "credits": credits, "by": str(actor.member_id)}
    purchase_id = new_id()
    first_id = idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=facts, result_id=purchase_id
    )
    if first_id != purchase_id:
        return session.get_one(Purchase, (actor.account_id, first_id))
    is_manual = provider is Provider.MANUAL
    purchase = Purchase(
        account_id=actor.account_id,
        id=purchase_id,
        number=order_numbers.next_number(session, actor.account_id),
        credits=credits,
        list_cents=price.list_cents,
        total_cents=price.total_cents,
        state=PurchaseState.PENDING if is_manual else PurchaseState.QUOTED,
        provider=provider,
        source=actor.source,
        ordered_by=actor.member_id,
        ordered_at=clock.now(),
    )
    session.add(purchase)
    session.flush()
    after = {"credits": credits, "total_cents": purchase.total_cents, "provider": provider}
    record(session, actor, "order credits", purchase, after)
    return purchase


def record(
    session: Session, actor: Actor, act: str, purchase: Purchase, after: dict[str, object]
) -> None:
    audit.record(
        session, actor=actor, act=act, subject="purchase", subject_id=purchase.id, after=after
    )


def opened(
    session: Session, *, account_id: UUID, purchase_id: UUID, name: str, url: str, until: datetime
) -> Purchase:
    """The provider takes the payment at `url`, and calls that `name`. Again, it changes nothing."""
    purchase = locked(session, account_id, purchase_id)
    if purchase.state is PurchaseState.QUOTED:
        purchase.state = PurchaseState.PENDING
        purchase.checkout_url, purchase.closes_at = url, until
        purchase.asked_at = clock.now()
        session.flush()
        call(session, purchase, name)
    return purchase


def call(session: Session, purchase: Purchase, name: str) -> None:
    """Remember what the provider calls the purchase or its payment."""
    insert_once(
        session,
        PaymentName,
        name=name,
        account_id=purchase.account_id,
        purchase_id=purchase.id,
    )


def called(session: Session, names: Sequence[str]) -> Purchase | None:
    """The purchase that a provider calls by one of these names."""
    return session.scalars(
        select(Purchase)
        .join(
            PaymentName,
            (PaymentName.account_id == Purchase.account_id)
            & (PaymentName.purchase_id == Purchase.id),
        )
        .where(PaymentName.name.in_(names))
        .limit(1)
    ).one_or_none()


def confirm_payment(
    session: Session,
    *,
    actor: Actor,
    number: int,
    payment_reference: str,
    seller: Seller = receipts.NOBODY,
    is_outside: bool = False,
    is_shared: bool = False,
) -> Confirmed:
    """R13: the credits of an order arrive in the pool exactly once, when an operator confirms.

    Confirming again with the same reference returns the first result. `is_outside` says that an
    order of another provider was paid outside of it: from then on it is the operator's to refund.
    `is_shared`, that the payment is of several orders. Raises NotAllowed, UnknownPurchase,
    NotManual, PaymentUsed, or PurchaseClosed when it was paid under another reference.
    """
    actor.must(Act.CONFIRM_PAYMENT)
    reference = line(payment_reference, field="payment reference", most=100)
    purchase = numbered(session, actor.account_id, number)
    if purchase.state not in PAID:
        if not is_outside:
            must_be_manual(purchase, doing="confirm")
        if not is_shared:
            order_numbers.must_be_unused(session, purchase.account_id, reference)
        purchase.provider = Provider.MANUAL
        record(session, actor, "confirm payment", purchase, {"payment": reference})
    return pay(
        session,
        account_id=actor.account_id,
        purchase_id=purchase.id,
        payment=Payment(reference=reference, cents=purchase.total_cents),
        source=actor.source,
        seller=seller,
    )


def numbered(session: Session, account_id: UUID, number: int) -> Purchase:
    """The order of this number, `locked`. Raises UnknownPurchase."""
    id = order_numbers.find(session, account_id, number)
    return locked(session, account_id, id)


def must_be_manual(purchase: Purchase, *, doing: str) -> None:
    if purchase.provider is not Provider.MANUAL:
        raise NotManual(number=purchase.number, doing=doing)


def pay(
    session: Session,
    *,
    account_id: UUID,
    purchase_id: UUID,
    payment: Payment,
    source: Source,
    seller: Seller = receipts.NOBODY,
) -> Confirmed:
    """R13: the payment is there. Its credits arrive in the pool, once, whatever was thought of the
    order before; what is owed is taken from them, and a receipt is issued.

    Raises WrongPayment for another sum or currency than was asked, and PurchaseClosed when it was
    paid by another payment.
    """
    purchase = locked(session, account_id, purchase_id)
    if purchase.state in PAID:
        if purchase.payment_reference != payment.reference:
            raise PurchaseClosed(number=purchase.number, state=purchase.state.value)
        return Confirmed(purchase=purchase, pool=journal.balance(session, account_id, account_id))
    if (payment.cents, payment.currency.casefold()) != (purchase.total_cents, CURRENCY):
        raise WrongPayment(
            number=purchase.number,
            asked_cents=purchase.total_cents,
            paid_cents=payment.cents,
            currency=payment.currency,
        )
    posted = journal.post(
        session,
        account_id=account_id,
        kind=TransferKind.PURCHASE,
        credits=purchase.credits,
        source=source,
        low_below=thresholds.low_below(
            session, account_id=account_id, wallet_id=account_id, given=purchase.credits
        ),
    )
    purchase.state, purchase.paid_at = PurchaseState.PAID, posted.at
    purchase.payment_reference, purchase.transfer_id = payment.reference, posted.id
    session.flush()
    taken = refunds.take_owed(session, account_id=account_id, source=source)
    alerts.after_credit(session, account_id, account_id, refunds.pool(session, account_id))
    receipts.issue(session, purchase, seller)
    tell(session, purchase, RECEIPT)
    return Confirmed(
        purchase=purchase, pool=journal.balance(session, account_id, account_id), taken=taken
    )


def close(
    session: Session,
    *,
    account_id: UUID,
    purchase_id: UUID,
    state: PurchaseState,
    actor: Actor | None = None,
) -> Purchase:
    """Nobody paid, and nobody can any more: it failed or expired. What was paid stays so."""
    assert state in {PurchaseState.FAILED, PurchaseState.EXPIRED}
    purchase = locked(session, account_id, purchase_id)
    if purchase.state in UNPAID:
        purchase.state = state
        session.flush()
        by = actor or Actor(account_id=account_id, source=Source.WEB)
        record(session, by, "end order", purchase, {"state": state})
        tell(session, purchase, ENDED)
    return purchase


def tell(session: Session, purchase: Purchase, kind: str) -> None:
    """The owner who ordered it."""
    outbox.add(
        session,
        account_id=purchase.account_id,
        kind=kind,
        recipient_id=purchase.ordered_by,
        facts={"purchase_id": str(purchase.id)},
    )


def refuse(session: Session, *, purchase: Purchase, payment: Payment) -> None:
    """Leave a trace of a payment that is not what was asked, once: people have to look into it.

    Of an order that is not paid the owners are told, and its provider is asked no more.
    """
    trace = new_id()
    first = idempotency.claim(
        session,
        account_id=purchase.account_id,
        key=f"refuse {purchase.id} {payment.reference}",
        facts={"act": "refuse payment"},
        result_id=trace,
    )
    if first != trace:
        return
    provider = Actor(account_id=purchase.account_id, source=Source.WEB)
    record(session, provider, "refuse payment", purchase, asdict(payment))
    if purchase.state not in PAID:
        purchase.refused_at = clock.now()
        session.flush()
        tell_owners(session, purchase, payment)


def tell_owners(session: Session, purchase: Purchase, payment: Payment) -> None:
    """Of a payment that brought nothing."""
    for recipient_id in alerts.recipients(session, purchase.account_id):
        outbox.add(
            session,
            account_id=purchase.account_id,
            kind=REFUSED,
            recipient_id=recipient_id,
            facts={"purchase_id": str(purchase.id), **asdict(payment)},
        )


def locked(session: Session, account_id: UUID, purchase_id: UUID) -> Purchase:
    """The purchase as it is now, until the transaction ends. Raises UnknownPurchase."""
    purchase = session.scalars(
        select(Purchase)
        .where(Purchase.account_id == account_id, Purchase.id == purchase_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if purchase is None:
        raise UnknownPurchase(given=str(purchase_id))
    return purchase


def to_ask_about(session: Session, *, age: timedelta, most: int = 20) -> list[Purchase]:
    """Purchases of any account whose provider told nothing, and was not asked, for so long; who
    was asked about longest ago first, so that none stands in the way of the others."""
    before = clock.now() - age
    return list(
        session.scalars(
            select(Purchase)
            .where(
                Purchase.state.in_(UNPAID),
                Purchase.provider != Provider.MANUAL,
                Purchase.refused_at.is_(None),
                Purchase.ordered_at <= before,
                or_(Purchase.asked_at.is_(None), Purchase.asked_at <= before),
            )
            .order_by(func.coalesce(Purchase.asked_at, Purchase.ordered_at))
            .limit(most)
        )
    )


def asked(session: Session, *, account_id: UUID, purchase_id: UUID) -> None:
    """Note that the provider is being asked, so that no other worker asks too."""
    locked(session, account_id, purchase_id).asked_at = clock.now()


def pending(session: Session, *, account_id: UUID) -> list[Purchase]:
    """The orders that wait for their payment, the oldest first."""
    return list(
        session.scalars(
            select(Purchase)
            .where(Purchase.account_id == account_id, Purchase.state == PurchaseState.PENDING)
            .order_by(Purchase.id)
        )
    )
