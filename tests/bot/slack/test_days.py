"""Days in a command, as people of both languages type them."""

from datetime import date

import pytest

from bot.slack import days

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed", ["2026-11-05", "2026-11-5", "05/11/2026", "5/11/2026", "5.11.2026"]
)
def test_a_day_is_read_with_the_day_before_the_month(typed: str) -> None:
    assert days.read(typed, TODAY) == (date(2026, 11, 5), date(2026, 11, 5))


@pytest.mark.parametrize("typed", ["november", "NOV", "novembre", "nov.", "November 2026"])
def test_a_month_is_all_of_it(typed: str) -> None:
    assert days.read(typed, TODAY) == (date(2026, 11, 1), date(2026, 11, 30))


def test_a_month_that_has_not_begun_is_last_years() -> None:
    assert days.read("décembre", TODAY) == (date(2025, 12, 1), date(2025, 12, 31))
    assert days.read("february 2024", TODAY) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize("typed", ["", "acme", "2026-13-01", "31/02/2026", "5", "2026", "may 0000"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert days.read(typed, TODAY) is None
