"""The rows of the bot: Slack workspaces and the people in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base
from ledger.models.columns import SECRET, references


class Installation(Base, kw_only=True):
    """A Slack workspace (or org) that belongs to an account.

    A routing table: a request names its team, and this says whose it is. The token is
    encrypted at rest.
    """

    __tablename__ = "installations"
    __table_args__ = (Index("uq_installations_account", "account_id", unique=True),)

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    bot_token: Mapped[bytes] = mapped_column(info=SECRET)
    created_at: Mapped[datetime]


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
    created_at: Mapped[datetime]
