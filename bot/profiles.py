"""What Slack says of a person: their locale, and whether they are still of the workspace.

It is asked by the worker, at most once a week and when Slack says that something changed. Only
what Slack answers counts, not what an event said: events come late, twice and out of order.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.models import Installation, SlackUser
from ledger import accounts, actors, audit, clock, outbox
from ledger.ids import derived_id
from ledger.models import AuditEntry, Source

PROFILE = "profile"
"""The outbox's kind for a profile to ask for."""

DEACTIVATED = "deactivate Slack user"
"""The audit's act for a Slack user who is of the workspace no more."""

STANDS_FOR = timedelta(days=7)
LOCALE_MOST = 16


def is_due(asked_at: datetime | None) -> bool:
    return asked_at is None or asked_at < clock.now() - STANDS_FOR


def ask(session: Session, *, account_id: UUID, slack_user_id: str) -> bool:
    """Have the profile asked for where it was not for a week; of several commands one does."""
    due = or_(SlackUser.asked_at.is_(None), SlackUser.asked_at < clock.now() - STANDS_FOR)
    return bool(asked_of(session, account_id, slack_user_id, due))


def ask_again(session: Session, *, team_id: str, slack_user_id: str, said: dict[str, Any]) -> bool:
    """Slack says that the person changed, with its user object. False where there is nothing in it
    for us, they are no member, or it is about to be asked anyway."""
    account_id = session.scalar(
        select(Installation.account_id).where(
            Installation.team_id == team_id, Installation.removed_at.is_(None)
        )
    )
    if account_id is None:
        return False
    if said.get("deleted"):
        return asked_of(session, account_id, slack_user_id)
    # Most changes are of a status or a picture.
    locale = locale_in(said)
    is_news = SlackUser.locale.is_distinct_from(locale)
    return locale is not None and asked_of(session, account_id, slack_user_id, is_news)


def asked_of(session: Session, account_id: UUID, slack_user_id: str, *due: Any) -> bool:
    member_id = session.scalar(
        update(SlackUser)
        .where(SlackUser.account_id == account_id, SlackUser.slack_user_id == slack_user_id, *due)
        .values(asked_at=clock.now())
        .returning(SlackUser.member_id)
    )
    if member_id is None:
        return False
    return outbox.add_paced(
        session,
        account_id=account_id,
        kind=PROFILE,
        recipient_id=derived_id(member_id, PROFILE),
        facts={"member_id": str(member_id)},
        every=timedelta(),
    )


def keep(session: Session, *, account_id: UUID, slack_user_id: str, said: dict[str, Any]) -> None:
    """Take what Slack says, its user object (its page on the user type)."""
    of_user = (SlackUser.account_id == account_id, SlackUser.slack_user_id == slack_user_id)
    if said.get("deleted"):
        part(session, account_id=account_id, slack_user_id=slack_user_id)
        return
    session.execute(update(SlackUser).where(*of_user).values(locale=locale_in(said)))


def locale_in(said: dict[str, Any]) -> str | None:
    return str(said.get("locale") or "")[:LOCALE_MOST] or None


def part(session: Session, *, account_id: UUID, slack_user_id: str) -> None:
    """The Slack user was deactivated: nothing is sent there any more, and the member stays one."""
    member_id = session.scalar(
        delete(SlackUser)
        .where(SlackUser.account_id == account_id, SlackUser.slack_user_id == slack_user_id)
        .returning(SlackUser.member_id)
    )
    if member_id is not None:
        audit.record(
            session,
            actor=actors.Actor(account_id=account_id, source=Source.SLACK),
            act=DEACTIVATED,
            subject="member",
            subject_id=member_id,
            before={"slack_user_id": slack_user_id},
            after={"slack_user_id": None},
        )


def is_silenced(session: Session, *, account_id: UUID, member_id: UUID) -> bool:
    """Whether nothing is sent to the member, by mail neither: their Slack user was deactivated.

    Where no owner is left in Slack, owners go on being told by mail: else nobody learned that a
    client runs out of credits. Without a workspace nobody is in Slack, and mail is the way.
    """
    has_workspace = session.scalar(
        select(Installation.account_id)
        .where(Installation.account_id == account_id, Installation.removed_at.is_(None))
        .limit(1)
    )
    if has_workspace is None or not is_deactivated(session, account_id, member_id):
        return False
    owners = accounts.owners(session, account_id)
    is_needed = member_id in owners and all(
        is_deactivated(session, account_id, owner_id) for owner_id in owners
    )
    return not is_needed


def is_deactivated(session: Session, account_id: UUID, member_id: UUID) -> bool:
    """Who was connected to a Slack user again is not any more."""
    of_member = (SlackUser.account_id == account_id, SlackUser.member_id == member_id)
    was = select(AuditEntry.id).where(
        AuditEntry.account_id == account_id,
        AuditEntry.subject_id == member_id,
        AuditEntry.act == DEACTIVATED,
    )
    is_connected = session.scalar(select(SlackUser.member_id).where(*of_member).limit(1))
    return is_connected is None and session.scalar(was.limit(1)) is not None
