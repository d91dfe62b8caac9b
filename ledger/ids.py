"""Row ids: UUIDv7 (RFC 9562), so that neighbours in time are neighbours in an index."""

from datetime import datetime
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()


def derived_id(parent: UUID, name: str) -> UUID:
    """The id of a row there is exactly one of under `parent`, found without a look-up."""
    return uuid5(parent, name)


def first_id(at: datetime) -> UUID:
    """The border in an index: every UUIDv7 made before this millisecond is less, all others not.

    Its first 48 bits are the milliseconds since 1970 (RFC 9562, 5.7).
    """
    return UUID(int=int(at.timestamp() * 1000) << 80)
