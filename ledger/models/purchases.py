"""Orders of credits, what became of their payment, and the price tiers of partner accounts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, of_account, one_of, references, words
from ledger.models.journal import Source


class PurchaseState(StrEnum):
    QUOTED = "quoted"
    """At a price; the provider was not asked yet."""
    PENDING = "pending"
    """Its payment is waited for."""
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    """Paid, and all of it paid back."""


class Provider(StrEnum):
    """By whom a payment is known."""

    MANUAL = "manual"
    """An operator, who confirms it."""
    STRIPE = "stripe"


class Purchase(Base, kw_only=True):
    """An order of credits at the price it was quoted; `number` counts within the account."""

    __tablename__ = "purchases"
    __table_args__ = (
        of_account(),
        references("transfer_id", "transfers", "id"),
        one_of("state", PurchaseState),
        one_of("provider", Provider),
        one_of("source", Source),
        UniqueConstraint("account_id", "number"),
        CheckConstraint("credits > 0 AND total_cents >= 0", name="amounts"),
        CheckConstraint("refunded_cents BETWEEN 0 AND total_cents", name="refunded"),
        CheckConstraint(
            "(state IN ('paid', 'refunded')) = (transfer_id IS NOT NULL)", name="paid_is_posted"
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    credits: Mapped[int] = mapped_column(BigInteger)
    list_cents: Mapped[int] = mapped_column(BigInteger)
    total_cents: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[PurchaseState] = mapped_column(words(PurchaseState))
    provider: Mapped[Provider] = mapped_column(words(Provider), default=Provider.MANUAL)
    source: Mapped[Source] = mapped_column(words(Source))
    ordered_by: Mapped[UUID]
    ordered_at: Mapped[datetime]
    # Where the provider takes the payment, and until when.
    checkout_url: Mapped[str | None] = mapped_column(String(2000), default=None, info=SECRET)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    # When the provider was last asked about it.
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    # When a payment of another sum or currency came: people look into it, nobody is asked.
    refused_at: Mapped[datetime | None] = mapped_column(default=None)
    paid_at: Mapped[datetime | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(String(255), default=None)
    transfer_id: Mapped[UUID | None] = mapped_column(default=None)
    # Paid back or in dispute.
    refunded_cents: Mapped[int] = mapped_column(BigInteger, default=0)


class PaymentName(Base, kw_only=True):
    """What a provider calls a purchase, or its payment: by it a webhook finds whose it is."""

    __tablename__ = "payment_names"
    __table_args__ = (
        references("purchase_id", "purchases", "id"),
        Index("ix_payment_names_purchase", "account_id", "purchase_id"),
    )

    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[UUID]
    purchase_id: Mapped[UUID]


class RefundKind(StrEnum):
    REFUND = "refund"
    DISPUTE = "dispute"


class Refund(Base, kw_only=True):
    """Money of a purchase that went back, `cents` as the provider says, and the credits that go
    with it: none of what is beyond the price.

    `taken` of them left the pool; the rest is owed until a purchase brings it.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        references("purchase_id", "purchases", "id"),
        one_of("kind", RefundKind),
        UniqueConstraint("account_id", "name"),
        CheckConstraint("cents > 0 AND credits >= 0", name="amounts"),
        CheckConstraint("taken BETWEEN 0 AND credits", name="taken"),
        CheckConstraint("reinstated_at IS NULL OR taken = 0", name="reinstated"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    purchase_id: Mapped[UUID]
    # What the provider calls it.
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[RefundKind] = mapped_column(words(RefundKind))
    cents: Mapped[int] = mapped_column(BigInteger)
    credits: Mapped[int] = mapped_column(BigInteger)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)
    at: Mapped[datetime]
    # A dispute that was won: the money came again, and so did what was taken.
    reinstated_at: Mapped[datetime | None] = mapped_column(default=None)


class RefundTransfer(Base, kw_only=True):
    """A transfer that took credits for a refund, or brought them again."""

    __tablename__ = "refund_transfers"
    __table_args__ = (
        references("transfer_id", "transfers", "id"),
        references("refund_id", "refunds", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    refund_id: Mapped[UUID]


class Receipt(Base, kw_only=True):
    """The receipt of a purchase, as it was on that day; `number` counts without gaps."""

    __tablename__ = "receipts"
    __table_args__ = (
        references("purchase_id", "purchases", "id"),
        UniqueConstraint("account_id", "purchase_id"),
        CheckConstraint("number >= 1", name="number"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    purchase_id: Mapped[UUID]
    issued_at: Mapped[datetime]
    # Names, addresses and VAT ids of both; the VAT's rate in hundredths of a per cent.
    seller: Mapped[dict[str, Any]] = mapped_column(JSON)
    buyer: Mapped[dict[str, Any]] = mapped_column(JSON)
    vat_rate: Mapped[int | None] = mapped_column(default=None)
    vat_cents: Mapped[int] = mapped_column(BigInteger, default=0)


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
