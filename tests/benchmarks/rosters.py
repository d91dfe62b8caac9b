"""A roster of 5,000 from one CSV: read, shown before the yes, and registered in one transaction."""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger import registering, rosters
from ledger.database import Database
from ledger.models import Group
from ledger.registering import Registered
from tests.benchmarks.ledger import met
from tests.ledger.campus import Campus, new_campus
from tests.worlds import KEYRING, new_world

T = TypeVar("T")

LEARNERS = 5_000
SECONDS_MOST = 5.0


def roster_figures(url: str, *, rounds: int) -> list[str]:
    """Each round registers others, so that all of them are new to the client."""
    database = Database(url)
    credits = LEARNERS * 6 * (rounds + 1)
    campus = new_campus(new_world(database, pool=credits), credits=credits)
    registered(campus, rounds)
    if not database.is_sqlite:
        analyse(database)
    took = [registered(campus, number) for number in range(rounds)]
    database.close()
    reading, preview, write = (statistics.median(one) for one in zip(*took, strict=True))
    said = (
        f"{LEARNERS:,} learners of one CSV: {reading:.2f} s to read it, {preview:.2f} s to show "
        f"what it does, {write:.2f} s to register all in one transaction, "
        f"target < {SECONDS_MOST:.0f} s: {met(reading + write < SECONDS_MOST)}"
    )
    return [said]


def analyse(database: Database) -> None:
    """As autovacuum does within a minute of the first learners.

    Until then the planner has no idea how many learners a client has, and takes an index that
    only begins like the key for the checks of foreign keys: for each row it reads all of them.
    """
    with database.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def registered(campus: Campus, number: int) -> tuple[float, float, float]:
    """Seconds to read the file, to rehearse it, and to register it for good."""
    lines = [f"l{number}.{one}@acme.example;Learner {one};fr" for one in range(LEARNERS)]
    raw = "\n".join(["Courriel;Nom;Langue", *lines]).encode("cp1252")
    database, actor = campus.world.database, campus.world.actor(campus.world.manager)
    reading, read = timed(lambda: rosters.read_csv(raw))

    def act(session: Session) -> Registered:
        return registering.register_roster(
            session,
            actor=actor,
            keyring=KEYRING,
            group=session.get_one(Group, (actor.account_id, campus.group.id)),
            lines=read.lines,
            key=f"roster {number}",
        )

    preview, _ = timed(lambda: database.rehearse(act))
    write, done = timed(lambda: database.write(act))
    assert len(done.report.registered) == LEARNERS
    return reading, preview, write


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    value = work()
    return time.perf_counter() - began, value
