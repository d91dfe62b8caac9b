"""Finding one row by what a person typed: its key, or an unambiguous beginning of one."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.database import Base
from ledger.errors import AmbiguousName, NotFound
from ledger.texts import comparable

R = TypeVar("R", bound=Base)

SHOWN_CANDIDATES = 5


def find(
    session: Session,
    row: type[R],
    keys: Sequence[InstrumentedAttribute[str]],
    *,
    account_id: UUID,
    given: str,
    unknown: type[NotFound],
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
        raise unknown(given=given)
    if len(found) > 1:
        shown = [str(getattr(item, keys[0].key)) for item in found[:SHOWN_CANDIDATES]]
        raise AmbiguousName(given=given, candidates=shown)
    return found[0]
