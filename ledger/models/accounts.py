"""The tenant and its people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
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

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    language: Mapped[str] = mapped_column(String(8), default="en")
    # Keys the hash by which a learner is recognised, after an erasure too; encrypted at rest.
    learner_secret: Mapped[bytes] = mapped_column(info=SECRET)
    # Whether a play that is open moves to a game's new version at its next launch, or stays.
    moves_open_plays: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Member(Base, kw_only=True):
    """A person of the account."""

    __tablename__ = "members"
    __table_args__ = (
        of_account(),
        one_of("role", Role),
        UniqueConstraint("account_id", "email"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(words(Role))
    created_at: Mapped[datetime]
