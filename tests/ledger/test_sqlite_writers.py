"""SQLite has one writer at a time: many processes queue for it, and none is turned away."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger import allocation, journal, learners, registration, status, verification
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.database import Database
from ledger.learners import Newcomer
from ledger.models import Client, Registration, Source, Transfer, TransferKind
from ledger.places import Place
from ledger.registration import Play
from tests.databases import SQLite
from tests.worlds import World, new_world

PROCESSES = 8
ROUNDS = 25
POOL = 6_000
HELD_SECONDS = 1.5

pytestmark = pytest.mark.timeout(120)


@dataclass(kw_only=True)
class Writer:
    """What a process needs to write, and then what it was told had been done."""

    url: str
    place: Place
    actor: Actor
    number: int = 0
    plays: set[UUID] = field(default_factory=set)
    charged: list[UUID] = field(default_factory=list)
    allocations: set[UUID] = field(default_factory=set)

    def write(self) -> "Writer":
        """Each round a learner and an allocation of its own, and one that all others make too."""
        database = Database(self.url)
        for number in range(ROUNDS):
            for name in (f"writer {self.number}, {number}", f"everyone, {number}"):
                self.allocations.add(database.write(partial(self.allocate, key=name)).id)
                play = database.write(partial(self.register, lms_id=name))
                self.plays.add(play.id)
                if play.was_charged:
                    self.charged.append(play.id)
        database.close()
        return self

    def allocate(self, session: Session, *, key: str) -> Allocated:
        client = session.get_one(Client, (self.place.account_id, self.place.client_id))
        return allocation.allocate_credits(
            session, actor=self.actor, client=client, credits=1, key=key
        )

    def register(self, session: Session, *, lms_id: str) -> Play:
        key = learners.learner_key(b"secret", lms_id, folds=True)
        return registration.register(
            session,
            place=self.place,
            newcomer=Newcomer(key=key, lms_id=lms_id),
            source=Source.LMS,
        )


@pytest.fixture
def world(sqlite: SQLite) -> Iterator[World]:
    with sqlite.database() as url:
        world = new_world(Database(url), pool=2 * POOL)
        world.allocate(POOL)
        yield world
        world.database.close()


def test_eight_processes_writing_at_once_lose_nothing_and_never_see_it_locked(
    world: World,
) -> None:
    """Whatever the database refused in one of them would be raised here: nothing catches it."""
    before = stored(world, ALLOCATIONS)
    writers = at_once(world)
    distinct = ROUNDS * (PROCESSES + 1)
    charged = [id for writer in writers for id in writer.charged]
    assert len(charged) == distinct
    assert set(charged) == stored(world, select(Registration.id))
    assert all(writer.plays <= set(charged) for writer in writers)
    allocations = {id for writer in writers for id in writer.allocations}
    assert len(allocations) == distinct
    assert allocations == stored(world, ALLOCATIONS) - before
    account = world.database.read(partial(status.of_account, account_id=world.account_id))
    assert account.pool == POOL - distinct
    assert account.available == POOL + distinct - 6 * distinct
    assert world.database.read(verification.verify).wrong is None


def test_a_write_waits_for_another_programs_and_a_read_does_not(world: World) -> None:
    with closing(sqlite3.connect(world.database.url.database or "")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(world.allocate, 6)
            Event().wait(HELD_SECONDS)
            began = monotonic()
            held = world.database.read(partial(available, world))
            assert monotonic() - began < HELD_SECONDS
            assert (held, waiting.done()) == (POOL, False)
            other.execute("COMMIT")
            assert waiting.result().available == POOL + 6


def test_a_write_waits_for_no_read_and_the_read_stays_at_its_instant(world: World) -> None:
    with world.database.reading() as session:
        assert available(world, session) == POOL
        assert world.allocate(6).available == POOL + 6
        assert available(world, session) == POOL


ALLOCATIONS = select(Transfer.id).where(Transfer.kind == TransferKind.ALLOCATION)


def at_once(world: World) -> list[Writer]:
    """What each of the processes, let go together, was told."""
    spawn = multiprocessing.get_context("spawn")
    writers = [
        Writer(
            url=world.database.url.render_as_string(),
            place=world.place(),
            actor=world.actor(world.manager),
            number=number,
        )
        for number in range(PROCESSES)
    ]
    start = spawn.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn, initializer=start.wait) as pool:
        return list(pool.map(Writer.write, writers))


def available(world: World, session: Session) -> int:
    return journal.balance(session, world.account_id, world.acme.id)


def stored(world: World, wanted: Select[UUID]) -> set[UUID]:
    with world.database.reading() as session:
        return set(session.scalars(wanted))
