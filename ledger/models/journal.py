"""Wallets and the transfers between them.

The id of a client's wallet is the client's id and that of the pool is the account's, so that a
foreign key can tie a consumption to a registration of the very client whose wallet pays it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.ids import derived_id
from ledger.models.columns import of_account, one_of, references, words


class WalletKind(StrEnum):
    POOL = "pool"
    CLIENT = "client"
    ISSUED = "issued"
    CONSUMED = "consumed"

    @property
    def is_counterpart(self) -> bool:
        """A counterpart keeps no running totals: it would be a hot row for the whole account."""
        return self in (WalletKind.ISSUED, WalletKind.CONSUMED)


class TransferKind(StrEnum):
    PURCHASE = "purchase"
    ALLOCATION = "allocation"
    CONSUMPTION = "consumption"
    REFUND = "refund"

    @property
    def wallets(self) -> tuple[WalletKind, WalletKind]:
        """The kinds of the wallets it goes from and to; there is no other pair (R5)."""
        return {
            TransferKind.PURCHASE: (WalletKind.ISSUED, WalletKind.POOL),
            TransferKind.ALLOCATION: (WalletKind.POOL, WalletKind.CLIENT),
            TransferKind.CONSUMPTION: (WalletKind.CLIENT, WalletKind.CONSUMED),
            TransferKind.REFUND: (WalletKind.POOL, WalletKind.ISSUED),
        }[self]


class Source(StrEnum):
    """Through what an act came in."""

    SLACK = "slack"
    WEB = "web"
    COMMAND_LINE = "command line"
    LMS = "lms"


def wallet_id(account_id: UUID, kind: WalletKind, client_id: UUID | None = None) -> UUID:
    """The id of a wallet, known without asking the database."""
    if kind is WalletKind.CLIENT:
        assert client_id is not None
        return client_id
    return account_id if kind is WalletKind.POOL else derived_id(account_id, kind.value)


class Wallet(Base, kw_only=True):
    """Running totals of the pool or of a client; a counterpart only holds its place."""

    __tablename__ = "wallets"
    __table_args__ = (
        of_account(),
        one_of("kind", WalletKind),
        UniqueConstraint("account_id", "id", "kind"),
        CheckConstraint("credited >= debited AND debited >= 0", name="never_below_zero"),
        CheckConstraint(
            "kind IN ('pool', 'client') OR (credited = 0 AND last_number = 0)",
            name="counterparts_keep_no_totals",
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[WalletKind] = mapped_column(words(WalletKind))
    credited: Mapped[int] = mapped_column(BigInteger, default=0)
    debited: Mapped[int] = mapped_column(BigInteger, default=0)
    last_number: Mapped[int] = mapped_column(BigInteger, default=0)
    last_at: Mapped[datetime]
    # Owners are told when the balance falls below this; an allocation sets it anew.
    low_below: Mapped[int] = mapped_column(BigInteger, default=0)


def allowed_pairs() -> str:
    return " OR ".join(
        f"(kind = '{kind}' AND debit_kind = '{debit}' AND credit_kind = '{credit}')"
        for kind in TransferKind
        for debit, credit in [kind.wallets]
    )


class Transfer(Base, kw_only=True):
    """A positive number of credits from one wallet to another: written once, never changed.

    A wallet that keeps totals numbers its transfers from 1; `*_balance` is what it holds after
    this one. Counterparts have neither.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "debit_wallet_id", "debit_kind"],
            ["wallets.account_id", "wallets.id", "wallets.kind"],
            name="fk_transfers_debit",
        ),
        ForeignKeyConstraint(
            ["account_id", "credit_wallet_id", "credit_kind"],
            ["wallets.account_id", "wallets.id", "wallets.kind"],
            name="fk_transfers_credit",
        ),
        # A consumption pays a registration of the client whose wallet it debits (R10).
        ForeignKeyConstraint(
            ["account_id", "debit_wallet_id", "registration_id"],
            ["registrations.account_id", "registrations.client_id", "registrations.id"],
            name="fk_transfers_registration",
        ),
        UniqueConstraint(
            "account_id", "debit_wallet_id", "registration_id", name="uq_transfers_registration"
        ),
        CheckConstraint("credits > 0", name="positive"),
        CheckConstraint("debit_wallet_id <> credit_wallet_id", name="two_wallets"),
        CheckConstraint(allowed_pairs(), name="kinds"),
        CheckConstraint(
            "(kind = 'consumption') = (registration_id IS NOT NULL)", name="consumption_registers"
        ),
        CheckConstraint("(debit_kind = 'issued') = (debit_number IS NULL)", name="debit_number"),
        CheckConstraint(
            "(credit_kind IN ('issued', 'consumed')) = (credit_number IS NULL)",
            name="credit_number",
        ),
        one_of("source", Source),
        Index("uq_transfers_debit", "account_id", "debit_wallet_id", "debit_number", unique=True),
        Index(
            "uq_transfers_credit",
            "account_id",
            "credit_wallet_id",
            "credit_number",
            unique=True,
            postgresql_where=text("credit_number IS NOT NULL"),
            sqlite_where=text("credit_number IS NOT NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[TransferKind] = mapped_column(words(TransferKind))
    credits: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    debit_wallet_id: Mapped[UUID]
    debit_kind: Mapped[WalletKind] = mapped_column(words(WalletKind))
    debit_number: Mapped[int | None] = mapped_column(BigInteger, default=None)
    debit_balance: Mapped[int | None] = mapped_column(BigInteger, default=None)
    credit_wallet_id: Mapped[UUID]
    credit_kind: Mapped[WalletKind] = mapped_column(words(WalletKind))
    credit_number: Mapped[int | None] = mapped_column(BigInteger, default=None)
    credit_balance: Mapped[int | None] = mapped_column(BigInteger, default=None)
    registration_id: Mapped[UUID | None] = mapped_column(default=None)
    source: Mapped[Source] = mapped_column(words(Source))
    # The member who did it; none for an operator, and for a learner's launch.
    member_id: Mapped[UUID | None] = mapped_column(default=None)


class Verdict(StrEnum):
    """What an owner said to a request."""

    APPROVED = "approved"
    DECLINED = "declined"


class AllocationRequest(Base, kw_only=True):
    """An allocation above its manager's limit, which waits for an owner's second yes.

    Its id is the key under which it is allocated, so that two owners' yes is one allocation.
    """

    __tablename__ = "allocation_requests"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("asked_by", "members", "id"),
        references("decided_by", "members", "id"),
        one_of("verdict", Verdict),
        CheckConstraint("credits > 0", name="credits"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    credits: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str | None] = mapped_column(String(100), default=None)
    comment: Mapped[str | None] = mapped_column(String(1000), default=None)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    verdict: Mapped[Verdict | None] = mapped_column(words(Verdict), default=None)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class Allocation(Base, kw_only=True):
    """A person's words on an allocation; apart from its transfer, since words can be erased."""

    __tablename__ = "allocations"
    __table_args__ = (
        references("id", "transfers"),
        references("client_id", "clients", "id"),
        Index("ix_allocations_reference", "account_id", "reference"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    reference: Mapped[str | None] = mapped_column(String(100), default=None)
    comment: Mapped[str | None] = mapped_column(String(1000), default=None)


class IdempotencyKey(Base, kw_only=True):
    """An act that was done under a key, with the facts it was done with and its result."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (of_account(),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    result_id: Mapped[UUID]
    created_at: Mapped[datetime]
