"""Snoozed alerts are not told, and told again when the snooze is over."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ledger import alerts, clock, snoozes
from ledger.errors import NotAllowed
from ledger.models import Account, OutboxRow, Snooze
from tests.worlds import World


def snooze(world: World, days: int | None) -> None:
    until = None if days is None else clock.now() + timedelta(days=days)
    world.database.write(
        lambda s: snoozes.snooze(
            s, actor=world.actor(world.owner), wallet_id=world.acme.id, until=until
        )
    )


def told(world: World) -> list[tuple[str, str, UUID]]:
    rows = world.database.read(lambda s: s.scalars(select(OutboxRow).order_by(OutboxRow.id)).all())
    return [(row.kind, row.facts["matter"], row.recipient_id) for row in rows]


def run_low(world: World) -> None:
    """66 credits, then 60 and 54: below the threshold of ten plays."""
    world.allocate(66)
    for lms_id in ("ana", "bea"):
        world.register(lms_id)


def wake(world: World) -> int:
    return world.database.write(alerts.wake_due)


def test_nothing_is_told_while_it_lasts_and_what_is_open_once_it_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    snooze(world, 1)
    run_low(world)
    assert (told(world), wake(world)) == ([], 0)
    tomorrow = clock.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert (wake(world), wake(world)) == (1, 0)
    assert told(world) == [(alerts.OPENED, "low", world.owner.id)]


def test_a_wallet_that_recovered_meanwhile_is_not_told_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_low(world)
    snooze(world, 7)
    world.allocate(120)
    before = told(world)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    wake(world)
    assert told(world) == before
    assert [kind for kind, _, _ in before] == [alerts.OPENED, alerts.CLOSED]


def test_until_the_next_crossing_ends_with_the_alert(world: World) -> None:
    run_low(world)
    snooze(world, None)
    assert wake(world) == 0
    world.allocate(12)
    assert len(world.database.read(lambda s: s.scalars(select(Snooze)).all())) == 1
    world.allocate(120)
    assert not world.database.read(lambda s: s.scalars(select(Snooze)).all())


def test_only_owners_snooze(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.database.write(
            lambda s: snoozes.snooze(
                s, actor=world.actor(world.manager), wallet_id=world.acme.id, until=None
            )
        )


def test_what_goes_to_a_channel_is_told_once_and_not_to_each_owner(world: World) -> None:
    world.database.write(
        lambda s: s.execute(
            update(Account).where(Account.id == world.account_id).values(tells_channel=True)
        )
    )
    run_low(world)
    assert told(world) == [(alerts.OPENED, "low", world.account_id)]
