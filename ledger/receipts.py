"""Receipts of purchases: numbered without gaps per account, and kept as they were issued.

Prices hold the VAT, where there is any: a receipt says how much of the total it is.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.errors import UnknownReceipt
from ledger.models import Account, Purchase, Receipt

WHOLE = 10_000
"""Hundredths of a per cent in a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who sells, as a receipt says it; `vat_rate` in hundredths of a per cent, None for none."""

    name: str = ""
    address: str = ""
    vat_id: str = ""
    vat_rate: int | None = None
    vat_note: str = ""


NOBODY = Seller()


def issue(session: Session, purchase: Purchase, seller: Seller) -> Receipt:
    """The receipt of a purchase that was just paid.

    Its number follows the last one. The pool's wallet is locked since the credits were posted, so
    nobody else takes that number, and a transaction that fails leaves no gap.
    """
    last = session.scalar(
        select(func.max(Receipt.number)).where(Receipt.account_id == purchase.account_id)
    )
    receipt = Receipt(
        account_id=purchase.account_id,
        number=(last or 0) + 1,
        purchase_id=purchase.id,
        issued_at=clock.now(),
        seller=asdict(seller),
        buyer=buyer(session.get_one(Account, purchase.account_id)),
        vat_rate=seller.vat_rate,
        vat_cents=vat_within(purchase.total_cents, seller.vat_rate),
    )
    session.add(receipt)
    session.flush()
    return receipt


def buyer(account: Account) -> dict[str, str]:
    return {
        "name": account.billing_name or account.name,
        "address": account.billing_address or "",
        "vat_id": account.billing_vat_id or "",
    }


def vat_within(total_cents: int, rate: int | None) -> int:
    """The VAT that a total holds at `rate`; half a cent rounds up."""
    if rate is None:
        return 0
    parts = WHOLE + rate
    return (2 * total_cents * rate + parts) // (2 * parts)


def find(session: Session, *, account_id: UUID, purchase_id: UUID) -> Receipt | None:
    return session.scalars(
        select(Receipt).where(Receipt.account_id == account_id, Receipt.purchase_id == purchase_id)
    ).one_or_none()


def numbered(session: Session, *, account_id: UUID, number: int) -> tuple[Receipt, Purchase]:
    """Raises UnknownReceipt."""
    receipt = session.get(Receipt, (account_id, number))
    if receipt is None:
        raise UnknownReceipt(given=str(number))
    return receipt, session.get_one(Purchase, (account_id, receipt.purchase_id))


def all_of(session: Session, *, account_id: UUID) -> list[tuple[Receipt, Purchase]]:
    """Each with its purchase, the newest first."""
    rows = session.execute(
        select(Receipt, Purchase)
        .join(
            Purchase,
            (Purchase.account_id == Receipt.account_id) & (Purchase.id == Receipt.purchase_id),
        )
        .where(Receipt.account_id == account_id)
        .order_by(Receipt.number.desc())
    )
    return [(receipt, purchase) for receipt, purchase in rows]
