"""Acts that are done once under a key, however often they are asked for."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.database import insert_once
from ledger.errors import IdempotencyConflict
from ledger.models import IdempotencyKey
from ledger.texts import line


def claim(
    session: Session, *, account_id: UUID, key: str, facts: dict[str, Any], result_id: UUID
) -> UUID:
    """The result's id under `key`: `result_id` when it is new, else that of the first time.

    `facts` are JSON values and name the act. A concurrent holder of the key is waited for; a
    refusal rolls the key back with the rest, so it is never remembered. Raises
    IdempotencyConflict when the key was used with other facts.
    """
    key = spelled(key)
    is_new = insert_once(
        session,
        IdempotencyKey,
        account_id=account_id,
        key=key,
        facts=facts,
        result_id=result_id,
        created_at=clock.now(),
    )
    if is_new:
        return result_id
    before, first_id = session.execute(
        select(IdempotencyKey.facts, IdempotencyKey.result_id).where(
            IdempotencyKey.account_id == account_id, IdempotencyKey.key == key
        )
    ).one()
    if before != facts:
        raise IdempotencyConflict(key=key, before=before, now=facts)
    return UUID(str(first_id))


def find(session: Session, *, account_id: UUID, key: str) -> IdempotencyKey | None:
    """What was done under `key`, and when; None where nothing was yet."""
    return session.get(IdempotencyKey, (account_id, spelled(key)))


def spelled(key: str) -> str:
    """Raises BadText."""
    return line(key, field="idempotency key", most=200)
