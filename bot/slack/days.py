"""Days as people type them: 2026-11-24, 24/11/2026, or a month by its name."""

import re
from calendar import monthrange
from datetime import date

from babel.dates import get_month_names

from ledger.texts import comparable

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
MONTH = re.compile(r"(\D+?)\.?(?:[\s-]+(\d{4}))?", re.ASCII)


def read(typed: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that was meant; None for what is no day.

    The day comes before the month. A month without its year is the latest that has begun.
    """
    if found := ISO.fullmatch(typed):
        return one_day(*map(int, found.groups()))
    if found := LOCAL.fullmatch(typed):
        day, month, year = map(int, found.groups())
        return one_day(year, month, day)
    if found := MONTH.fullmatch(comparable(typed)):
        number = MONTHS.get(found[1])
        if number:
            year = int(found[2]) if found[2] else today.year - (number > today.month)
            return whole_month(year, number)
    return None


def one_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def whole_month(year: int, month: int) -> tuple[date, date] | None:
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months() -> dict[str, int]:
    """Numbers by name: whole and abbreviated, in each language that people type."""
    return {
        comparable(name).rstrip("."): number
        for locale in ("en", "fr")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }


MONTHS = months()
