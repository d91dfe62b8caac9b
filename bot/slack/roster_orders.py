"""What the worker is to do for who registers learners: read a file, register many of them."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.slack.asking import Asked
from ledger import idempotency, outbox
from ledger.ids import new_id

READ, REGISTER = "roster file", "roster registration"


def read_file(
    session: Session, asked: Asked, *, group_id: UUID, file: str, url: str, key: str
) -> None:
    facts = {"group_id": group_id.hex, "file": file, "url": url}
    add(session, asked, READ, facts, key)


def register_kept(
    session: Session, asked: Asked, *, kept: str, preview: str, new_plays: bool
) -> None:
    """`kept` is the roster and what was shown of it, packed; a later preview is another order."""
    add(session, asked, REGISTER, {"kept": kept, "new_plays": new_plays}, f"order of {preview}")


def add(session: Session, asked: Asked, kind: str, facts: dict[str, Any], key: str) -> None:
    """Once under its key, in a line of its own: what else the member is told does not wait."""
    mine, account_id = new_id(), asked.actor.account_id
    first = idempotency.claim(
        session, account_id=account_id, key=key, facts={"act": kind}, result_id=mine
    )
    if first != mine:
        return
    who = {"member_id": str(asked.actor.member_id), "locale": asked.language.locale}
    outbox.add(session, account_id=account_id, kind=kind, recipient_id=mine, facts={**who, **facts})
