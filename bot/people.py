"""Whose workspace a Slack team is, and which member a Slack user is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from bot.language import Language
from bot.models import Installation, SlackUser
from ledger import clock
from ledger.models import Account, Member
from ledger.outbox import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent a request: their workspace, and the member they are where they are connected."""

    installation: Installation
    account_language: str
    member: Member | None
    locale: str | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """How a member is reached in Slack, or all of the team in their channel; the installation's
    tokens are encrypted."""

    slack_user_id: str | None = None
    channel_id: str | None = None
    installation: Installation


def connect_user(
    session: Session, *, member: Member, slack_user_id: str, asked_at: datetime | None = None
) -> None:
    """Say that a Slack user is this member, and nobody else from now on.

    With `asked_at` their profile counts as asked for then: an emulator has no locale to give.
    """
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
            asked_at=asked_at,
            created_at=clock.now(),
        )
    )


# Composed once, for every request of Slack's begins with it.
CALLER = (
    select(Installation, Account.language, Member, SlackUser.locale, SlackUser.asked_at)
    .join(Account, Account.id == Installation.account_id)
    .outerjoin(
        SlackUser,
        (SlackUser.account_id == Installation.account_id)
        & (SlackUser.slack_user_id == bindparam("user")),
    )
    .outerjoin(
        Member,
        (Member.account_id == SlackUser.account_id)
        & (Member.id == SlackUser.member_id)
        & Member.removed_at.is_(None),
    )
    .where(
        (Installation.team_id == bindparam("team"))
        | ((Installation.team_id == bindparam("org")) & Installation.is_org),
        Installation.removed_at.is_(None),
    )
    .order_by(Installation.is_org)
    .limit(1)
)


def find_caller(
    session: Session, *, team_id: str, slack_user_id: str, enterprise_id: str | None = None
) -> Caller | None:
    """None for a workspace that no account has, nor its org by an org-wide install.

    Where there are both, the workspace's own install is the one that is meant.
    """
    named = {"team": team_id, "org": enterprise_id, "user": slack_user_id}
    row = session.execute(CALLER, named).one_or_none()
    if row is None:
        return None
    installation, language, member, locale, asked_at = row
    return Caller(
        installation=installation,
        account_language=language,
        member=member,
        locale=locale,
        asked_at=asked_at,
    )


def language_of(caller: Caller) -> Language:
    """The language of what this person alone reads."""
    return spoken(caller.locale, caller.account_language)


def spoken(locale: str | None, account_language: str) -> Language:
    """A person's own language, else the one they have in common with their team."""
    return Language.spoken(locale) or Language.of(account_language)


def language_of_member(session: Session, *, account_id: UUID, member_id: UUID) -> Language:
    """The language of what is sent to a member alone."""
    locale = session.scalar(
        select(SlackUser.locale).where(
            SlackUser.account_id == account_id, SlackUser.member_id == member_id
        )
    )
    return spoken(locale, session.get_one(Account, account_id).language)


def language_for(session: Session, delivery: Delivery) -> Language:
    """The language of who is told: the person's, or in a channel what all of the account read."""
    return language_of_member(
        session, account_id=delivery.account_id, member_id=delivery.recipient_id
    )


def language_of_account(session: Session, account_id: UUID) -> Language:
    """The language of what all of an account read."""
    return Language.of(session.get_one(Account, account_id).language)


def find_mailbox(session: Session, *, account_id: UUID, member_id: UUID) -> Mailbox | None:
    """None when the account has no workspace, or the member no Slack user in it.

    The account's own id, as `alerts.recipients` gives it, stands for its channel.
    """
    if member_id == account_id:
        return find_channel(session, account_id=account_id)
    row = session.execute(
        select(SlackUser.slack_user_id, Installation)
        .join(Installation, Installation.account_id == SlackUser.account_id)
        .where(
            SlackUser.account_id == account_id,
            SlackUser.member_id == member_id,
            Installation.removed_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else Mailbox(slack_user_id=row[0], installation=row[1])


def find_channel(session: Session, *, account_id: UUID) -> Mailbox | None:
    """None when the account has no workspace, or chose no channel in it."""
    ours = select(Installation).where(Installation.account_id == account_id)
    place = session.scalars(ours).one_or_none()
    if place is None or place.channel_id is None or place.removed_at is not None:
        return None
    return Mailbox(channel_id=place.channel_id, installation=place)


def find_user(session: Session, *, account_id: UUID, member_id: UUID) -> str | None:
    """The Slack user a member is, None where they are not connected."""
    return session.scalar(
        select(SlackUser.slack_user_id).where(
            SlackUser.account_id == account_id, SlackUser.member_id == member_id
        )
    )


def find_member(session: Session, *, account_id: UUID, slack_user_id: str) -> Member | None:
    """The member that a Slack user is; None where they are none, or none any more."""
    return session.scalars(
        select(Member)
        .join(
            SlackUser,
            (SlackUser.account_id == Member.account_id) & (SlackUser.member_id == Member.id),
        )
        .where(
            Member.account_id == account_id,
            SlackUser.slack_user_id == slack_user_id,
            Member.removed_at.is_(None),
        )
    ).one_or_none()
