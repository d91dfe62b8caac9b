"""Times, numbers and where a game stands, as they are said on a Campus."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from scorm_bridge.campus.shelves import Entry, Standing
from scorm_bridge.campus.words import WORDS


def moment(at: datetime, language: str, time_zone: str) -> str:
    """A day and a time, as they are where the client is."""
    there = at.astimezone(ZoneInfo(time_zone))
    return WORDS[language]["at"].format(
        day=format_date(there, "long", locale=language),
        time=format_time(there, "short", locale=language),
    )


def duration(centiseconds: int, language: str) -> str:
    """In whole minutes begun, from an hour on in hours and minutes."""
    hours, minutes = divmod(-(-centiseconds // 6_000), 60)
    form = WORDS[language]["hours" if hours else "minutes"]
    return form.format(hours=hours, minutes=minutes)


def number(hundredths: int, language: str) -> str:
    """Points, as the language writes them."""
    return format_decimal(hundredths / 100, "#,##0.##", locale=language)


def state(entry: Entry, language: str, time_zone: str) -> str:
    """Where a game stands, with the day that it is about."""
    said = WORDS[language][entry.standing]
    if entry.group is None:
        return said
    at = entry.group.starts_at if entry.standing is Standing.PLANNED else entry.closes_at
    return said.format(at=moment(at, language, time_zone)) if at else said


def lines(entry: Entry, language: str, time_zone: str) -> list[str]:
    """What else is said of a game, a sentence a line."""
    words = WORDS[language]
    said = []
    if entry.group is not None:
        said.append(words["group"].format(group=entry.group.name))
    if entry.score is not None:
        said.append(words["score"].format(score=number(entry.score, language)))
    if entry.time_cs:
        said.append(words["played"].format(time=duration(entry.time_cs, language)))
    if entry.standing in {Standing.READY, Standing.BEGUN}:
        said += limits(entry, language, time_zone)
    return said


def limits(entry: Entry, language: str, time_zone: str) -> list[str]:
    """Until when, and for how long, a game can be played."""
    words = WORDS[language]
    said = []
    if entry.left_cs is not None:
        said.append(words["left"].format(time=duration(entry.left_cs, language)))
    if entry.closes_at is not None:
        said.append(words["until"].format(at=moment(entry.closes_at, language, time_zone)))
    return said
