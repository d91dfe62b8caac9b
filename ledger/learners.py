"""Recognising a learner by what an LMS says, which may be an e-mail address and can be erased."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.database import insert_once
from ledger.errors import BadLearner, UnknownLearner
from ledger.ids import new_id
from ledger.models import Client, Learner

LMS_ID_MOST = 255
"""SCORM 1.2 RTE 3.4.4 bounds cmi.core.student_id by CMIIdentifier, 255 characters."""


def learner_key(secret: bytes, lms_id: str, *, folds: bool) -> str:
    """A keyed hash of the LMS's learner id, as `known_as` reads it. Raises BadLearner."""
    known = known_as(lms_id, folds=folds)
    return hmac.new(secret, known.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def known_as(lms_id: str, *, folds: bool) -> str:
    """The LMS's learner id trimmed, in NFC, and case-folded where `folds`.

    Raises BadLearner when nothing is left of it, or when it is longer than an id can be.
    """
    known = unicodedata.normalize("NFC", lms_id.strip())
    if not known or len(known) > LMS_ID_MOST or "\0" in known:
        raise BadLearner(most=LMS_ID_MOST)
    return unicodedata.normalize("NFC", known.casefold()) if folds else known


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Someone who comes in, known or not; `key` is `learner_key` of the `lms_id`."""

    key: str
    lms_id: str
    name: str | None = None
    language: str | None = None


def personal(newcomer: Newcomer) -> dict[str, str | None]:
    """What is kept of a newcomer: the key, and what can be erased."""
    return {
        "key": newcomer.key,
        "lms_id": newcomer.lms_id.strip(),
        "name": (newcomer.name or "").strip()[:LMS_ID_MOST] or None,
        "language": newcomer.language,
    }


def recognise(session: Session, *, account_id: UUID, client_id: UUID, newcomer: Newcomer) -> UUID:
    """The id of the client's learner with the newcomer's key, who is added when they are new."""
    learner_id = new_id()
    is_new = insert_once(
        session,
        Learner,
        account_id=account_id,
        client_id=client_id,
        id=learner_id,
        **personal(newcomer),
        created_at=clock.now(),
    )
    if is_new:
        return learner_id
    return session.execute(
        select(Learner.id).where(
            Learner.account_id == account_id,
            Learner.client_id == client_id,
            Learner.key == newcomer.key,
        )
    ).scalar_one()


def find_learner(session: Session, *, client: Client, key: str, given: str) -> Learner:
    found = session.scalars(
        select(Learner).where(
            Learner.account_id == client.account_id,
            Learner.client_id == client.id,
            Learner.key == key,
        )
    ).one_or_none()
    if found is None:
        raise UnknownLearner(given=given)
    return found
