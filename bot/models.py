"""The rows of the bot: Slack workspaces and the people in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, of_account, references


class Installation(Base, kw_only=True):
    """A Slack workspace (or org) that belongs to an account.

    A routing table: a request names its team, and this says whose it is. Of an org-wide install
    `team_id` is the org's id. Tokens are encrypted at rest; of one that Slack rotates,
    `token_ends_at` is when it stops to work.
    """

    __tablename__ = "installations"
    __table_args__ = (Index("uq_installations_account", "account_id", unique=True),)

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    bot_token: Mapped[bytes] = mapped_column(info=SECRET)
    refresh_token: Mapped[bytes | None] = mapped_column(info=SECRET, default=None)
    token_ends_at: Mapped[datetime | None] = mapped_column(default=None)
    # While a process asks Slack for the next token: it is given once.
    rotating_until: Mapped[datetime | None] = mapped_column(default=None)
    is_org: Mapped[bool] = mapped_column(default=False)
    scopes: Mapped[str] = mapped_column(String(1000), default="")
    # Where alerts and the digest go when the account tells a channel.
    channel_id: Mapped[str | None] = mapped_column(String(32), default=None)
    created_at: Mapped[datetime]
    # Uninstalled, or its tokens revoked: nothing is sent, and nobody is answered.
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class SlackUser(Base, kw_only=True):
    """Which member a Slack user of the account's workspace is."""

    __tablename__ = "slack_users"
    __table_args__ = (
        references("member_id", "members", "id"),
        Index("uq_slack_users_member", "account_id", "member_id", unique=True),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    slack_user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[UUID]
    # As Slack gives it, fr-FR; None until it was asked for.
    locale: Mapped[str | None] = mapped_column(String(16), default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    # When they last opened the App Home: it is kept fresh for those who look at it.
    home_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class Post(Base, kw_only=True):
    """Where a matter was told to a recipient, so that it is edited there as it develops."""

    __tablename__ = "posts"
    __table_args__ = (of_account(),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(String(80), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    posted_at: Mapped[datetime]
