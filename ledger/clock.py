"""The one place that reads the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, UTC and aware."""
    return datetime.now(UTC)
