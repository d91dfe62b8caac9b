"""Whatever breaks a transaction, and wherever: it is made once, or not at all and says so."""

from collections.abc import Callable, Iterator
from itertools import count
from threading import Barrier, Thread
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from ledger import allocation, group_registration, journal, registration, verification
from ledger.database import ATTEMPTS, Database, insert_once
from ledger.ids import new_id
from ledger.models import Registration, Source, Transfer
from tests.databases import PostgreSQL
from tests.troubles import LOSSES, TROUBLES, Trouble, Work, disk_is_full, raised
from tests.worlds import World, new_world

PLENTY = 60_000


class Books(NamedTuple):
    pool: int
    client: int
    transfers: int
    registrations: int


def books(world: World) -> Books:
    def read(session: Session) -> Books:
        return Books(
            journal.balance(session, world.account_id, world.account_id),
            journal.balance(session, world.account_id, world.acme.id),
            *(
                session.execute(select(func.count()).select_from(row)).scalar_one()
                for row in (Transfer, Registration)
            ),
        )

    return world.database.read(read)


def change(before: Books, after: Books) -> Books:
    return Books(*(new - old for old, new in zip(before, after, strict=True)))


def allocate(world: World, name: str) -> Work[object]:
    return lambda session: allocation.allocate_credits(
        session, actor=world.actor(world.owner), client=world.acme, credits=12, key=name
    )


def register(world: World, name: str) -> Work[object]:
    return lambda session: registration.register(
        session, place=world.place(), newcomer=world.newcomer(name), source=Source.LMS
    )


def play_again(world: World, name: str) -> Work[object]:
    first = world.register(name)
    world.database.write(
        lambda session: registration.complete(
            session, account_id=world.account_id, client_id=world.acme.id, id=first.id
        )
    )
    return lambda session: registration.register(
        session,
        place=world.place(),
        newcomer=world.newcomer(name),
        source=Source.LMS,
        new_play=True,
    )


def register_group(world: World, name: str, *, as_many_as_fit: bool = False) -> Work[object]:
    return lambda session: group_registration.register_learners(
        session,
        place=world.place(),
        learners=[world.newcomer(f"{name} {number}") for number in range(3)],
        source=Source.WEB,
        as_many_as_fit=as_many_as_fit,
    )


def register_who_fits(world: World, name: str) -> Work[object]:
    return register_group(world, name, as_many_as_fit=True)


ACTS: dict[Callable[[World, str], Work[object]], Books] = {
    allocate: Books(pool=-12, client=12, transfers=1, registrations=0),
    register: Books(pool=0, client=-6, transfers=1, registrations=1),
    play_again: Books(pool=0, client=-6, transfers=1, registrations=1),
    register_group: Books(pool=0, client=-18, transfers=3, registrations=3),
    register_who_fits: Books(pool=0, client=-18, transfers=3, registrations=3),
}


@pytest.fixture
def postgresql_world(postgresql: PostgreSQL) -> Iterator[World]:
    with postgresql.database() as url:
        database = Database(url)
        yield funded(database)
        database.close()


def funded(database: Database) -> World:
    world = new_world(database, pool=PLENTY)
    world.allocate(PLENTY // 2)
    return world


def places(trouble: Trouble, work: Work[object]) -> list[int]:
    """Run `work` undisturbed to see how many statements it takes; every place to break it at."""
    trouble.write(work)
    assert trouble.statements > 3
    return [*range(trouble.statements), Trouble.COMMIT]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("how", TROUBLES)
def test_broken_at_any_statement_or_at_commit_it_is_made_once(
    postgresql_world: World,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[World, str], Work[object]],
    how: str,
) -> None:
    world, trouble = postgresql_world, Trouble(postgresql_world.database, monkeypatch)
    for at in places(trouble, act(world, "undisturbed")):
        work, before = act(world, f"broken at {at}"), books(world)
        trouble.write(work, TROUBLES[how], at=at, times=1)
        assert (trouble.attempts, change(before, books(world))) == (2, ACTS[act]), at
    assert world.database.read(verification.verify).wrong is None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("how", LOSSES)
def test_committed_but_never_told_it_is_still_made_once(
    postgresql_world: World,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[World, str], Work[object]],
    how: str,
) -> None:
    world, trouble = postgresql_world, Trouble(postgresql_world.database, monkeypatch)
    work, before = act(world, "untold"), books(world)
    trouble.write(work, LOSSES[how], at=Trouble.AFTER_COMMIT, times=1)
    assert (trouble.attempts, change(before, books(world))) == (2, ACTS[act])
    assert world.database.read(verification.verify).wrong is None


