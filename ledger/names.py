"""Finding one row by what a person typed: its key, or an unambiguous beginning of one."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
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
) -> R:
    """The one `row` of the account with a key equal to `given`, else beginning with it.

    `keys` hold comparable texts, the telling one first: an exact alias wins over another
    client's equal name. Raises `unknown`, or AmbiguousName with a few candidates.
    """
    wanted = comparable(given)
    table: Any = row
    of_account = select(row).where(table.account_id == account_id)
    for key in keys:
        exact = session.scalars(of_account.where(key == wanted).limit(2)).all()
        if len(exact) == 1:
            return exact[0]
    begins = or_(*(key.startswith(wanted, autoescape=True) for key in keys))
    found = session.scalars(
        of_account.where(begins).order_by(keys[0]).limit(SHOWN_CANDIDATES + 1)
    ).all()
    if not found or not wanted:
        close = similar(session, row, keys, account_id=account_id, given=given)
        raise unknown(given=given, similar=close)
    if len(found) > 1:
        shown = [str(getattr(item, keys[0].key)) for item in found[:SHOWN_CANDIDATES]]
        raise AmbiguousName(given=given, candidates=shown)
    return found[0]


def similar(
    session: Session,
    row: type[R],
    keys: Sequence[InstrumentedAttribute[str]],
    *,
    account_id: UUID,
    given: str,
) -> list[str]:
    """The first keys of the few rows that are called nearly as `given`, the closest first.

    Only names of about its length are read, and no more than `LOOKED_AT` of each key.
    """
    wanted, close = comparable(given), dict[str, str]()
    table: Any = row
    for key in keys:
        nearly = func.length(key).between(len(wanted) - LETTERS_OFF, len(wanted) + LETTERS_OFF)
        found = session.execute(
            select(key, keys[0])
            .where(table.account_id == account_id, nearly)
            .order_by(keys[0])
            .limit(LOOKED_AT)
        )
        close |= {name: first for name, first in found if name not in close}
    return list(
        dict.fromkeys(close[name] for name in get_close_matches(wanted, close, SHOWN_SIMILAR))
    )
