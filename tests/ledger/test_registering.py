"""Registering a roster in a group: who is charged, who is told, and who is not (R8, R9, R10)."""

import pytest

from ledger.journal import balance
from ledger.verification import verify
from tests.ledger.campus import Campus, new_campus
from tests.worlds import World

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def held(campus: Campus) -> int:
    ours = (campus.client.account_id, campus.client.id)
    return campus.world.database.read(lambda session: balance(session, *ours))


def is_sound(campus: Campus, *, registrations: int) -> bool:
    found = campus.world.database.read(verify)
    return found.wrong is None and found.registrations == registrations


def test_r9_all_of_a_roster_are_charged_at_that_moment_and_invited_once(campus: Campus) -> None:
    done = campus.register("ana@acme.example", "ben@acme.example", key="roster 1")
    assert done.report.registered == ["ana@acme.example", "ben@acme.example"]
    assert (done.report.credits, done.report.available, done.pool) == (12, 108, 480)
    assert held(campus) == 108
    assert is_sound(campus, registrations=2)
    learner = campus.learner("ana@acme.example")
    assert learner is not None
    facts = {
        "client_id": str(campus.client.id),
        "group_id": str(campus.group.id),
        "learner_id": str(learner.id),
    }
    assert len(campus.told("invitation")) == 2
    assert facts in campus.told("invitation")


def test_r8_who_is_in_already_or_comes_back_is_not_charged_and_only_the_latter_is_invited(
    campus: Campus,
) -> None:
    campus.register("ana@acme.example", "ben@acme.example")
    removed = campus.remove("Ana@acme.example")
    assert (removed.started, removed.credits) == (False, 6)
    again = campus.register("ana@acme.example", "ben@acme.example")
    assert (again.returned, again.report.already) == (["ana@acme.example"], ["ben@acme.example"])
    assert (again.report.registered, again.report.credits) == ([], 0)
    assert len(campus.told("invitation")) == 3
    assert held(campus) == 108
    assert is_sound(campus, registrations=2)
