"""Keys: the same facts give the first result, other facts are a conflict that shows both."""

import pytest

from ledger.errors import IdempotencyConflict, NotEnoughCredits
from tests.worlds import World


def test_the_same_key_and_facts_return_the_first_allocation(world: World) -> None:
    first = world.allocate(120, key="k", reference="PO-1")
    again = world.allocate(120, key="k", reference="PO-1")
    assert (again.id, again.is_repeat, again.pool, again.available) == (first.id, True, 480, 120)
    assert world.allocate(6).pool == 474


def test_the_same_key_with_other_facts_is_a_conflict_that_shows_both(world: World) -> None:
    world.allocate(120, key="k")
    with pytest.raises(IdempotencyConflict) as conflict:
        world.allocate(12, key="k")
    assert (conflict.value.before["credits"], conflict.value.now["credits"]) == (120, 12)
    assert world.allocate(6).pool == 474


def test_a_refusal_is_not_remembered_under_its_key(world: World) -> None:
    with pytest.raises(NotEnoughCredits):
        world.allocate(601, key="k")
    assert world.allocate(600, key="k").pool == 0


def test_a_rehearsal_shows_the_balances_after_and_changes_nothing(world: World) -> None:
    from ledger import allocation

    shown = world.database.rehearse(
        lambda session: allocation.allocate_credits(
            session, actor=world.actor(world.owner), client=world.acme, credits=120, key="k"
        )
    )
    assert (shown.pool, shown.available) == (480, 120)
    done = world.allocate(120, key="k")
    assert (done.pool, done.is_repeat) == (480, False)
