"""The companies an account delivers games to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import of_account, one_of, words


class Access(StrEnum):
    """How a client's learners come in."""

    CAMPUS = "campus"
    SCORM = "scorm"


class Client(Base, kw_only=True):
    """`name` is what learners see; `alias` is the account's own word for the client."""

    __tablename__ = "clients"
    __table_args__ = (
        of_account(),
        one_of("access", Access),
        UniqueConstraint("account_id", "alias_key"),
        Index("ix_clients_name_key", "account_id", "name_key"),
        # R1: one own client an account.
        Index(
            "uq_clients_own",
            "account_id",
            unique=True,
            postgresql_where=text("is_own"),
            sqlite_where=text("is_own"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240))
    alias: Mapped[str] = mapped_column(String(60))
    alias_key: Mapped[str] = mapped_column(String(120))
    access: Mapped[Access] = mapped_column(words(Access))
    country: Mapped[str | None] = mapped_column(String(2), default=None)
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    vat_id: Mapped[str | None] = mapped_column(String(20), default=None)
    is_own: Mapped[bool] = mapped_column(default=False)
    # Whether "ANA" and "ana" are one learner; chosen at creation, since the hash depends on it.
    folds_learner_ids: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    # Its books are kept, its doors are closed.
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
