"""Dead letters and what waits, as operators see them; put back, they are as if added now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger import accounts, audit, clock, outbox, undelivered
from ledger.errors import UnknownDelivery
from ledger.ids import new_id
from ledger.models import OutboxRow, OutboxState
from ledger.outbox import Delivery
from ledger.undelivered import Counts, Undelivered
from tests.worlds import KEYRING, World


def add(world: World, n: int, *, account_id: UUID | None = None) -> None:
    world.database.write(
        lambda session: outbox.add(
            session,
            account_id=account_id or world.account_id,
            kind=f"kind {n}",
            recipient_id=world.owner.id,
            facts={"name": "Ana Pérez"},
        )
    )


def take(world: World) -> list[Delivery]:
    return world.database.write(outbox.take)


def kill(world: World, delivery: Delivery) -> None:
    world.database.write(lambda session: outbox.dead(session, delivery, error="gone"))


def listed(world: World, *, account_id: UUID | None = None, most: int = 100) -> list[Undelivered]:
    return world.database.read(
        lambda session: undelivered.listed(session, account_id=account_id, most=most)
    )


def counts(world: World, account_id: UUID | None = None) -> Counts:
    return world.database.read(lambda session: undelivered.counts(session, account_id=account_id))


def retry(world: World, *ids: UUID, account_id: UUID | None = None) -> int:
    return world.database.write(
        lambda session: undelivered.retry(session, account_id=account_id, ids=ids or None)
    )


def other_account(world: World) -> UUID:
    opened = world.database.write(
        lambda session: accounts.open_account(session, name="Other", keyring=KEYRING)
    )
    return opened.id


def test_the_dead_come_first_then_what_waits_and_what_was_sent_is_not_there(world: World) -> None:
    for n in range(4):
        add(world, n)
    [sent] = take(world)
    world.database.write(lambda session: outbox.delivered(session, sent, external_id=None))
    [waiting] = take(world)
    world.database.write(
        lambda session: outbox.failed(session, waiting, error="away", is_outage=True)
    )
    assert counts(world) == Counts(waiting=3, dead=0)
    world.database.write(lambda s: setattr(s.get_one(*row(waiting)), "due_at", clock.now()))
    [dying] = take(world)
    kill(world, dying)
    shown = listed(world)
    assert [(one.kind, one.is_dead, one.attempts, one.outages) for one in shown] == [
        ("kind 1", True, 2, 1),
        ("kind 2", False, 0, 0),
        ("kind 3", False, 0, 0),
    ]
    assert (shown[0].account, shown[0].last_error) == ("Ludum", "gone")
    assert [one.kind for one in listed(world, most=2)] == ["kind 1", "kind 2"]
    assert counts(world) == Counts(waiting=2, dead=1)


def row(delivery: Delivery) -> tuple[type[OutboxRow], tuple[UUID, UUID]]:
    return OutboxRow, (delivery.account_id, delivery.id)


def test_an_account_that_is_named_is_shown_and_put_back_alone(world: World) -> None:
    other = other_account(world)
    add(world, 1)
    add(world, 2, account_id=other)
    for delivery in take(world):
        kill(world, delivery)
    assert len(listed(world)) == 2
    assert [one.kind for one in listed(world, account_id=other)] == ["kind 2"]
    assert counts(world, other) == Counts(waiting=0, dead=1)
    assert retry(world, account_id=other) == 1
    assert [one.kind for one in listed(world) if one.is_dead] == ["kind 1"]
    [mine] = listed(world, account_id=world.account_id)
    with pytest.raises(UnknownDelivery):
        retry(world, mine.id, account_id=other)


def test_what_is_put_back_is_due_at_once_before_what_came_after_it(world: World) -> None:
    add(world, 1)
    add(world, 2)
    [first] = take(world)
    kill(world, first)
    assert retry(world, first.id) == 1
    [again] = take(world)
    assert (again.id, again.attempt, again.outages) == (first.id, 1, 0)


def test_what_is_put_back_outlasts_another_outage_of_three_days(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, 1)
    later(monkeypatch, outbox.LONGEST_OUTAGE)
    [delivery] = take(world)
    assert fails(world, delivery)
    retry(world)
    [delivery] = take(world)
    assert not fails(world, delivery)
    later(monkeypatch, 2 * outbox.LONGEST_OUTAGE)
    assert fails(world, take(world)[0])


def fails(world: World, delivery: Delivery) -> bool:
    return world.database.write(
        lambda session: outbox.failed(session, delivery, error="away", is_outage=True)
    )


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    there = datetime.now(UTC) + by
    monkeypatch.setattr(clock, "now", lambda: there)


def test_putting_back_is_written_down(world: World) -> None:
    add(world, 1)
    [delivery] = take(world)
    kill(world, delivery)
    retry(world)
    entry = world.database.read(
        lambda session: audit.entries(session, account_id=world.account_id, most=1)[0]
    )
    assert (entry.act, entry.subject, entry.subject_id) == ("retry", "delivery", delivery.id)
    assert (entry.member_id, entry.source) == (None, "command line")
    assert (entry.before, entry.after) == (
        {"state": "dead", "attempts": 1},
        {"state": "pending", "attempts": 0},
    )


def test_where_one_id_is_no_dead_letter_nothing_is_put_back(world: World) -> None:
    add(world, 1)
    [delivery] = take(world)
    kill(world, delivery)
    add(world, 2)
    [waiting] = [one for one in listed(world) if not one.is_dead]
    nobody = new_id()
    with pytest.raises(UnknownDelivery) as refused:
        retry(world, delivery.id, waiting.id, nobody)
    assert refused.value.given == f"{waiting.id}, {nobody}"
    states = world.database.read(
        lambda s: list(s.scalars(select(OutboxRow.state).order_by(OutboxRow.id)))
    )
    assert states == [OutboxState.DEAD, OutboxState.PENDING]
