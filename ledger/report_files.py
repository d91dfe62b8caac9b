"""A report as a file: CSV (RFC 4180), a row for each client in each step in which it consumed."""

from collections.abc import Iterator

from ledger.reports import Report
from ledger.statement_files import cell, row

COLUMNS = ["from", "client", "alias", "credits", "plays"]


def as_csv(report: Report) -> Iterator[str]:
    """By time, then the clients that consumed most. Text that a spreadsheet would run is quoted."""
    yield row(COLUMNS)
    for start in report.starts:
        for share in report.clients:
            part = share.by_start.get(start)
            if part is not None:
                names = (cell(share.name), cell(share.alias))
                yield row([start.isoformat(), *names, part.credits, part.plays])
