"""Erasing what is personal of a learner, while the ledger stays whole."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, rosters
from ledger.actors import Act, Actor
from ledger.models import Allocation, AuditEntry, Client, IdempotencyKey, Learner
from ledger.texts import cleaned

STRUCK = "***"
"""No longer than what it stands for, so that it always fits."""

LEAST_STRUCK = 3
"""Characters: striking out every "a" would leave no text at all."""

WORDS: dict[Any, tuple[str, ...]] = {
    Allocation: ("reference", "comment"),
    AuditEntry: ("before", "after"),
    IdempotencyKey: ("facts",),
}
"""The columns that hold what members wrote, or facts with it: any may name a learner."""

AT_ONCE = 1_000


def erase_learner(session: Session, *, actor: Actor, client: Client, learner: Learner) -> None:
    """Erase a learner's personal data wherever the core keeps any; their key stays.

    Registrations, transfers, seals and totals are untouched: nothing personal is in them. By the
    key, the same LMS id is known as already registered when it comes back. What members wrote is
    struck out where it is the learner's id or name; rosters that wait for a yes go whole. Raises
    NotAllowed.
    """
    actor.must(Act.ERASE_LEARNER)
    known_by = [cleaned(text) for text in (learner.lms_id, learner.name) if text]
    learner.lms_id = learner.name = learner.language = None
    rosters.forget_of_client(session, account_id=client.account_id, client_id=client.id)
    strike(session, client.account_id, [text for text in known_by if len(text) >= LEAST_STRUCK])
    audit.record(
        session,
        actor=actor,
        act="erase learner",
        subject="learner",
        subject_id=learner.id,
        after={"client": client.id},
    )


def strike(session: Session, account_id: UUID, texts: list[str]) -> None:
    """Strike `texts` out of all that members wrote, in any case.

    It is read here, not searched by the database: engines differ in what they take for a
    letter's lower case, and JSON escapes letters.
    """
    if not texts:
        return
    # The longest first: an address goes whole, not only the name that it begins with.
    longest_first = sorted(texts, key=len, reverse=True)
    wanted = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    session.flush()
    for table, columns in WORDS.items():
        of_account = select(table).where(table.account_id == account_id)
        for row in session.scalars(of_account, execution_options={"yield_per": AT_ONCE}):
            for column in columns:
                before = getattr(row, column)
                after = struck(before, wanted)
                if after != before:
                    setattr(row, column, after)
    session.flush()


def struck(value: Any, wanted: re.Pattern[str]) -> Any:
    match value:
        case str():
            return wanted.sub(STRUCK, value)
        case list():
            return [struck(item, wanted) for item in value]
        case dict():
            return {name: struck(item, wanted) for name, item in value.items()}
    return value
