"""Money that went back, and the credits that go with it.

The pool cannot go below zero, and what clients have is theirs (R5): credits that are spent already
are owed, and taken from what the next purchase brings.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import alerts, clock, journal, outbox
from ledger.database import insert_once
from ledger.ids import new_id
from ledger.models import (
    Purchase,
    PurchaseState,
    Refund,
    RefundKind,
    RefundTransfer,
    Source,
    TransferKind,
)

TOLD = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a refund did: of its `credits`, `taken` left the pool and the rest is owed."""

    credits: int
    taken: int

    @property
    def owed(self) -> int:
        return self.credits - self.taken


def refund(
    session: Session,
    *,
    purchase: Purchase,
    name: str,
    kind: RefundKind,
    cents: int,
    source: Source,
) -> Returned | None:
    """Take the share of a paid purchase's credits that `cents` are of its price.

    Of all that was refunded the share is rounded down, so that parts make the whole. The
    purchase's row is locked (`purchases.locked`). None where it is known by this `name`.
    """
    cents = min(cents, purchase.total_cents - purchase.refunded_cents)
    if cents <= 0 or known(session, purchase.account_id, name):
        return None
    before, after = purchase.refunded_cents, purchase.refunded_cents + cents
    due = share(purchase, after) - share(purchase, before)
    row = Refund(
        account_id=purchase.account_id,
        id=new_id(),
        purchase_id=purchase.id,
        name=name,
        kind=kind,
        cents=cents,
        credits=due,
        at=clock.now(),
    )
    session.add(row)
    purchase.refunded_cents = after
    if after == purchase.total_cents:
        purchase.state = PurchaseState.REFUNDED
    session.flush()
    take(session, row, due, source=source)
    tell_owners(session, row)
    return Returned(credits=row.credits, taken=row.taken)


def share(purchase: Purchase, cents: int) -> int:
    """The credits that go with so much of the price."""
    return purchase.credits * cents // purchase.total_cents


def cents_of(session: Session, purchase: Purchase, kind: RefundKind) -> int:
    """What went back of a purchase in this way."""
    total = select(func.coalesce(func.sum(Refund.cents), 0)).where(
        Refund.account_id == purchase.account_id,
        Refund.purchase_id == purchase.id,
        Refund.kind == kind,
    )
    return int(session.scalar(total) or 0)


def known(session: Session, account_id: UUID, name: str) -> bool:
    found = select(Refund.id).where(Refund.account_id == account_id, Refund.name == name)
    return session.scalar(found) is not None


def reinstate(session: Session, *, purchase: Purchase, name: str, source: Source) -> int | None:
    """A dispute was won: nothing is owed of it any more, and what was taken comes again.

    Returns those credits; None where there is no such dispute, or it was won before.
    """
    # The pool before its refunds, as a payment that settles what is owed: neither waits for the
    # other, and what the other took is seen.
    journal.held(session, purchase.account_id, purchase.account_id)
    row = session.scalars(
        select(Refund)
        .where(Refund.account_id == purchase.account_id, Refund.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row.reinstated_at is not None:
        return None
    row.reinstated_at = clock.now()
    purchase.refunded_cents -= row.cents
    purchase.state = PurchaseState.PAID
    if row.taken:
        post(session, row, TransferKind.PURCHASE, row.taken, source)
    session.flush()
    tell_owners(session, row)
    return row.taken


def take_owed(session: Session, *, account_id: UUID, source: Source) -> int:
    """Take what is owed from the pool, as far as it goes, the oldest first."""
    taken = 0
    for row in owing(session, account_id):
        taken += take(session, row, row.credits - row.taken, source=source)
    return taken


def owed(session: Session, *, account_id: UUID) -> int:
    """Credits that the account's next purchases will not leave in its pool."""
    total = select(func.coalesce(func.sum(Refund.credits - Refund.taken), 0)).where(
        Refund.account_id == account_id, Refund.reinstated_at.is_(None)
    )
    return int(session.scalar(total) or 0)


def owing(session: Session, account_id: UUID) -> list[Refund]:
    return list(
        session.scalars(
            select(Refund)
            .where(
                Refund.account_id == account_id,
                Refund.reinstated_at.is_(None),
                Refund.taken < Refund.credits,
            )
            .order_by(Refund.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def take(session: Session, row: Refund, due: int, *, source: Source) -> int:
    """As many of the `due` credits as the pool holds."""
    held = journal.held(session, row.account_id, row.account_id)
    credits = min(due, held)
    if credits > 0:
        post(session, row, TransferKind.REFUND, credits, source)
        row.taken += credits
        session.flush()
    return max(credits, 0)


def post(session: Session, row: Refund, kind: TransferKind, credits: int, source: Source) -> None:
    posted = journal.post(
        session, account_id=row.account_id, kind=kind, credits=credits, source=source
    )
    insert_once(
        session,
        RefundTransfer,
        account_id=row.account_id,
        transfer_id=posted.id,
        refund_id=row.id,
    )


def tell_owners(session: Session, row: Refund) -> None:
    """One matter a refund: how it stands is read at delivery."""
    for recipient_id in alerts.recipients(session, row.account_id):
        outbox.add(
            session,
            account_id=row.account_id,
            kind=TOLD,
            recipient_id=recipient_id,
            facts={"refund_id": str(row.id)},
        )
