"""What is wrong with the purchases of a ledger: each as the rows that it would be wrong of.

What was issued is what was paid (R13): each transfer of the kind purchase is that of one paid
purchase or brings again what a dispute had taken, and each refund's are as many as it says.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ledger.models import (
    Purchase,
    PurchaseState,
    Refund,
    RefundTransfer,
    Transfer,
    TransferKind,
)

Wanted = Select[UUID, UUID]
"""The accounts and ids of rows."""


def flaws(account_id: UUID | None) -> Iterator[tuple[str, str, Wanted]]:
    """A table, what would be wrong with a row of it, and the rows with which it is."""
    for table, flaw, wanted in (*of_purchases(), *of_refunds()):
        owner = wanted.selected_columns[0]
        yield table, flaw, wanted.where(owner == account_id) if account_id else wanted


def of_purchases() -> Iterator[tuple[str, str, Wanted]]:
    posted = and_(Transfer.account_id == Purchase.account_id, Transfer.id == Purchase.transfer_id)
    refunded = and_(
        RefundTransfer.account_id == Transfer.account_id,
        RefundTransfer.transfer_id == Transfer.id,
    )
    yield (
        "purchases",
        "R13: its transfer does not bring what it is of",
        select(Purchase.account_id, Purchase.id)
        .join(Transfer, posted)
        .where(or_(Transfer.kind != TransferKind.PURCHASE, Transfer.credits != Purchase.credits)),
    )
    yield (
        "transfers",
        "R13: no payment stands behind it",
        select(Transfer.account_id, Transfer.id)
        .outerjoin(Purchase, posted)
        .outerjoin(RefundTransfer, refunded)
        .where(
            Transfer.kind == TransferKind.PURCHASE,
            Purchase.id.is_(None),
            RefundTransfer.refund_id.is_(None),
        ),
    )
    another = aliased(Purchase)
    yield (
        "purchases",
        "R13: another purchase has the same transfer",
        select(Purchase.account_id, Purchase.id).join(
            another,
            (another.account_id == Purchase.account_id)
            & (another.transfer_id == Purchase.transfer_id)
            & (another.id != Purchase.id),
        ),
    )
    yield (
        "transfers",
        "no refund stands behind it",
        select(Transfer.account_id, Transfer.id)
        .outerjoin(RefundTransfer, refunded)
        .where(Transfer.kind == TransferKind.REFUND, RefundTransfer.refund_id.is_(None)),
    )


def of_refunds() -> Iterator[tuple[str, str, Wanted]]:
    refunds = select(Refund.account_id, Refund.id)
    purchases = select(Purchase.account_id, Purchase.id)
    yield (
        "refunds",
        "other credits left the pool than it says",
        refunds.where(moved(TransferKind.REFUND) - moved(TransferKind.PURCHASE) != Refund.taken),
    )
    yield (
        "purchases",
        "other cents went back than it says",
        purchases.where(
            Purchase.refunded_cents
            != case(
                (live(Refund.cents) < Purchase.total_cents, live(Refund.cents)),
                else_=Purchase.total_cents,
            )
        ),
    )
    yield (
        "purchases",
        "other credits go back than their share of the price",
        purchases.where(
            live(Refund.credits)
            != Purchase.credits * Purchase.refunded_cents // func.nullif(Purchase.total_cents, 0)
        ),
    )
    yield (
        "purchases",
        "all of it went back, or not, and it says otherwise",
        purchases.where(
            Purchase.state.in_((PurchaseState.PAID, PurchaseState.REFUNDED)),
            Purchase.total_cents > 0,
            (Purchase.state == PurchaseState.REFUNDED)
            != (Purchase.refunded_cents == Purchase.total_cents),
        ),
    )


def live(amounts: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """The amounts of a purchase's refunds that were not paid again."""
    return (
        select(func.coalesce(func.sum(amounts), 0))
        .where(
            Refund.account_id == Purchase.account_id,
            Refund.purchase_id == Purchase.id,
            Refund.reinstated_at.is_(None),
        )
        .correlate(Purchase)
        .scalar_subquery()
    )


def moved(kind: TransferKind) -> ScalarSelect[int]:
    """The credits of a refund's own transfers of this kind."""
    return (
        select(func.coalesce(func.sum(Transfer.credits), 0))
        .join(
            RefundTransfer,
            (RefundTransfer.account_id == Transfer.account_id)
            & (RefundTransfer.transfer_id == Transfer.id),
        )
        .where(
            RefundTransfer.account_id == Refund.account_id,
            RefundTransfer.refund_id == Refund.id,
            Transfer.kind == kind,
        )
        .correlate(Refund)
        .scalar_subquery()
    )
