"""A group's start and end are read by its client's clocks, and said as they were meant."""

from datetime import UTC, datetime

import pytest

from bot import group_times
from bot.language import ENGLISH, LANGUAGES
from ledger.errors import BadMoment

PARIS, TOKYO = "Europe/Paris", "Asia/Tokyo"


@pytest.mark.parametrize("typed", ["2026-11-24", " 24/11/2026 ", "24.11.2026"])
def test_a_day_starts_with_its_first_second_and_ends_with_its_last(typed: str) -> None:
    assert group_times.starting(typed, PARIS) == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert group_times.ending(typed, PARIS) == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    assert group_times.starting(typed, TOKYO) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["2026-06-01 14:30", "2026-06-01T14:30", "1/6/2026 14h30", "01/06/2026  14:30"]
)
def test_a_day_with_a_time_is_that_moment_in_summer_time_too(typed: str) -> None:
    assert group_times.ending(typed, PARIS) == datetime(2026, 6, 1, 12, 30, tzinfo=UTC)


def test_a_whole_hour_needs_no_minutes() -> None:
    assert group_times.starting("1/6/2026 9h", PARIS) == datetime(2026, 6, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "november", "2026-02-30", "2026-11-24 25:00", "2026-11-24 9", "24", "0001-01-01"],
)
def test_what_is_no_moment_is_refused_with_what_was_given(typed: str) -> None:
    with pytest.raises(BadMoment) as refused:
        group_times.starting(typed, PARIS)
    assert refused.value.given == typed


def test_whole_days_are_said_without_a_time() -> None:
    start, end = (read("2026-11-24", PARIS) for read in (group_times.starting, group_times.ending))
    assert group_times.said(ENGLISH, start, PARIS) == "Nov 24, 2026"
    assert group_times.said(ENGLISH, end, PARIS) == "Nov 24, 2026"
    assert group_times.said(LANGUAGES["fr"], end, TOKYO) == "25 nov. 2026 à 07:59"
