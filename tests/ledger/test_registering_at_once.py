"""Registering at once, and what breaks in the middle: charged once, all of it or nothing (R10)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ledger import registering
from ledger.errors import AccessFixed, AccessIsScorm, OboleError, PlayIsOver
from ledger.models import (
    Access,
    Client,
    Group,
    GroupKind,
)
from tests.ledger.campus import Campus, new_campus, roster
from tests.worlds import KEYRING, World

pytestmark = pytest.mark.timeout(90)

ANA, BEN = (f"{name}@acme.example" for name in ("ana", "ben"))


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    start = Barrier(number)

    def run(which: int) -> Any:
        start.wait()
        try:
            return act(which)
        except OboleError as refusal:
            return refusal

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_r10_a_kept_roster_said_yes_to_many_times_at_once_is_charged_once(campus: Campus) -> None:
    names = [f"learner{number}@acme.example" for number in range(8)]
    id = campus.keep(*names)
    done = at_once(5, lambda _: campus.register_kept(id))
    assert sorted(one.is_repeat for one in done) == [False, True, True, True, True]
    assert {len(one.report.registered) for one in done} == {8}
    assert len(campus.told("invitation")) == 8
    assert (campus.held, campus.is_sound(registrations=8)) == (72, True)


def test_r10_rosters_in_any_order_and_clicks_at_once_are_charged_once(campus: Campus) -> None:
    names = [f"learner{number}@acme.example" for number in range(6)]
    for name in names:
        campus.register(name)
        campus.complete(name)
    left = campus.held
    fresh = [*names, *(f"fresh{number}@acme.example" for number in range(6))]

    def act(which: int) -> object:
        order = fresh if which % 2 else fresh[::-1]
        if which < 4:
            return campus.register(*order)
        return campus.click(names[which - 4])

    done = at_once(6, act)
    assert sum(len(one.report.registered) for one in done[:4]) == 6
    assert all(isinstance(one, PlayIsOver) for one in done[4:])
    assert (campus.held, campus.is_sound(registrations=12)) == (left - 36, True)


def test_r10_first_clicks_at_once_make_one_group_and_one_charge(campus: Campus) -> None:
    campus.know(ANA)
    plays = at_once(5, lambda _: campus.click(ANA))
    assert len({play.id for play in plays}) == 1
    assert sum(play.was_charged for play in plays) == 1
    with campus.world.database.reading() as session:
        count = select(func.count()).where(Group.kind == GroupKind.OPEN)
        assert session.scalar(count) == 1
    assert campus.is_sound(registrations=1)


def test_the_first_learners_and_a_change_of_the_access_exclude_each_other(campus: Campus) -> None:
    registered, changed = at_once(
        2,
        lambda which: campus.register(ANA) if which == 0 else campus.change_access(Access.SCORM),
    )
    if isinstance(changed, Client):
        assert isinstance(registered, AccessIsScorm)
        assert campus.is_sound(registrations=0)
    else:
        assert isinstance(changed, AccessFixed)
        assert registered.report.registered == [ANA]


@contextmanager
def failing_at(campus: Campus, table: str) -> Iterator[None]:
    """The database goes away as the first row of `table` is written."""

    def fail(_1: object, _2: object, statement: str, *_rest: object) -> None:
        if statement.startswith((f"INSERT INTO {table} ", f"UPDATE {table} ")):
            raise ConnectionError(table)

    event.listen(campus.world.database.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(campus.world.database.engine, "before_cursor_execute", fail)


@pytest.mark.parametrize(
    "table", ["learners", "registrations", "wallets", "transfers", "outbox", "audit_entries"]
)
def test_a_fault_in_the_middle_leaves_nothing_and_the_same_yes_is_done_then(
    campus: Campus, table: str
) -> None:
    names = [f"learner{number}@acme.example" for number in range(20)]
    with failing_at(campus, table), pytest.raises(ConnectionError):
        campus.register(*names, key="roster 1")
    assert campus.is_untouched
    assert campus.register(*names, key="roster 1").report.credits == 120
    assert campus.is_sound(registrations=20)


def test_progress_is_told_of_all_learners_and_ends_with_them(campus: Campus) -> None:
    world, seen = campus.world, list[tuple[int, int]]()
    world.database.write(
        lambda session: registering.register_roster(
            session,
            actor=world.actor(world.manager),
            keyring=KEYRING,
            group=session.get_one(Group, (world.account_id, campus.group.id)),
            lines=roster(ANA, BEN),
            key=None,
            on_progress=lambda done, of: seen.append((done, of)),
        )
    )
    assert seen == [(1, 2), (2, 2)]
