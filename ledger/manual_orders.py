"""Orders that are paid outside: what went back of one, and that one will not be paid.

No provider tells of these, so an operator does; what a provider takes, it tells of itself.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger import idempotency, journal, purchases, refunds
from ledger.actors import Act, Actor
from ledger.errors import AboveRefund, NotOpen, NotPaid
from ledger.ids import new_id
from ledger.models import Purchase, PurchaseState, Refund, RefundKind
from ledger.texts import line


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBack:
    """Money of a purchase that went back, with the pool after its credits left."""

    purchase: Purchase
    refund: Refund
    pool: int

    @property
    def owed(self) -> int:
        return self.refund.credits - self.refund.taken


def refund_payment(
    session: Session,
    *,
    actor: Actor,
    number: int,
    payment_reference: str,
    key: str,
    cents: int | None = None,
) -> PaidBack:
    """So many cents of an order were paid back, or all that is left, by the payment of this
    reference; their credits leave the pool, and what it lacks is owed.

    Raises NotAllowed, BadText, UnknownPurchase, NotManual, NotPaid, AboveRefund,
    IdempotencyConflict.
    """
    actor.must(Act.REFUND)
    reference = line(payment_reference, field="payment reference", most=100)
    purchase = purchases.numbered(session, actor.account_id, number)
    facts = {"act": "refund", "order": number, "cents": cents, "reference": reference}
    new = new_id()
    first = idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=facts, result_id=new
    )
    name = f"manual {first}"
    if first == new:
        back = to_pay_back(purchase, cents)
        refunds.refund(
            session,
            purchase=purchase,
            name=name,
            kind=RefundKind.REFUND,
            cents=back,
            source=actor.source,
        )
        purchases.record(
            session, actor, "refund payment", purchase, {"payment": reference, "cents": back}
        )
    row = refunds.named(session, purchase, name)
    assert row is not None
    pool = journal.balance(session, purchase.account_id, purchase.account_id)
    return PaidBack(purchase=purchase, refund=row, pool=pool)


def to_pay_back(purchase: Purchase, cents: int | None) -> int:
    """Raises NotManual, NotPaid, or AboveRefund where so much is not left, or nothing is."""
    purchases.must_be_manual(purchase, doing="refund")
    if purchase.state not in purchases.PAID:
        raise NotPaid(number=purchase.number)
    left = purchase.total_cents - purchase.refunded_cents
    wanted = left if cents is None else cents
    if not 0 < wanted <= left:
        raise AboveRefund(number=purchase.number, cents=left)
    return wanted


def cancel_order(session: Session, *, actor: Actor, number: int, key: str) -> Purchase:
    """Nobody will pay the order; should its money come all the same, it can be confirmed.

    One that ended before stays as it is. Raises NotAllowed, UnknownPurchase, NotManual, NotOpen,
    IdempotencyConflict.
    """
    actor.must(Act.CANCEL_ORDER)
    purchase = purchases.numbered(session, actor.account_id, number)
    purchases.must_be_manual(purchase, doing="cancel")
    if purchase.state in purchases.PAID:
        raise NotOpen(number=number)
    idempotency.claim(
        session,
        account_id=actor.account_id,
        key=key,
        facts={"act": "cancel", "order": number},
        result_id=purchase.id,
    )
    return purchases.close(
        session,
        account_id=actor.account_id,
        purchase_id=purchase.id,
        state=PurchaseState.EXPIRED,
        actor=actor,
    )
