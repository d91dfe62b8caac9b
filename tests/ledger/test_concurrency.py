"""Many at once, through a database of each engine: exactly one charge, never a credit too many."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from ledger import purchases, status
from ledger.allocation import Allocated
from ledger.errors import NotEnoughCredits, OboleError
from ledger.ids import new_id
from ledger.models import Purchase, Registration, Transfer, TransferKind
from ledger.registration import Play
from tests.worlds import World


def test_r10_32_concurrent_registrations_of_one_learner_charge_once(world: World) -> None:
    world.allocate(120)
    plays = at_once(32, lambda _: world.register("ana"))
    assert len({play.id for play in plays if isinstance(play, Play)}) == 1
    assert sum(play.was_charged for play in plays if isinstance(play, Play)) == 1
    assert consumptions(world) == registrations(world) == 1


def test_r10_40_learners_and_credits_for_20_make_exactly_20(world: World) -> None:
    world.allocate(120)
    results = at_once(40, lambda number: world.register(f"learner {number}"))
    assert sum(isinstance(result, Play) for result in results) == 20
    assert sum(isinstance(result, NotEnoughCredits) for result in results) == 20
    assert consumptions(world) == registrations(world) == 20
    acme = world.database.read(
        lambda session: status.of_client(
            session, account_id=world.account_id, client_id=world.acme.id
        )
    )
    assert acme.available == 0


def test_r6_concurrent_allocations_never_take_more_than_the_pool_holds(world: World) -> None:
    results = at_once(10, lambda _: world.allocate(120))
    assert sum(not isinstance(result, OboleError) for result in results) == 5


def test_one_allocation_confirmed_many_times_at_once_is_made_once(world: World) -> None:
    made = at_once(16, lambda _: world.allocate(120, key="the button"))
    assert len({result.id for result in made if isinstance(result, Allocated)}) == 1
    assert world.allocate(6).pool == 600 - 120 - 6


def test_r13_concurrent_orders_have_numbers_without_a_gap(world: World) -> None:
    """And soon: orders that waited for each other would be undone one a second."""

    def order(_: int) -> object:
        return world.database.write(
            lambda session: purchases.order_credits(
                session, actor=world.actor(world.owner), credits=6, key=new_id().hex
            )
        )

    started = time.monotonic()
    made = at_once(16, order)
    assert sorted(one.number for one in made if isinstance(one, Purchase)) == list(range(2, 18))
    assert time.monotonic() - started < 10


def at_once(number: int, act: Callable[[int], object]) -> list[object]:
    """What each of `number` threads, let go together, returned or was refused with."""
    start = Barrier(number)

    def run(which: int) -> object:
        start.wait()
        try:
            return act(which)
        except OboleError as refusal:
            return refusal

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def registrations(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Registration)) or 0


def consumptions(world: World) -> int:
    wanted = select(func.count()).where(Transfer.kind == TransferKind.CONSUMPTION)
    with world.database.reading() as session:
        return session.scalar(wanted) or 0


pytestmark = pytest.mark.timeout(60)
