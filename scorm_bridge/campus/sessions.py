"""Who is signed in: a session a browser, of which we keep no more than a digest of its secret."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from ledger import clock
from ledger.ids import new_id
from ledger.models import Client, Learner
from scorm_bridge.models import CampusSession, SignInLink

LIFETIME = timedelta(days=30)
IDLE = timedelta(days=7)
NOTED_EVERY = timedelta(hours=1)
"""Short beside a week, and one write instead of one for each page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is signed in, and by which session."""

    learner: Learner
    session: CampusSession

    @property
    def is_to_be_noted(self) -> bool:
        return self.session.seen_at <= clock.now() - NOTED_EVERY


def begin(session: Session, *, client: Client, learner_id: UUID) -> str:
    """A new session; gives what the browser's cookie is to hold, which is kept nowhere else.

    Always a new one: a secret that was there before signing in may be another's (fixation).
    """
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    row = CampusSession(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        learner_id=learner_id,
        digest=digest(secret),
        created_at=now,
        seen_at=now,
        ends_at=now + LIFETIME,
    )
    session.add(row)
    session.flush()
    return f"{row.id.hex}.{secret}"


def find(session: Session, *, client: Client, cookie: str) -> Visitor | None:
    """Whose cookie it is; None for any flaw, and for the cookie of another client's Campus."""
    id, _, secret = cookie.partition(".")
    try:
        session_id = UUID(hex=id)
    except ValueError:
        return None
    now = clock.now()
    row = session.execute(
        select(CampusSession, Learner)
        .join(
            Learner,
            (Learner.account_id == CampusSession.account_id)
            & (Learner.client_id == CampusSession.client_id)
            & (Learner.id == CampusSession.learner_id),
        )
        .where(
            CampusSession.account_id == client.account_id,
            CampusSession.id == session_id,
            CampusSession.client_id == client.id,
            CampusSession.ended_at.is_(None),
            CampusSession.ends_at > now,
            CampusSession.seen_at > now - IDLE,
            Learner.lms_id.is_not(None),
        )
    ).one_or_none()
    if row is None or not hmac.compare_digest(row[0].digest, digest(secret)):
        return None
    return Visitor(session=row[0], learner=row[1])


def note(session: Session, visitor: Visitor) -> None:
    """They are here: a week without coming ends a session."""
    session.execute(
        update(CampusSession).where(*is_it(visitor.session)).values(seen_at=clock.now())
    )


def end(session: Session, visitor: Visitor) -> None:
    """Sign out in this browser."""
    finish(session, *is_it(visitor.session))


def end_all(session: Session, visitor: Visitor) -> None:
    """Sign out everywhere."""
    finish(session, *of_learner(visitor.learner))


def forget(session: Session, learner: Learner) -> None:
    """Remove all sessions of a learner, and what is left of their links."""
    session.execute(delete(CampusSession).where(*of_learner(learner)))
    session.execute(
        delete(SignInLink).where(
            SignInLink.account_id == learner.account_id,
            SignInLink.client_id == learner.client_id,
            # Of the address as it was asked for; a learner may have been moved to another since.
            or_(SignInLink.address_key == learner.key, SignInLink.learner_id == learner.id),
        )
    )


def finish(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(
        update(CampusSession)
        .where(*which, CampusSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def is_it(row: CampusSession) -> tuple[ColumnElement[bool], ...]:
    return CampusSession.account_id == row.account_id, CampusSession.id == row.id


def of_learner(learner: Learner) -> tuple[ColumnElement[bool], ...]:
    return (
        CampusSession.account_id == learner.account_id,
        CampusSession.client_id == learner.client_id,
        CampusSession.learner_id == learner.id,
    )


def digest(secret: str) -> str:
    """Unsalted: the secret is random and longer than any guess."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
