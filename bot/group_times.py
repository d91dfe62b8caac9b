"""When a group starts and ends, as people type and read it, by its client's clocks."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.language import Language
from bot.slack import days
from ledger.errors import BadMoment

FIRST, LAST = time(0, 0), time(23, 59, 59)
"""Of a day without a time: a group starts with it, and ends with it."""

TYPED = re.compile(
    r"(?P<day>[\d/.-]+)(?:[\sT]+(?P<hour>\d{1,2})(?:[:hH](?P<minute>\d{2})?))?", re.ASCII
)
"""`2026-11-24`, `24/11/2026 14:30`, `2026-11-24T14:30`, `24/11/2026 14h`."""


def starting(typed: str, time_zone: str) -> datetime:
    """Raises BadMoment for what is no day, or no time of one."""
    return read(typed, time_zone, FIRST)


def ending(typed: str, time_zone: str) -> datetime:
    """As `starting`; a day alone is over with its last second."""
    return read(typed, time_zone, LAST)


def read(typed: str, time_zone: str, without: time) -> datetime:
    found = TYPED.fullmatch(typed.strip())
    # Any day will do for "today": it tells of months alone, which are not taken here.
    span = days.read(found["day"], date.min) if found else None
    if found is None or span is None or span[0] != span[1]:
        raise BadMoment(given=typed)
    try:
        hour = time(int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else without
        return moment(span[0], hour, time_zone)
    except (ValueError, OverflowError):
        raise BadMoment(given=typed) from None


def moment(day: date, hour: time, time_zone: str) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def said(language: Language, at: datetime, time_zone: str) -> str:
    """The day alone where it is the first or the last minute of it, else with the time."""
    there = at.astimezone(ZoneInfo(time_zone))
    if there.time() in {FIRST, LAST}:
        return language.day(there.date())
    return language.moment(at, time_zone)
