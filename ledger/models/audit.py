"""Who changed what: one entry an administrative change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import of_account, one_of, words
from ledger.models.journal import Source


class AuditEntry(Base, kw_only=True):
    """`before` and `after` hold only what differs; they can be erased, the entry stays."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        of_account(),
        one_of("source", Source),
        Index("ix_audit_entries_subject", "account_id", "subject_id", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # The member who did it; none for an operator.
    member_id: Mapped[UUID | None] = mapped_column(default=None)
    source: Mapped[Source] = mapped_column(words(Source))
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
