"""Run the benchmarks: `python -m tests.benchmarks`, or with `--quick` for a rough look."""

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.content import content_per_second
from tests.benchmarks.launches import launches_per_second
from tests.benchmarks.ledger import ledger_figures
from tests.benchmarks.packages import clients_by_one_command, packages_per_second
from tests.benchmarks.rosters import roster_figures
from tests.benchmarks.slack import AT_ONCE, CLIENTS, acknowledgements
from tests.databases import PostgreSQL, SQLite, postgresql_server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    is_quick = parser.parse_args().quick
    rounds, seconds = (2, 0.6) if is_quick else (6, 2.0)
    with postgresql_server() as server:
        databases = PostgreSQL(server)
        say("Launches over HTTP, a server process with one interpreter:")
        with databases.database() as url:
            say(*launches_per_second(url, rounds=rounds, seconds=seconds))
        say("Content over HTTP, from the same server process:")
        with databases.database() as url:
            say(*content_per_second(url, rounds=rounds, seconds=seconds))
        say("Packages, in one process:")
        with databases.database() as url:
            say(*packages_per_second(url, rounds=rounds, seconds=seconds))
        with databases.database() as url:
            say(*clients_by_one_command(url, rounds=rounds))
        asked = f"{AT_ONCE} at once, {CLIENTS:,} clients, until they are acknowledged"
        say(f"Slack, {asked}, on PostgreSQL:")
        with databases.database() as url:
            say(*acknowledgements(url, rounds=rounds * 2))
        say("The same on SQLite:")
        with tempfile.TemporaryDirectory() as folder, SQLite(Path(folder)).database() as url:
            say(*acknowledgements(url, rounds=rounds * 2))
        say("Ledger:")
        most = 100_000 if is_quick else 1_000_000
        say(*ledger_figures(databases, rounds=rounds, seconds=seconds, most=most))
        say("Rosters, on PostgreSQL:")
        with databases.database() as url:
            say(*roster_figures(url, rounds=rounds))
        databases.close()


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    main()
