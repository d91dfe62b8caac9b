"""Buying credits into the pool under manual billing: an owner orders, an operator confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger import alerts, clock, idempotency, journal, pricing, thresholds
from ledger.actors import Act, Actor
from ledger.errors import NotAllowed, PurchaseClosed, UnknownPurchase
from ledger.ids import new_id
from ledger.models import Account, Purchase, PurchaseState, TransferKind
from ledger.pricing import Tier
from ledger.texts import line


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A paid purchase and the pool after its credits arrived."""

    purchase: Purchase
    pool: int


def order_credits(
    session: Session,
    *,
    actor: Actor,
    credits: int,
    key: str,
    public_tiers: Sequence[Tier] = pricing.PUBLIC_LIST,
) -> Purchase:
    """R13: an owner orders at a quoted price; no credit moves before the payment is confirmed.

    Raises NotAllowed, BadAmount, IdempotencyConflict.
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
    purchase = Purchase(
        account_id=actor.account_id,
        id=purchase_id,
        number=next_number(session, actor.account_id),
        credits=credits,
        list_cents=price.list_cents,
        total_cents=price.total_cents,
        state=PurchaseState.PENDING,
        ordered_by=actor.member_id,
        ordered_at=clock.now(),
    )
    session.add(purchase)
    session.flush()
    return purchase


def confirm_payment(
    session: Session, *, actor: Actor, number: int, payment_reference: str
) -> Confirmed:
    """R13: the credits of an order arrive in the pool exactly once, when an operator confirms.

    Confirming again with the same reference returns the first result. Raises NotAllowed,
    UnknownPurchase, or PurchaseClosed when it was paid under another reference.
    """
    actor.must(Act.CONFIRM_PAYMENT)
    reference = line(payment_reference, field="payment reference", most=100)
    purchase = session.scalars(
        select(Purchase)
        .where(Purchase.account_id == actor.account_id, Purchase.number == number)
        .with_for_update()
    ).one_or_none()
    if purchase is None:
        raise UnknownPurchase(given=str(number))
    if purchase.state is PurchaseState.PENDING:
        posted = journal.post(
            session,
            account_id=actor.account_id,
            kind=TransferKind.PURCHASE,
            credits=purchase.credits,
            source=actor.source,
            low_below=thresholds.low_below(
                session,
                account_id=actor.account_id,
                wallet_id=actor.account_id,
                given=purchase.credits,
            ),
        )
        alerts.after_credit(session, actor.account_id, actor.account_id, posted.credit)
        session.execute(
            update(Purchase)
            .where(Purchase.account_id == purchase.account_id, Purchase.id == purchase.id)
            .values(
                state=PurchaseState.PAID,
                paid_at=posted.at,
                payment_reference=reference,
                transfer_id=posted.id,
            )
        )
        session.refresh(purchase)
    elif purchase.payment_reference != reference:
        raise PurchaseClosed(number=number, state=purchase.state.value)
    return Confirmed(
        purchase=purchase, pool=journal.balance(session, actor.account_id, actor.account_id)
    )


def pending(session: Session, *, account_id: UUID) -> list[Purchase]:
    """The orders that wait for their payment, the oldest first."""
    return list(
        session.scalars(
            select(Purchase)
            .where(Purchase.account_id == account_id, Purchase.state == PurchaseState.PENDING)
            .order_by(Purchase.id)
        )
    )


def next_number(session: Session, account_id: UUID) -> int:
    """The next order number of the account, under a lock on its row so that none is given twice.

    Not the strongest lock: every key that refers to the account holds its row weakly, and two
    orders that both wanted more than that would wait for each other.
    """
    session.execute(
        select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    )
    last = session.scalar(
        select(func.max(Purchase.number)).where(Purchase.account_id == account_id)
    )
    return (last or 0) + 1
