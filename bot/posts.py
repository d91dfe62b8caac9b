"""Where a matter was told to a recipient, so that it is edited there as it develops."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot.models import Post
from ledger import clock

MAIL = "mail"
"""In place of a channel: it was told by e-mail, and `ts` is the message's own name."""


def find(session: Session, account_id: UUID, recipient_id: UUID, matter: str) -> Post | None:
    return session.get(Post, (account_id, recipient_id, matter))


def keep(
    session: Session, account_id: UUID, recipient_id: UUID, matter: str, *, channel: str, ts: str
) -> None:
    post = find(session, account_id, recipient_id, matter)
    if post is None:
        post = Post(
            account_id=account_id,
            recipient_id=recipient_id,
            matter=matter,
            channel_id=channel,
            ts=ts,
            posted_at=clock.now(),
        )
        session.add(post)
    post.channel_id, post.ts = channel, ts


def drop(session: Session, account_id: UUID, recipient_id: UUID, matter: str) -> None:
    """The matter is over: when it comes again, it is told anew."""
    post = find(session, account_id, recipient_id, matter)
    if post is not None:
        session.delete(post)
