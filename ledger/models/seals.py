"""The chain of digests that seals a wallet's transfers, and when it was verified."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import of_account, references


class Seal(Base, kw_only=True):
    """The digest of a wallet's transfer `number` and, by the one before it, of all before."""

    __tablename__ = "seals"
    __table_args__ = (
        references("wallet_id", "wallets", "id"),
        references("transfer_id", "transfers", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    wallet_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    transfer_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64))


class Verification(Base, kw_only=True):
    """That an account's books were read whole, and what was wrong, if anything."""

    __tablename__ = "verifications"
    __table_args__ = (of_account(), Index("ix_verifications_at", "account_id", "at"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    transfers: Mapped[int] = mapped_column(BigInteger)
    flaw: Mapped[str | None] = mapped_column(String(1000), default=None)
