"""The outbox: at least once, in order for each recipient, with back-off and an end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger import clock, outbox
from ledger.ids import new_id
from ledger.models import OutboxRow, OutboxState
from ledger.outbox import Delivery
from tests.worlds import World


def test_a_row_is_taken_by_one_worker_at_a_time(world: World) -> None:
    add(world, world.owner.id, 1)
    assert [row.facts["n"] for row in take(world)] == [1]
    assert take(world) == []


def test_a_worker_that_died_leaves_its_rows_when_the_lease_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    take(world)
    later(monkeypatch, outbox.LEASE)
    assert [row.attempt for row in take(world)] == [2]


def test_a_recipient_hears_in_order_and_does_not_hold_up_another(world: World) -> None:
    add(world, world.owner.id, 1)
    add(world, world.owner.id, 2)
    add(world, world.manager.id, 3)
    first = take(world)
    assert sorted(row.facts["n"] for row in first) == [1, 3]
    settle(world, first[0])
    settle(world, first[1])
    assert [row.facts["n"] for row in take(world)] == [2]


def test_what_comes_in_bulk_is_taken_when_nothing_else_is_due(world: World) -> None:
    for n, kind in enumerate(("bulk", "bulk", "test"), start=1):
        add(world, new_id(), n, kind=kind)
    for expected in ([3], [1, 2], []):
        taken = world.database.write(lambda session: outbox.take(session, last={"bulk"}))
        assert sorted(row.facts["n"] for row in taken) == expected


def test_what_was_delivered_keeps_what_the_outside_calls_it(world: World) -> None:
    add(world, world.owner.id, 1)
    settle(world, take(world)[0])
    (row,) = rows(world)
    assert (row.state, row.external_id) == (OutboxState.SENT, "C1/17.1")
    assert row.sent_at is not None


def test_a_failure_is_tried_again_later_and_twice_as_late_the_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    fail(world, take(world)[0])
    assert take(world) == []
    later(monkeypatch, timedelta(seconds=5))
    fail(world, take(world)[0])
    later(monkeypatch, timedelta(seconds=11))
    assert take(world) == []
    later(monkeypatch, timedelta(seconds=16))
    assert [row.attempt for row in take(world)] == [3]


def test_the_last_failure_makes_a_dead_letter_that_holds_nobody_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    add(world, world.owner.id, 2)
    for attempt in range(outbox.MOST_ATTEMPTS):
        later(monkeypatch, timedelta(hours=2 * attempt))
        fail(world, take(world)[0])
    assert [row.state for row in rows(world)] == [OutboxState.DEAD, OutboxState.PENDING]
    assert [row.facts["n"] for row in take(world)] == [2]


def test_an_outage_uses_up_no_attempts_and_waits_up_to_an_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    waits = []
    for hour in range(20):
        later(monkeypatch, timedelta(hours=2 * hour))
        assert not fail(world, take(world)[0], is_outage=True)
        waits.append(rows(world)[0].due_at - clock.now())
    assert waits[:3] == [timedelta(seconds=seconds) for seconds in (5, 10, 20)]
    assert set(waits[10:]) == {timedelta(hours=1)}
    [row] = rows(world)
    assert (row.state, row.attempts, row.outages) == (OutboxState.PENDING, 20, 20)


def test_after_an_outage_a_flaw_still_has_its_twelve_attempts_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    for hour in range(outbox.MOST_ATTEMPTS):
        later(monkeypatch, timedelta(hours=2 * hour))
        fail(world, take(world)[0], is_outage=True)
        later(monkeypatch, timedelta(hours=2 * hour + 1))
        is_dead = fail(world, take(world)[0])
        assert is_dead is (hour == outbox.MOST_ATTEMPTS - 1)
    assert rows(world)[0].state is OutboxState.DEAD


def test_what_an_outage_kept_for_three_days_is_given_up_and_frees_who_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    later(monkeypatch, timedelta(days=1))
    add(world, world.owner.id, 2)
    later(monkeypatch, outbox.LONGEST_OUTAGE - timedelta(hours=1))
    assert not fail(world, take(world)[0], is_outage=True)
    later(monkeypatch, outbox.LONGEST_OUTAGE)
    assert fail(world, take(world)[0], is_outage=True)
    [second] = take(world)
    assert second.facts["n"] == 2
    assert not fail(world, second, is_outage=True)


def test_what_another_worker_settled_meanwhile_is_given_up_by_nobody(world: World) -> None:
    add(world, world.owner.id, 1)
    [delivery] = take(world)
    settle(world, delivery)
    assert not world.database.write(lambda s: outbox.dead(s, delivery, error="gone"))
    assert rows(world)[0].state is OutboxState.SENT


def add(world: World, recipient_id: UUID, n: int, *, kind: str = "test") -> None:
    world.database.write(
        lambda session: outbox.add(
            session,
            account_id=world.account_id,
            kind=kind,
            recipient_id=recipient_id,
            facts={"n": n},
        )
    )


def take(world: World) -> list[Delivery]:
    return world.database.write(outbox.take)


def settle(world: World, delivery: Delivery) -> None:
    world.database.write(lambda session: outbox.delivered(session, delivery, external_id="C1/17.1"))


def fail(world: World, delivery: Delivery, *, is_outage: bool = False) -> bool:
    return world.database.write(
        lambda session: outbox.failed(session, delivery, error="no answer", is_outage=is_outage)
    )


def rows(world: World) -> list[OutboxRow]:
    with world.database.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    there = datetime.now(UTC) + by
    monkeypatch.setattr(clock, "now", lambda: there)


def test_a_row_can_be_held_for_longer_than_a_lease_by_who_has_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, world.owner.id, 1)
    [mine] = take(world)
    assert hold(world, mine)
    later(monkeypatch, outbox.LEASE)
    assert take(world) == []
    later(monkeypatch, timedelta(hours=1))
    [theirs] = take(world)
    assert not hold(world, mine)
    assert hold(world, theirs)


def hold(world: World, delivery: Delivery) -> bool:
    return world.database.write(
        lambda session: outbox.hold(session, delivery, time=timedelta(minutes=30))
    )


def test_what_is_composed_when_it_is_sent_waits_once_whatever_changes_meanwhile(
    world: World,
) -> None:
    assert paced(world)
    assert [paced(world) for _ in range(3)] == [False, False, False]
    assert len(take(world)) == 1


def test_a_row_that_is_being_sent_does_not_stand_for_what_changes_now(world: World) -> None:
    paced(world)
    [first] = take(world)
    assert paced(world)
    assert not paced(world)
    settle(world, first)
    assert take(world) == []


def test_the_next_one_of_its_kind_is_due_so_long_after_the_last(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced(world)
    settle(world, take(world)[0])
    assert paced(world)
    assert take(world) == []
    later(monkeypatch, timedelta(seconds=5.1))
    assert len(take(world)) == 1


def test_after_a_quiet_while_it_is_due_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paced(world)
    settle(world, take(world)[0])
    later(monkeypatch, timedelta(minutes=10))
    paced(world)
    assert len(take(world)) == 1


def paced(world: World) -> bool:
    return world.database.write(
        lambda session: outbox.add_paced(
            session,
            account_id=world.account_id,
            kind="view",
            recipient_id=world.owner.id,
            facts={},
            every=timedelta(seconds=5),
        )
    )
