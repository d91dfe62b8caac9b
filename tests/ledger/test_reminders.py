"""Reminders of a group's start and end: to whom, once, and when there is none (no sleeping)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from ledger import clients, clock, reminders
from ledger.models import Client, Group, Learner
from tests.ledger.campus import Campus, make, new_campus
from tests.ledger.test_registering_at_once import at_once
from tests.worlds import World

pytestmark = pytest.mark.timeout(60)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ANA, BEN, CLEO, DORA = (f"{name}@acme.example" for name in ("ana", "ben", "cleo", "dora"))


@pytest.fixture
def campus(world: World) -> Campus:
    """A group that starts in 5 days and ends after 30, with Ana, Ben, Cleo and Dora."""
    campus = new_campus(world)
    now = clock.now()
    campus.group = make(
        world, campus.client, "Winter", starts_at=now + 5 * DAY, ends_at=now + 30 * DAY
    )
    campus.register(ANA, BEN, CLEO, DORA)
    return campus


def tell(campus: Campus, after: timedelta) -> int:
    """Look as the worker does, so long after now."""
    then = clock.now() + after
    return campus.world.database.write(lambda session: reminders.tell_due(session, then))


def told(campus: Campus, kind: str) -> set[str]:
    """The addresses of those who are told, each of the right group and client."""
    facts = campus.told(kind)
    of_group = {"client_id": str(campus.client.id), "group_id": str(campus.group.id)}
    assert all({**one, **of_group} == one for one in facts)
    names = {str(id_of(campus, one)): one for one in (ANA, BEN, CLEO, DORA)}
    assert len(facts) == len({one["learner_id"] for one in facts})
    return {names[one["learner_id"]] for one in facts}


def id_of(campus: Campus, address: str) -> Any:
    learner = campus.learner(address)
    assert learner is not None
    return learner.id


def set_learner(campus: Campus, address: str, **values: Any) -> None:
    learner_id = id_of(campus, address)
    campus.world.database.write(
        lambda session: session.execute(
            update(Learner).where(Learner.id == learner_id).values(**values)
        )
    )


def test_learners_are_reminded_once_when_their_group_starts(campus: Campus) -> None:
    assert tell(campus, 5 * DAY - HOUR) == 0
    assert tell(campus, 5 * DAY + HOUR) == 4
    assert told(campus, "group starts") == {ANA, BEN, CLEO, DORA}
    assert tell(campus, 5 * DAY + 2 * HOUR) == 0
    assert "@" not in str(campus.told("group starts"))


def test_three_days_before_the_end_only_those_are_reminded_who_have_to_do_something(
    campus: Campus,
) -> None:
    tell(campus, 6 * DAY)
    campus.complete(ANA)
    campus.remove(BEN)
    set_learner(campus, CLEO, reminders_off_at=clock.now())
    assert tell(campus, 27 * DAY - HOUR) == 0
    assert tell(campus, 27 * DAY + HOUR) == 1
    assert told(campus, "group ends") == {DORA}
    assert tell(campus, 28 * DAY) == 0


def test_who_was_erased_cannot_be_reached_and_is_not_reminded(campus: Campus) -> None:
    set_learner(campus, ANA, lms_id=None)
    assert tell(campus, 6 * DAY) == 3


def test_a_group_that_has_started_when_it_is_made_needs_no_reminder_of_it(campus: Campus) -> None:
    campus.group = make(campus.world, campus.client, "Running")
    campus.register(ANA, new_plays=True)
    assert campus.group.start_told_at is not None
    assert tell(campus, HOUR) == 0


def test_a_group_as_short_as_the_time_before_its_end_is_told_of_at_its_start_alone(
    campus: Campus,
) -> None:
    now = clock.now()
    campus.complete(ANA)
    campus.group = make(
        campus.world, campus.client, "Short", starts_at=now + DAY, ends_at=now + 3 * DAY
    )
    campus.register(ANA, new_plays=True)
    assert tell(campus, DAY + HOUR) == 1
    assert told(campus, "group starts") == {ANA}
    assert tell(campus, 2 * DAY) == 0


def test_an_extension_moves_the_reminder_and_is_reminded_of_anew(campus: Campus) -> None:
    tell(campus, 6 * DAY)
    assert tell(campus, 28 * DAY) == 4
    campus.change(extended_until=clock.now() + 60 * DAY)
    assert tell(campus, 29 * DAY) == 0
    assert tell(campus, 58 * DAY) == 4


def test_a_start_that_is_put_off_is_told_of_when_it_comes(campus: Campus) -> None:
    assert tell(campus, 6 * DAY) == 4
    campus.change(starts_at=clock.now() + 8 * DAY)
    assert tell(campus, 7 * DAY) == 0
    assert tell(campus, 9 * DAY) == 4


def test_nobody_is_told_of_a_group_that_has_ended_or_of_an_archived_client(campus: Campus) -> None:
    assert tell(campus, 31 * DAY) == 0
    world = campus.world
    world.database.write(
        lambda session: clients.archive_client(
            session,
            actor=world.operator,
            client=session.get_one(Client, (world.account_id, campus.client.id)),
        )
    )
    assert tell(campus, 6 * DAY) == 0


def test_workers_that_look_at_once_tell_once(campus: Campus) -> None:
    assert sum(at_once(4, lambda _: tell(campus, 6 * DAY))) == 4
    assert told(campus, "group starts") == {ANA, BEN, CLEO, DORA}


def test_groups_of_packages_have_no_reminders(world: World) -> None:
    world.allocate(60)
    world.register("ana")
    now = clock.now()
    world.database.write(
        lambda session: session.execute(
            update(Group).where(Group.id == world.group.id).values(ends_at=now + DAY)
        )
    )
    assert world.database.write(lambda session: reminders.tell_due(session, now + HOUR)) == 0