def test_an_allocation_that_was_never_told_is_answered_with_the_first_one(
    postgresql_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = Trouble(postgresql_world.database, monkeypatch)
    work = allocate(postgresql_world, "untold")
    told = trouble.write(work, at=Trouble.AFTER_COMMIT, times=1)
    asked_again = trouble.write(work)
    assert isinstance(told, allocation.Allocated)
    assert told == asked_again
    assert told.is_repeat


@pytest.mark.parametrize("how", TROUBLES)
def test_after_the_last_attempt_the_error_is_told_and_nothing_was_changed(
    postgresql_world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    world, trouble = postgresql_world, Trouble(postgresql_world.database, monkeypatch)
    work, before = allocate(world, "in vain"), books(world)
    with pytest.raises(DBAPIError):
        trouble.write(work, TROUBLES[how], at=3, times=ATTEMPTS)
    assert (trouble.attempts, change(before, books(world))) == (ATTEMPTS, Books(0, 0, 0, 0))
    trouble.write(work, TROUBLES[how], at=3, times=ATTEMPTS - 1)
    assert (trouble.attempts, change(before, books(world))) == (ATTEMPTS, ACTS[allocate])


def test_the_waits_between_attempts_are_drawn_from_a_span_that_doubles(
    postgresql_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    trouble = Trouble(postgresql_world.database, monkeypatch)
    work = register(postgresql_world, "ana")
    for _ in range(2):
        with pytest.raises(DBAPIError):
            trouble.write(work, raised("40001"), times=ATTEMPTS)
    first, second = waits[: ATTEMPTS - 1], waits[ATTEMPTS - 1 :]
    assert len(first) == len(second) == ATTEMPTS - 1
    assert first != second
    for wait, longest in zip(waits, [0.02 * 2**n for n in range(ATTEMPTS - 1)] * 2, strict=True):
        assert 0 <= wait <= longest


@pytest.mark.parametrize("act", ACTS)
def test_what_no_retry_mends_is_told_at_once_and_changes_nothing(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[World, str], Work[object]],
) -> None:
    world = funded(database)
    trouble = Trouble(database, monkeypatch)
    for at in places(trouble, act(world, "undisturbed")):
        work, before = act(world, f"broken at {at}"), books(world)
        with pytest.raises(OperationalError, match=r"full|injected"):
            trouble.write(work, disk_is_full, at=at, times=1)
        assert (trouble.attempts, change(before, books(world))) == (1, Books(0, 0, 0, 0)), at
        trouble.write(work)
        assert change(before, books(world)) == ACTS[act], at
    assert database.read(verification.verify).wrong is None


def test_a_mistake_in_a_statement_is_not_retried(database: Database) -> None:
    attempts = count()

    def mistaken(session: Session) -> None:
        next(attempts)
        session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        database.write(mistaken)
    assert next(attempts) == 1


def test_a_server_that_cannot_be_reached_is_tried_again(postgresql_world: World) -> None:
    database, tries = postgresql_world.database, count()

    @event.listens_for(database.engine, "do_connect")
    def astray(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        if next(tries) < 3:
            options["host"] = "/nowhere"

    database.close()
    before = books(postgresql_world)
    assert before.pool == PLENTY // 2
    assert next(tries) == 4


def test_a_pool_of_connections_that_all_died_costs_one_retry(
    postgresql_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, trouble = postgresql_world, Trouble(postgresql_world.database, monkeypatch)
    end_all = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    fill_pool(world.database, connections=5)
    other = Database(world.database.url.render_as_string(hide_password=False))
    assert other.read(lambda session: session.execute(end_all).scalar_one()) == 5
    other.close()
    trouble.write(register(world, "ana"))
    assert trouble.attempts == 2


def fill_pool(database: Database, *, connections: int) -> None:
    together = Barrier(connections)

    def hold() -> None:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
            together.wait()

    threads = [Thread(target=hold) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_commit_that_is_refused_leaves_nothing_open(world: World) -> None:
    """R10's other half is a deferred key: only COMMIT says that a registration is unpaid."""
    world.allocate(12)
    paid = world.register("ana")

    def unpaid(session: Session) -> None:
        before = session.scalars(select(Registration).where(Registration.id == paid.id)).one()
        values = {column.key: getattr(before, column.key) for column in inspect(Registration).c}
        insert_once(session, Registration, **values | {"id": new_id(), "number": 2})

    with pytest.raises(IntegrityError):
        world.database.write(unpaid)
    other = Database(world.database.url.render_as_string(hide_password=False))
    other.write(register(world, "ben"))
    other.close()
    assert world.register("ben").number == 1
