"""Learners, their groups, and the registrations by which they play."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import one_of, references, words
from ledger.models.journal import Source


class GroupKind(StrEnum):
    """Who puts learners in a group (R8)."""

    PACKAGE = "package"
    """The package it belongs to, at a learner's first launch."""
    OPEN = "open"
    """The learner, at their first click on a game that is open to every learner."""
    MADE = "made"
    """A member, who made it."""


class Group(Base, kw_only=True):
    """Learners of one client who play one game together; open-ended without an end (R8).

    Until `extended_until` those who are in it play on after its end; nobody new comes in.
    """

    __tablename__ = "groups"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("game_id", "games", "id"),
        one_of("kind", GroupKind),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("extended_until IS NULL OR extended_until > ends_at", name="extension"),
        CheckConstraint("play_minutes_most IS NULL OR play_minutes_most > 0", name="play_minutes"),
        Index("ix_groups_client", "account_id", "client_id", "game_id"),
        Index(
            "uq_groups_open",
            "account_id",
            "client_id",
            "game_id",
            unique=True,
            postgresql_where=text("kind = 'open'"),
            sqlite_where=text("kind = 'open'"),
        ),
        Index(
            "uq_groups_made",
            "account_id",
            "client_id",
            "name_key",
            unique=True,
            postgresql_where=text("kind = 'made'"),
            sqlite_where=text("kind = 'made'"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    game_id: Mapped[UUID]
    kind: Mapped[GroupKind] = mapped_column(words(GroupKind))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    extended_until: Mapped[datetime | None] = mapped_column(default=None)
    # How long each learner may play in all.
    play_minutes_most: Mapped[int | None] = mapped_column(default=None)
    # When its learners were reminded of its start, and of its end.
    start_told_at: Mapped[datetime | None] = mapped_column(default=None)
    end_told_at: Mapped[datetime | None] = mapped_column(default=None)

    @hybrid_property
    def closes_at(self) -> datetime | None:
        """When its plays are over (R8); None where it is open-ended."""
        return self.extended_until or self.ends_at

    @closes_at.inplace.expression
    @classmethod
    def _closes_at(cls) -> ColumnElement[datetime | None]:
        return func.coalesce(cls.extended_until, cls.ends_at)


class Learner(Base, kw_only=True):
    """A person of one client, recognised by `key`, a keyed hash of the LMS's learner id.

    On a Campus that id, `lms_id`, is the learner's e-mail address. Personal data are in the
    nullable columns only, which can be erased.
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
    # None is the account's.
    language: Mapped[str | None] = mapped_column(String(2), default=None)
    # Since when they want no reminders; what they asked for themselves they still get.
    reminders_off_at: Mapped[datetime | None] = mapped_column(default=None)
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
    # Taken out of the group, which returns no credits (R9): to register them again is free.
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class Roster(Base, kw_only=True):
    """Who is to be registered in a group, as a member gave it, between the preview and their yes.

    `learners` is personal data: the row goes with the yes, or after a day.
    """

    __tablename__ = "rosters"
    __table_args__ = (references("group_id", "groups", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    member_id: Mapped[UUID | None] = mapped_column(default=None)
    learners: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
