"""Games, their content versions, and which clients see them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.amounts import PLAY_PRICE
from ledger.database import Base
from ledger.models.columns import of_account, one_of, references, words


class Visibility(StrEnum):
    """Which clients see a game."""

    ALL = "all"
    ONLY = "only"
    EXCEPT = "except"
    OWN = "own"


class Audience(StrEnum):
    """Which learners of a client that sees a game may play it."""

    EVERYONE = "everyone"
    GROUPS = "groups"
    NOBODY = "nobody"


class Game(Base, kw_only=True):
    __tablename__ = "games"
    __table_args__ = (
        of_account(),
        one_of("visibility", Visibility),
        one_of("audience", Audience),
        CheckConstraint("price >= 1", name="price"),
        Index("uq_games_title", "account_id", "title_key", unique=True),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    title_key: Mapped[str] = mapped_column(String(240))
    price: Mapped[int] = mapped_column(default=PLAY_PRICE)
    visibility: Mapped[Visibility] = mapped_column(words(Visibility), default=Visibility.ALL)
    audience: Mapped[Audience] = mapped_column(words(Audience), default=Audience.EVERYONE)
    current_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class GameClient(Base, kw_only=True):
    """A client named by a game's visibility `only` or `except`."""

    __tablename__ = "game_clients"
    __table_args__ = (
        references("game_id", "games", "id"),
        references("client_id", "clients", "id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)


class GameVersion(Base, kw_only=True):
    """One upload of a game's content; `number` counts from 1 within the game."""

    __tablename__ = "game_versions"
    __table_args__ = (references("game_id", "games", "id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    game_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    standard: Mapped[str] = mapped_column(String(16))
    launch_path: Mapped[str] = mapped_column(String(1000))
    # `scos`: what is launched, in order, with what the game's own manifest says a run-time must
    # tell it (mastery score, launch data…); see `scorm_bridge.manifest.Sco`.
    launch_facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    files: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
