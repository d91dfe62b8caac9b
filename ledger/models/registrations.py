"""Learners, their groups, and the registrations by which they play."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import one_of, references, words
from ledger.models.journal import Source


class Group(Base, kw_only=True):
    """Learners of one client who play one game together; open-ended without an end (R8)."""

    __tablename__ = "groups"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("game_id", "games", "id"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        Index("ix_groups_client", "account_id", "client_id", "game_id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    game_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class Learner(Base, kw_only=True):
    """A person of one client, recognised by `key`, a keyed hash of the LMS's learner id.

    Personal data are in the nullable columns only, which can be erased.
    """

    __tablename__ = "learners"
    __table_args__ = (
        references("client_id", "clients", "id"),
        UniqueConstraint("account_id", "client_id", "key"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    lms_id: Mapped[str | None] = mapped_column(String(255), default=None)
    name: Mapped[str | None] = mapped_column(String(255), default=None)
    created_at: Mapped[datetime]


class Registration(Base, kw_only=True):
    """One learner, one game, one play, paid by exactly one consumption (R10).

    `number` counts a learner's plays of a game from 1: client, learner, game and number are the
    play, and their uniqueness is what makes a charge happen once.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        references("client_id learner_id", "learners", "client_id id"),
        references("game_id", "games", "id"),
        references("group_id", "groups", "id"),
        UniqueConstraint("account_id", "client_id", "learner_id", "game_id", "number"),
        # The other half of R10, checked at commit: no registration without its consumption.
        ForeignKeyConstraint(
            ["account_id", "client_id", "id"],
            [
                "transfers.account_id",
                "transfers.debit_wallet_id",
                "transfers.registration_id",
            ],
            name="fk_registrations_consumption",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        CheckConstraint("number >= 1", name="number"),
        one_of("source", Source),
        Index("ix_registrations_group", "account_id", "client_id", "group_id", "registered_at"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    game_id: Mapped[UUID]
    number: Mapped[int]
    group_id: Mapped[UUID]
    game_version: Mapped[int]
    source: Mapped[Source] = mapped_column(words(Source))
    registered_at: Mapped[datetime]
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
