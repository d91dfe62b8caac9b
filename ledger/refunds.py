"""Money that went back, and the credits that go with it.

The pool cannot go below zero, and what clients have is theirs (R5): credits that are spent already
are owed, and taken from what the next purchase brings.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ledger import alerts, clock, journal, outbox
from ledger.database import insert_once
from ledger.ids import new_id
from ledger.journal import Entry
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

    Of what was refunded before and is beyond its price, no credits are left to take. The
    purchase's row is locked (`purchases.locked`). None where it is known by this `name`.
    """
    if cents <= 0 or known(session, purchase.account_id, name):
        return None
    row = written(session, purchase, name, kind, cents)
    tell_owners(session, row)
    share_out(session, purchase, told=row, source=source)
    if row.taken:
        alerts.after_debit(session, row.account_id, pool(session, row.account_id))
    return Returned(credits=row.credits, taken=row.taken)


def written(
    session: Session, purchase: Purchase, name: str, kind: RefundKind, cents: int
) -> Refund:
    row = Refund(
        account_id=purchase.account_id,
        id=new_id(),
        purchase_id=purchase.id,
        name=name,
        kind=kind,
        cents=cents,
        credits=0,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def share_out(session: Session, purchase: Purchase, *, told: Refund, source: Source) -> None:
    """Have each refund of a purchase take what is its share of the credits now: one may owe more
    since another was won, or by rounding less. Owners are told of each, `told` apart.

    By all cents that are not paid again the share is rounded down, so that parts make the whole
    and nothing hangs on which of them was known first.
    """
    counted = 0
    for row in live(session, purchase):
        before = share(purchase, counted)
        counted += row.cents
        if give_share(session, row, share(purchase, counted) - before, source) and row is not told:
            tell_owners(session, row)
    purchase.refunded_cents = min(counted, purchase.total_cents)
    is_all = purchase.refunded_cents == purchase.total_cents
    purchase.state = PurchaseState.REFUNDED if is_all else PurchaseState.PAID
    session.flush()
    take_owed(session, account_id=purchase.account_id, source=source)


def give_share(session: Session, row: Refund, due: int, source: Source) -> bool:
    """From now on `due` credits go with it, and what it took beyond them comes again. Whether
    they were others before."""
    is_other, too_many = row.credits != due, max(row.taken - due, 0)
    row.credits = due
    bring_again(session, row, too_many, source)
    return is_other


def bring_again(session: Session, row: Refund, credits: int, source: Source) -> None:
    if credits:
        row.taken -= credits
        post(session, row, TransferKind.PURCHASE, credits, source)


def share(purchase: Purchase, cents: int) -> int:
    """The credits that go with so much of the price, or with all of it."""
    return purchase.credits * min(cents, purchase.total_cents) // purchase.total_cents


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


def reinstate(
    session: Session, *, purchase: Purchase, name: str, cents: int, source: Source
) -> int | None:
    """A dispute was won: nothing is owed of it any more, and what was taken comes again.

    Returns those credits; None where it was won before. A verdict that is told before its dispute
    is written down as such, and the dispute then takes nothing.
    """
    row = named(session, purchase, name) or written(
        session, purchase, name, RefundKind.DISPUTE, cents
    )
    if row.reinstated_at is not None:
        return None
    row.reinstated_at, taken = clock.now(), row.taken
    bring_again(session, row, taken, source)
    if row.credits:
        tell_owners(session, row)
    share_out(session, purchase, told=row, source=source)
    if taken:
        alerts.after_credit(session, row.account_id, row.account_id, pool(session, row.account_id))
    return taken


def pool(session: Session, account_id: UUID) -> Entry:
    """As it stands once all was brought and taken: alerts know nothing of what was between."""
    return journal.standing(session, account_id, account_id)


def take_owed(session: Session, *, account_id: UUID, source: Source) -> int:
    """Take what is owed from the pool, as far as it goes, the oldest first."""
    rows, taken = owing(session, account_id), 0
    held = journal.held(session, account_id, account_id) if rows else 0
    for row in rows:
        credits = min(row.credits - row.taken, held - taken)
        if credits > 0:
            row.taken += credits
            taken += credits
            post(session, row, TransferKind.REFUND, credits, source)
    return taken


def owed(session: Session, *, account_id: UUID) -> int:
    """Credits that the account's next purchases will not leave in its pool."""
    total = select(func.coalesce(func.sum(Refund.credits - Refund.taken), 0)).where(
        Refund.account_id == account_id, Refund.reinstated_at.is_(None)
    )
    return int(session.scalar(total) or 0)


def owing(session: Session, account_id: UUID) -> list[Refund]:
    return locked(
        session,
        account_id,
        Refund.reinstated_at.is_(None),
        Refund.taken < Refund.credits,
    )


def live(session: Session, purchase: Purchase) -> list[Refund]:
    """Those whose money did not come again."""
    return locked(
        session,
        purchase.account_id,
        Refund.purchase_id == purchase.id,
        Refund.reinstated_at.is_(None),
    )


def named(session: Session, purchase: Purchase, name: str) -> Refund | None:
    rows = locked(session, purchase.account_id, Refund.name == name)
    return rows[0] if rows else None


def locked(session: Session, account_id: UUID, *wanted: ColumnElement[bool]) -> list[Refund]:
    """Refunds as they are now, the oldest first.

    The pool is locked before them, as by a payment that settles what is owed: neither waits for
    the other, and what the other took is seen.
    """
    journal.held(session, account_id, account_id)
    return list(
        session.scalars(
            select(Refund)
            .where(Refund.account_id == account_id, *wanted)
            .order_by(Refund.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


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
