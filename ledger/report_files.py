"""A report as a file: CSV (RFC 4180), a row for each client in each step in which it consumed."""

from collections.abc import Iterator, Sequence

from ledger.reports import Report
from ledger.statement_files import cell, row


def as_csv(report: Report, *, headings: Sequence[str]) -> Iterator[str]:
    """By time, then the clients that consumed most: the step's first day, the client, its alias,
    credits, plays, below a heading each. Text that a spreadsheet would run is quoted."""
    yield row(list(headings))
    for start in report.starts:
        for share in report.clients:
            part = share.by_start.get(start)
            if part is not None:
                names = (cell(share.name), cell(share.alias))
                yield row([start.isoformat(), *names, part.credits, part.plays])
