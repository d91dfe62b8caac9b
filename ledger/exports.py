"""Everything an account owns, as JSON Lines: one row a line, streamed.

Each line is `{"table": …, "row": {…}}`: ids as text, times in ISO 8601 with their zone, bytes in
base64. Tables come after those they refer to. Columns marked as secret are left out.
"""

import base64
import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select, tuple_
from sqlalchemy.orm import Session

from ledger.actors import Act, Actor
from ledger.database import Base

PAGE = 1_000
WIDE_PAGE = 16
"""Rows at a time of a table with bytes in it: a piece of content has 256 KiB."""


def lines(session: Session, *, actor: Actor) -> Iterator[str]:
    """The lines, each without its newline. Raises NotAllowed."""
    actor.must(Act.EXPORT)
    for table in Base.metadata.sorted_tables:
        for row in rows(session, table, actor.account_id):
            yield json.dumps({"table": table.name, "row": row}, ensure_ascii=False)


def rows(session: Session, table: Table, account_id: UUID) -> Iterator[dict[str, Any]]:
    """The account's rows in the order of their key, a page at a time."""
    owner = table.c.id if table.name == "accounts" else table.c.account_id
    key = list(table.primary_key.columns)
    shown = [column for column in table.columns if not column.info.get("secret")]
    size = WIDE_PAGE if any(is_bytes(column) for column in shown) else PAGE
    last: list[Any] | None = None
    while True:
        wanted = select(*key, *shown).where(owner == account_id)
        if last is not None:
            wanted = wanted.where(tuple_(*key) > tuple_(*last))
        page = session.execute(wanted.order_by(*key).limit(size)).all()
        for row in page:
            values = row[len(key) :]
            yield {column.name: plain(value) for column, value in zip(shown, values, strict=True)}
        if len(page) < size:
            return
        last = list(page[-1][: len(key)])


def is_bytes(column: Column[Any]) -> bool:
    return column.type.python_type is bytes


def plain(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case date():  # and so a datetime, which is one
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode("ascii")
    return value
