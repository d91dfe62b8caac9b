"""Whose workspace a Slack team is, and which member a Slack user is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.language import Language
from bot.models import Installation, SlackUser
from ledger import clock
from ledger.errors import NameTaken
from ledger.keyring import KeyRing
from ledger.models import Account, Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent a request: their workspace, and the member they are where they are connected."""

    installation: Installation
    account_language: str
    member: Member | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """How a member is reached in Slack; the token is encrypted."""

    slack_user_id: str
    bot_token: bytes


def connect_workspace(
    session: Session,
    *,
    account_id: UUID,
    team_id: str,
    bot_user_id: str,
    bot_token: str,
    keyring: KeyRing,
) -> Installation:
    """Give an account its workspace, or a new token to the one it has.

    Raises NameTaken when the workspace is another account's.
    """
    whose = session.scalar(select(Installation.account_id).where(Installation.team_id == team_id))
    if whose not in {None, account_id}:
        raise NameTaken(field="Slack workspace", given=team_id)
    session.execute(delete(Installation).where(Installation.account_id == account_id))
    installation = Installation(
        team_id=team_id,
        account_id=account_id,
        bot_user_id=bot_user_id,
        bot_token=keyring.encrypt(bot_token.encode()),
        created_at=clock.now(),
    )
    session.add(installation)
    session.flush()
    return installation


def disconnect_workspace(session: Session, *, account_id: UUID) -> None:
    """Take its workspace from an account, and with it who its people are there."""
    session.execute(delete(SlackUser).where(SlackUser.account_id == account_id))
    session.execute(delete(Installation).where(Installation.account_id == account_id))


def connect_user(session: Session, *, member: Member, slack_user_id: str) -> None:
    """Say that a Slack user is this member, and nobody else from now on."""
    session.execute(
        delete(SlackUser).where(
            SlackUser.account_id == member.account_id,
            (SlackUser.slack_user_id == slack_user_id) | (SlackUser.member_id == member.id),
        )
    )
    session.add(
        SlackUser(
            account_id=member.account_id,
            slack_user_id=slack_user_id,
            member_id=member.id,
            created_at=clock.now(),
        )
    )


def find_caller(session: Session, *, team_id: str, slack_user_id: str) -> Caller | None:
    """None for a workspace that no account has."""
    row = session.execute(
        select(Installation, Account.language, Member)
        .join(Account, Account.id == Installation.account_id)
        .outerjoin(
            SlackUser,
            (SlackUser.account_id == Installation.account_id)
            & (SlackUser.slack_user_id == slack_user_id),
        )
        .outerjoin(
            Member,
            (Member.account_id == SlackUser.account_id)
            & (Member.id == SlackUser.member_id)
            & Member.removed_at.is_(None),
        )
        .where(Installation.team_id == team_id, Installation.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    installation, language, member = row
    return Caller(installation=installation, account_language=language, member=member)


def language_of(caller: Caller) -> Language:
    """The language of what this person alone reads: the account's."""
    return Language.of(caller.account_language)


def language_of_account(session: Session, account_id: UUID) -> Language:
    """The language of what all of an account read."""
    return Language.of(session.get_one(Account, account_id).language)


def find_mailbox(session: Session, *, account_id: UUID, member_id: UUID) -> Mailbox | None:
    """None when the account has no workspace, or the member no Slack user in it."""
    row = session.execute(
        select(SlackUser.slack_user_id, Installation.bot_token)
        .join(Installation, Installation.account_id == SlackUser.account_id)
        .where(
            SlackUser.account_id == account_id,
            SlackUser.member_id == member_id,
            Installation.removed_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else Mailbox(slack_user_id=row[0], bot_token=row[1])


def find_user(session: Session, *, account_id: UUID, member_id: UUID) -> str | None:
    """The Slack user a member is, None where they are not connected."""
    return session.scalar(
        select(SlackUser.slack_user_id).where(
            SlackUser.account_id == account_id, SlackUser.member_id == member_id
        )
    )


def find_workspace(session: Session, *, account_id: UUID) -> Installation | None:
    return session.scalars(
        select(Installation).where(Installation.account_id == account_id)
    ).one_or_none()
