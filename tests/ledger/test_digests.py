"""The weekly digest: on its day and hour in the account's time, once, late rather than never."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ledger import clock, digests
from ledger.errors import BadAmount, NotAllowed
from ledger.models import Member, OutboxRow
from tests.worlds import World

THURSDAY, EIGHT = 3, 8


def choose(
    world: World, weekday: int | None = THURSDAY, hour: int = EIGHT, *, by: Member | None = None
) -> None:
    actor = world.actor(by or world.owner)
    world.database.write(lambda s: digests.set_digest(s, actor=actor, weekday=weekday, hour=hour))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def sent(world: World) -> list[OutboxRow]:
    world.database.write(digests.send_due)
    rows = world.database.read(
        lambda s: s.scalars(select(OutboxRow).where(OutboxRow.kind == digests.DIGEST)).all()
    )
    return list(rows)


def test_it_comes_at_its_hour_by_the_clock_of_the_account(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paris is an hour ahead of UTC in winter, two in summer."""
    at(monkeypatch, datetime(2027, 3, 24, 12, tzinfo=UTC))
    choose(world)
    for moment, count in (
        (datetime(2027, 3, 25, 6, 59, tzinfo=UTC), 0),
        (datetime(2027, 3, 25, 7, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 25, 7, 1, tzinfo=UTC), 1),
        (datetime(2027, 4, 1, 5, 59, tzinfo=UTC), 1),
        (datetime(2027, 4, 1, 6, 0, tzinfo=UTC), 2),
    ):
        at(monkeypatch, moment)
        assert len(sent(world)) == count, moment


def test_it_is_about_the_week_before_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, datetime(2027, 1, 6, 12, tzinfo=UTC))
    choose(world)
    at(monkeypatch, datetime(2027, 1, 9, 3, tzinfo=UTC))  # nothing ran for two days
    (row,) = sent(world)
    since, until = (datetime.fromisoformat(row.facts[name]) for name in ("since", "until"))
    assert until == datetime(2027, 1, 7, 7, tzinfo=UTC)
    assert until - since == timedelta(days=7)
    assert row.recipient_id == world.owner.id


def test_what_was_due_before_it_was_chosen_does_not_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2027, 1, 7, 12, tzinfo=UTC))
    choose(world)
    assert sent(world) == []


def test_none_comes_where_none_is_wanted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(world, None)
    at(monkeypatch, clock.now() + timedelta(days=30))
    assert sent(world) == []


@pytest.mark.parametrize(("weekday", "hour"), [(7, 8), (-1, 8), (0, 24), (0, -1)])
def test_a_day_that_is_none_is_refused(world: World, weekday: int, hour: int) -> None:
    with pytest.raises(BadAmount):
        choose(world, weekday, hour)


def test_only_owners_choose(world: World) -> None:
    with pytest.raises(NotAllowed):
        choose(world, by=world.manager)
