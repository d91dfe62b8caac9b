"""Row ids: UUIDv7 (RFC 9562), so that neighbours in time are neighbours in an index."""

from datetime import datetime
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()


def first_id(moment: datetime) -> UUID:
    """Before every id made from `moment` on, after every one made before it, to the millisecond."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def derived_id(parent: UUID, name: str) -> UUID:
    """The id of a row there is exactly one of under `parent`, found without a look-up."""
    return uuid5(parent, name)
