"""Statements as files, a line at a time: CSV (RFC 4180) and JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any
from zoneinfo import ZoneInfo

from ledger.exports import plain
from ledger.models import TransferKind
from ledger.statements import Line

COLUMNS = [field.name for field in fields(Line)]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a cell."""


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """A header, then a row a line. Text that a spreadsheet would run is quoted with a `'`."""
    yield row(COLUMNS)
    for line in lines:
        yield row([cell(value) for value in asdict(line).values()])


def for_people(
    lines: Iterable[Line],
    *,
    headings: Sequence[str],
    kinds: Mapping[TransferKind, str],
    time_zone: str,
    names_learners: bool,
) -> Iterator[str]:
    """A CSV for a spreadsheet: the day and the time in `time_zone`, then what moved and why. The
    learners' ids are left blank for one who may not see them."""
    yield row(list(headings))
    there = ZoneInfo(time_zone)
    for line in lines:
        at = line.at.astimezone(there)
        moved = [line.number, at.date(), at.strftime("%H:%M"), kinds[line.kind]]
        balances = [line.credits, line.balance]
        words = [line.member or "", line.reference or "", line.comment or ""]
        learner = line.learner or "" if names_learners else ""
        yield row([cell(value) for value in (*moved, *balances, *words, learner)])


def as_json_lines(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        values = {name: plain(value) for name, value in asdict(line).items()}
        yield json.dumps(values, ensure_ascii=False) + "\n"


def row(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def cell(value: Any) -> Any:
    shown = plain(value)
    return f"'{shown}" if isinstance(shown, str) and shown.startswith(FORMULA) else shown
