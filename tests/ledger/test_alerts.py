"""Owners are told once when a client runs low."""

import pytest
from sqlalchemy import select

from ledger import accounts, alerts
from ledger.models import OutboxRow, Role
from tests.worlds import World


@pytest.mark.parametrize(
    ("allocated", "threshold"), [(120, 60), (600, 60), (6000, 600), (6001, 601)]
)
def test_the_threshold_is_ten_plays_or_ten_per_cent_where_that_is_more(
    allocated: int, threshold: int
) -> None:
    assert alerts.low_below(allocated) == threshold


def test_an_owner_is_told_once_on_the_way_down(world: World) -> None:
    world.allocate(120)
    for number in range(10):
        world.register(f"learner {number}")
    assert told(world) == []
    for number in range(10, 20):
        world.register(f"learner {number}")
    assert [row.facts["available"] for row in told(world)] == [54]
    assert [row.recipient_id for row in told(world)] == [world.owner.id]


def test_after_a_further_allocation_the_next_crossing_is_told_again(world: World) -> None:
    world.allocate(66)
    for number in range(2):
        world.register(f"learner {number}")
    assert len(told(world)) == 1
    world.allocate(12)
    world.register("learner 2")
    world.register("learner 3")
    assert [row.facts["available"] for row in told(world)] == [54, 54]


def test_a_client_given_less_than_the_threshold_is_told_of_at_its_first_play(
    world: World,
) -> None:
    world.allocate(12)
    assert told(world) == []
    world.register("ana")
    world.register("ben")
    assert [row.facts["available"] for row in told(world)] == [6]


def test_every_owner_is_told(world: World) -> None:
    world.database.write(
        lambda session: accounts.add_member(
            session, actor=world.operator, name="Olga", email="olga@x.example", role=Role.OWNER
        )
    )
    world.allocate(12)
    world.register("ana")
    assert len({row.recipient_id for row in told(world)}) == 2


def told(world: World) -> list[OutboxRow]:
    with world.database.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
