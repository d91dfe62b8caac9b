"""Orders of credits, and the price tiers of partner accounts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import of_account, one_of, references, words


class PurchaseState(StrEnum):
    PENDING = "pending"
    PAID = "paid"


class Purchase(Base, kw_only=True):
    """An order of credits at the price it was quoted; `number` counts within the account."""

    __tablename__ = "purchases"
    __table_args__ = (
        of_account(),
        references("transfer_id", "transfers", "id"),
        one_of("state", PurchaseState),
        UniqueConstraint("account_id", "number"),
        CheckConstraint("credits > 0 AND total_cents >= 0", name="amounts"),
        CheckConstraint("(state = 'paid') = (transfer_id IS NOT NULL)", name="paid_is_posted"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    credits: Mapped[int] = mapped_column(BigInteger)
    list_cents: Mapped[int] = mapped_column(BigInteger)
    total_cents: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[PurchaseState] = mapped_column(words(PurchaseState))
    ordered_by: Mapped[UUID]
    ordered_at: Mapped[datetime]
    paid_at: Mapped[datetime | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(String(100), default=None)
    transfer_id: Mapped[UUID | None] = mapped_column(default=None)


class PriceTier(Base, kw_only=True):
    """A step of a partner account's own price list (R3); without any, the public list holds."""

    __tablename__ = "price_tiers"
    __table_args__ = (
        of_account(),
        CheckConstraint("from_credits >= 1 AND unit_millicents >= 0", name="amounts"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    from_credits: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    unit_millicents: Mapped[int] = mapped_column(BigInteger)
