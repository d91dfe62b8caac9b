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
    session: Session, asked: Asked, *, group_id: UUID, roster_id: UUID, new_plays: bool
) -> None:
    facts = {"group_id": group_id.hex, "roster_id": roster_id.hex, "new_plays": new_plays}
    add(session, asked, REGISTER, facts, f"order of roster {roster_id}")


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
