"""The rows of the bridge: packages and their keys, launches, run-time state, game content."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, one_of, references, words


class Standard(StrEnum):
    """What a package or a game is made to; a game may also be a plain web page."""

    SCORM_12 = "scorm12"
    SCORM_2004 = "scorm2004"


class Mode(StrEnum):
    """How the LMS says an attempt is to run (SCORM 1.2 RTE 3.4.4, cmi.core.lesson_mode)."""

    NORMAL = "normal"
    BROWSE = "browse"
    REVIEW = "review"


class Package(Base, kw_only=True):
    """A SCORM zip for one client and one game; its learners are in its own open-ended group."""

    __tablename__ = "packages"
    __table_args__ = (
        references("client_id", "clients", "id"),
        references("game_id", "games", "id"),
        references("group_id", "groups", "id"),
        one_of("standard", Standard),
        Index("ix_packages_client", "account_id", "client_id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    game_id: Mapped[UUID]
    group_id: Mapped[UUID]
    standard: Mapped[Standard] = mapped_column(words(Standard))
    is_enabled: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class PackageKey(Base, kw_only=True):
    """What a package's token is signed with, encrypted at rest; a rotation adds the next number."""

    __tablename__ = "package_keys"
    __table_args__ = (references("package_id", "packages", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(info=SECRET)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Launch(Base, kw_only=True):
    """One call that opened the game; its id is also that of the window it opened."""

    __tablename__ = "launches"
    __table_args__ = (
        references("package_id", "packages", "id"),
        one_of("mode", Mode),
        Index("ix_launches_package", "account_id", "package_id", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID]
    # None for a preview, which nobody is registered for.
    registration_id: Mapped[UUID | None] = mapped_column(default=None)
    mode: Mapped[Mode] = mapped_column(words(Mode))
    was_charged: Mapped[bool] = mapped_column(default=False)
    lms_origin: Mapped[str | None] = mapped_column(String(255), default=None)
    at: Mapped[datetime]


class Runtime(Base, kw_only=True):
    """The run-time state of a play: what its game set, and the outcome read from it.

    `launch_id` is the window that owns the state, the newest one. Times are centiseconds.
    """

    __tablename__ = "runtimes"
    __table_args__ = (
        references("client_id registration_id", "registrations", "client_id id"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 10000)", name="score"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    launch_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    completion: Mapped[str] = mapped_column(String(16), default="unknown")
    success: Mapped[str] = mapped_column(String(16), default="unknown")
    # Hundredths of a point, 0 to 10000.
    score: Mapped[int | None] = mapped_column(default=None)
    location: Mapped[str] = mapped_column(String(1000), default="")
    total_time: Mapped[int] = mapped_column(BigInteger, default=0)
    session_time: Mapped[int] = mapped_column(BigInteger, default=0)
    updated_at: Mapped[datetime]


class ContentFile(Base, kw_only=True):
    """A file of a game's content version; its body is in numbered chunks."""

    __tablename__ = "content_files"
    __table_args__ = (references("game_id version", "game_versions", "game_id number"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(1000), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))


class ContentChunk(Base, kw_only=True):
    """A piece of a content file, so that neither an upload nor a download needs it whole."""

    __tablename__ = "content_chunks"
    __table_args__ = (references("game_id version path", "content_files"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(1000), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes] = mapped_column(LargeBinary)
