"""The tenant and its people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, of_account, one_of, words


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"


class Account(Base, kw_only=True):
    """The company that makes the games and buys credits."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("digest_weekday IS NULL OR digest_weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    language: Mapped[str] = mapped_column(String(8), default="en")
    # Keys the hash by which a learner is recognised, after an erasure too; encrypted at rest.
    learner_secret: Mapped[bytes] = mapped_column(info=SECRET)
    # Whether a play that is open moves to a game's new version at its next launch, or stays.
    moves_open_plays: Mapped[bool] = mapped_column(default=False)
    # Alerts and the digest go to what all of the team see, instead of to each owner.
    tells_channel: Mapped[bool] = mapped_column(default=False)
    # When the weekly digest is due, in the account's time zone; Monday is 0, None is never.
    digest_weekday: Mapped[int | None] = mapped_column(default=0)
    digest_hour: Mapped[int] = mapped_column(default=9)
    digest_sent_at: Mapped[datetime | None] = mapped_column(default=None)
    # Who is billed; without a name the account is, by its own.
    billing_name: Mapped[str | None] = mapped_column(String(120), default=None)
    billing_address: Mapped[str | None] = mapped_column(String(500), default=None)
    billing_vat_id: Mapped[str | None] = mapped_column(String(20), default=None)
    created_at: Mapped[datetime]


class Member(Base, kw_only=True):
    """A person of the account."""

    __tablename__ = "members"
    __table_args__ = (
        of_account(),
        one_of("role", Role),
        UniqueConstraint("account_id", "email"),
        CheckConstraint("allocates_most IS NULL OR allocates_most >= 0", name="allocates_most"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(words(Role))
    # The credits that a manager allocates without an owner's second yes; None is any number.
    allocates_most: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    # The row stays, for the books that name its person; nothing may be done as it.
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
