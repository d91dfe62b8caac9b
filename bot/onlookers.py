"""Who looks at the App Home, so that it is kept fresh for them and for nobody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import Installation, SlackUser
from ledger import clock, outbox
from ledger.ids import derived_id
from ledger.models import Account, Member

HOME = "home"
"""The outbox's kind for a Home to publish."""

LOOKS_FOR = timedelta(days=7)
EVERY = timedelta(seconds=5)
"""A Home that changes all the time is published no more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onlooker:
    """`locale` is the person's, as Slack gave it, else the account's language."""

    slack_user_id: str
    member: Member
    locale: str | None
    account_language: str


def looks(session: Session, *, account_id: UUID, slack_user_id: str, is_at_top: bool) -> None:
    """The person has their Home before them. Who leafs on through the clients keeps that page:
    their Home is fresh again once they come back to its top, or open it anew."""
    session.execute(
        update(SlackUser)
        .where(SlackUser.account_id == account_id, SlackUser.slack_user_id == slack_user_id)
        .values(home_opened_at=clock.now() if is_at_top else None)
    )


def account_ids(session: Session) -> set[UUID]:
    """The accounts of which somebody looks."""
    since = clock.now() - LOOKS_FOR
    return set(
        session.scalars(
            select(SlackUser.account_id).where(SlackUser.home_opened_at > since).distinct()
        )
    )


def refresh(session: Session, changed: Collection[UUID]) -> int:
    """Have the Homes of those who look at these accounts published; returns how many will be.

    What goes to a Home is a queue of its own: neither waits for a person's messages.
    """
    if not changed:
        return 0
    since = clock.now() - LOOKS_FOR
    rows = session.execute(
        select(SlackUser.account_id, SlackUser.member_id)
        .where(SlackUser.account_id.in_(changed), SlackUser.home_opened_at > since)
        .order_by(SlackUser.account_id, SlackUser.slack_user_id)
        .with_for_update()  # two workers find the same change: one of them adds the row
    ).all()
    return sum(
        outbox.add_paced(
            session,
            account_id=account_id,
            kind=HOME,
            recipient_id=derived_id(member_id, HOME),
            facts={"member_id": str(member_id)},
            every=EVERY,
        )
        for account_id, member_id in rows
    )


def find_onlooker(session: Session, *, account_id: UUID, member_id: UUID) -> Onlooker | None:
    """None where the member, or their account's workspace, is gone, or does not look any more."""
    row = session.execute(
        select(SlackUser.slack_user_id, Member, SlackUser.locale, Account.language)
        .join(Member, (Member.account_id == SlackUser.account_id) & (Member.id == member_id))
        .join(Account, Account.id == SlackUser.account_id)
        .join(Installation, Installation.account_id == SlackUser.account_id)
        .where(
            SlackUser.account_id == account_id,
            SlackUser.member_id == member_id,
            SlackUser.home_opened_at > clock.now() - LOOKS_FOR,
            Member.removed_at.is_(None),
            Installation.removed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    slack_user_id, member, locale, language = row
    return Onlooker(
        slack_user_id=slack_user_id, member=member, locale=locale, account_language=language
    )
