"""Finding one row by what a person typed: its key, or an unambiguous beginning of one."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.database import Base
from ledger.errors import AmbiguousName, Misnamed
from ledger.texts import comparable

R = TypeVar("R", bound=Base)

SHOWN_CANDIDATES = 5
SHOWN_SIMILAR = 3
LOOKED_AT = 1_000
"""Names that one typing error is looked for among: comparing as many takes some 20 ms."""
LETTERS_OFF = 2


def find(
    session: Session,
    row: type[R],
    keys: Sequence[InstrumentedAttribute[str]],
    *,
    account_id: UUID,
    given: str,
    unknown: type[Misnamed],
    among: ColumnElement[bool] | None = None,
) -> R:
    """The one `row` of the account with a key equal to `given`, else beginning with it.

    `keys` hold comparable texts, the telling one first: an exact alias wins over another
    client's equal name. Only rows `among` which it is are looked at. Raises `unknown`, or
    AmbiguousName with a few candidates.
    """
    wanted = comparable(given)
    table: Any = row
    looked_at = and_(table.account_id == account_id, true() if among is None else among)
    of_account = select(row).where(looked_at)
    for key in keys:
        exact = session.scalars(of_account.where(key == wanted).limit(2)).all()
        if len(exact) == 1:
            return exact[0]
    begins = or_(*(key.startswith(wanted, autoescape=True) for key in keys))
    found = session.scalars(
        of_account.where(begins).order_by(keys[0]).limit(SHOWN_CANDIDATES + 1)
    ).all()
    if not found or not wanted:
        close = similar(session, keys, looked_at, given=given)
        raise unknown(given=given, similar=close)
    if len(found) > 1:
        shown = [str(getattr(item, keys[0].key)) for item in found[:SHOWN_CANDIDATES]]
        raise AmbiguousName(given=given, candidates=shown)
    return found[0]


def similar(
    session: Session,
    keys: Sequence[InstrumentedAttribute[str]],
    looked_at: ColumnElement[bool],
    *,
    given: str,
) -> list[str]:
    """The first keys of the few rows that are called nearly as `given`, the closest first.

    Only names of about its length are read, and no more than `LOOKED_AT` of each key.
    """
    wanted, close = comparable(given), dict[str, str]()
    for key in keys:
        nearly = func.length(key).between(len(wanted) - LETTERS_OFF, len(wanted) + LETTERS_OFF)
        found = session.execute(
            select(key, keys[0]).where(looked_at, nearly).order_by(keys[0]).limit(LOOKED_AT)
        )
        close |= {name: first for name, first in found if name not in close}
    return list(
        dict.fromkeys(close[name] for name in get_close_matches(wanted, close, SHOWN_SIMILAR))
    )
