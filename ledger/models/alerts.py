"""Thresholds of wallets, and the matters that owners are told of."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import one_of, references, words


class ThresholdUnit(StrEnum):
    PLAYS = "plays"
    CREDITS = "credits"
    PER_CENT = "per cent"
    """Of the last allocation, or for the pool of the last purchase."""


class Threshold(Base, kw_only=True):
    """A wallet's own threshold; a wallet without one has the default."""

    __tablename__ = "thresholds"
    __table_args__ = (
        references("wallet_id", "wallets", "id"),
        one_of("unit", ThresholdUnit),
        CheckConstraint("value >= 0", name="value"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    wallet_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[ThresholdUnit] = mapped_column(words(ThresholdUnit))
    value: Mapped[int] = mapped_column(BigInteger)


class Snooze(Base, kw_only=True):
    """No alert of a wallet is told until then; without a moment, until its alerts are over."""

    __tablename__ = "snoozes"
    __table_args__ = (
        references("wallet_id", "wallets", "id"),
        # A routing index: the worker scans all accounts for those that are over.
        Index("ix_snoozes_until", "until"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    wallet_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[datetime | None] = mapped_column(default=None)


class AlertKind(StrEnum):
    LOW = "low"
    """Below the threshold."""
    SPENT = "spent"
    """Less is left than the client's cheapest visible game costs."""
    TURNED_AWAY = "turned away"
    """A learner came and could not be registered."""


class Alert(Base, kw_only=True):
    """A matter, open until the wallet is well above its threshold; one of a kind at a time."""

    __tablename__ = "alerts"
    __table_args__ = (
        references("wallet_id", "wallets", "id"),
        one_of("kind", AlertKind),
        Index(
            "uq_alerts_open",
            "account_id",
            "wallet_id",
            "kind",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    wallet_id: Mapped[UUID]
    kind: Mapped[AlertKind] = mapped_column(words(AlertKind))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
