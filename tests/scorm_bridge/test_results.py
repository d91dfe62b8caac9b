"""Results: how the learners of a group do, for those who may see them, and as a file."""

import csv
from datetime import timedelta

import pytest

from ledger import clock
from ledger.errors import NotAllowed, UnknownLearner
from ledger.models import Group, Member
from ledger.rosters import RosterLine
from scorm_bridge import results
from scorm_bridge.bridge import Bridge
from scorm_bridge.results import PlayState, Results
from tests.scorm_bridge.campus import Campus, new_campus
from tests.worlds import KEYRING, World

EVERYONE = {
    "ana": "Ana Pérez",
    "bob": None,
    "cleo": "=1+1",
    "dan": "Dan",
    "eve": "Eve",
    "fay": "Fay",
}


def address(name: str) -> str:
    return f"{name}@beta.example"


@pytest.fixture
def campus(world: World, bridge: Bridge) -> Campus:
    campus = new_campus(world, bridge)
    world.allocate(120, campus.client)
    return campus


@pytest.fixture
def group(campus: Campus) -> Group:
    """Six learners, one in each state."""
    group = campus.group()
    lines = [RosterLine(1, address(name), known) for name, known in EVERYONE.items()]
    campus.register(group, *lines)
    for name, outcome in (
        ("bob", {"completion": "incomplete", "success": "unknown", "score": None}),
        ("cleo", {"success": "unknown", "score": None}),
        ("dan", {"score": 90}),
        ("eve", {"success": "failed", "score": 40.5}),
        ("fay", {"score": 10}),
    ):
        campus.elsewhere().sign_in(address(name)).finish(**outcome)
    campus.remove(group, address("fay"))
    return group


def of(world: World, group: Group, by: Member) -> Results:
    return world.database.read(
        lambda session: results.of_group(session, actor=world.actor(by), group=group)
    )


def test_every_learner_is_in_one_state(world: World, group: Group) -> None:
    found = of(world, group, world.manager)
    assert found.rows is not None
    assert {row.address: row.state.value for row in found.rows} == {
        address("ana"): "registered",
        address("bob"): "started",
        address("cleo"): "completed",
        address("dan"): "passed",
        address("eve"): "failed",
        address("fay"): "removed",
    }
    assert found.counts == dict.fromkeys(PlayState, 1)
    assert (found.registered, found.completed) == (5, 3)


def test_the_mean_is_of_those_who_have_a_score_and_are_in_the_group(
    world: World, group: Group
) -> None:
    assert of(world, group, world.owner).mean_score == 6525


def test_a_viewer_sees_how_many_and_not_who(world: World, group: Group) -> None:
    found = of(world, group, world.viewer)
    assert found.rows is None
    assert found.counts[PlayState.PASSED] == 1
    assert "ana" not in repr(found)


def test_score_time_and_when_they_were_last_there_are_in_a_row(world: World, group: Group) -> None:
    rows = {row.address: row for row in of(world, group, world.manager).rows or []}
    ana, dan = rows[address("ana")], rows[address("dan")]
    assert (ana.score, ana.time_cs, ana.last_seen, ana.completed_at) == (None, 0, None, None)
    assert (dan.score, dan.time_cs, dan.name, dan.number) == (9000, 9_000, "Dan", 1)
    assert dan.last_seen is not None
    assert clock.now() - dan.last_seen < timedelta(minutes=5)


def test_a_group_without_anyone_has_results_as_well(world: World, campus: Campus) -> None:
    found = of(world, campus.group("Empty"), world.manager)
    assert (found.registered, found.completed, found.mean_score, found.rows) == (0, 0, None, [])


def test_only_the_group_counts(world: World, campus: Campus, group: Group) -> None:
    other = campus.group("Other")
    campus.register(other, address("gus"))
    assert [row.address for row in of(world, other, world.manager).rows or []] == [address("gus")]
    assert of(world, group, world.manager).registered == 5


def test_the_plays_of_one_learner(world: World, campus: Campus, group: Group) -> None:
    def read(by: Member, given: str) -> list[results.Result]:
        return world.database.read(
            lambda session: results.of_learner(
                session,
                actor=world.actor(by),
                keyring=KEYRING,
                client=campus.client,
                address=given,
            )
        )

    [row] = read(world.manager, "DAN@beta.example")
    assert (row.group, row.game, row.state) == ("Spring", "The Ferryman", PlayState.PASSED)
    with pytest.raises(UnknownLearner):
        read(world.manager, address("nobody"))
    with pytest.raises(NotAllowed):
        read(world.viewer, address("dan"))


def test_the_file_has_a_line_a_play_and_runs_in_no_spreadsheet(world: World, group: Group) -> None:
    rows = of(world, group, world.manager).rows
    assert rows is not None
    lines = list(csv.DictReader(results.as_csv(rows)))
    assert [line["address"] for line in lines] == [address(name) for name in sorted(EVERYONE)]
    by_name = {line["name"]: line for line in lines}
    assert by_name["'=1+1"]["state"] == "completed"
    assert (by_name["Eve"]["score"], by_name["Eve"]["minutes"]) == ("40.5", "2")
    assert by_name["Dan"]["last seen"].startswith(f"{clock.now().year}-")
    assert by_name[""]["score"] == ""


def test_the_file_is_read_as_it_is_written(world: World, group: Group) -> None:
    with world.database.reading() as session:
        lines = list(
            results.as_csv(
                results.each_of_group(session, group),
                headings=["a"] * len(results.COLUMNS),
                states={state: state.value.upper() for state in PlayState},
            )
        )
    assert lines[0].startswith("a,a,")
    assert "REGISTERED" in lines[1]
