"""The companies an account delivers games to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import of_account, one_of, references, words


class Access(StrEnum):
    """How a client's learners come in."""

    CAMPUS = "campus"
    SCORM = "scorm"


def is_colour(column: str) -> str:
    return f"{column} IS NULL OR (length({column}) = 7 AND {column} LIKE '#%')"


class Client(Base, kw_only=True):
    """`name` is what learners see; `alias` is the account's own word for the client."""

    __tablename__ = "clients"
    __table_args__ = (
        of_account(),
        one_of("access", Access),
        UniqueConstraint("account_id", "alias_key"),
        Index("ix_clients_name_key", "account_id", "name_key"),
        CheckConstraint(is_colour("colour"), name="colour"),
        CheckConstraint(is_colour("accent"), name="accent"),
        # On PostgreSQL this is what makes a change of access and a learner's first row wait for
        # each other; what then refuses the change is a trigger.
        Index("uq_clients_access", "account_id", "id", "access", unique=True),
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
    # Its Campus's own, `#rrggbb`: of the page's head, and of buttons and links. None is ours.
    colour: Mapped[str | None] = mapped_column(String(7), default=None)
    accent: Mapped[str | None] = mapped_column(String(7), default=None)
    has_leaderboard: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    # Its books are kept, its doors are closed.
    archived_at: Mapped[datetime | None] = mapped_column(default=None)


class Campus(Base, kw_only=True):
    """The address of a client's Campus page, by which a request finds its account."""

    __tablename__ = "campuses"
    __table_args__ = (
        references("client_id", "clients", "id"),
        UniqueConstraint("account_id", "client_id"),
    )

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[UUID]
    client_id: Mapped[UUID]
