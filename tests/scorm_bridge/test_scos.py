"""The state of a game of several SCOs: each has its own, and what one reached is not lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledger.models import GameVersion
from scorm_bridge import scos
from scorm_bridge.bridge import Bridge
from scorm_bridge.outcomes import COMPLETIONS, RANK, Outcome
from tests.scorm_bridge.lms import NOTHING, Lms, new_lms
from tests.worlds import World

STATE = {
    "oars/cmi.suspend_data": "one",
    "oars/obole.outcome": "completed passed 85.5",
    "oars/obole.time": "9000",
    "far-shore/cmi.suspend_data": "two",
    "étape_2:b/cmi.interactions.0.id": "three",
}


def test_each_sco_has_its_own_state(lms: Lms) -> None:
    facts = lms.open()
    lms.commit(facts, sequence=1, changes=STATE)
    lms.commit(facts, sequence=2, changes={"far-shore/cmi.suspend_data": "2"})
    assert lms.open()["state"] == STATE | {"far-shore/cmi.suspend_data": "2"}


def test_the_player_is_told_of_every_sco_in_order(world: World, bridge: Bridge) -> None:
    """An asset speaks to no run-time: to the player it is a web page."""
    world.allocate(6)
    world.database.write(lambda session: set_scos(session, world))
    game = new_lms(world, bridge).open()["game"]
    assert (game["title"], game["standard"]) == ("The Ferryman", "scorm12")
    oars, shore = game["scos"]
    assert oars["href"].endswith("/oars.html?level=1")
    assert (oars["id"], oars["standard"], oars["mastery_score"]) == ("oars", "scorm12", 60)
    assert shore["href"].endswith("/far%20shore.pdf")
    assert (shore["id"], shore["standard"], shore["mastery_score"]) == ("shore", "web", None)


def set_scos(session: Session, world: World) -> None:
    version = session.get_one(GameVersion, (world.account_id, world.game.id, 1))
    oars = {"id": "oars", "title": "Oars", "launch_path": "oars.html", "query": "level=1"}
    shore = {"id": "shore", "title": "", "launch_path": "far shore.pdf", "kind": "asset"}
    version.launch_facts = {"scos": [oars | {"kind": "sco", "mastery_score": 60}, shore]}


BAD: dict[str, tuple[str, str]] = {
    "no SCO": ("/cmi.location", "x"),
    "a SCO within a SCO": ("a/b/cmi.location", "x"),
    "a SCO with a space": ("a b/cmi.location", "x"),
    "a SCO with a line end": ("a\n/cmi.location", "x"),
    "half a character": ("a\ud83d/cmi.location", "x"),
    "a SCO without end": (f"{'a' * 201}/cmi.location", "x"),
    "an element of nobody's": ("a/window.location", "x"),
    "an element of ours that is none": ("a/obole.credits", "600"),
    "an outcome of no SCO": ("obole.outcome", "completed passed 85"),
    "an outcome in another word": ("a/obole.outcome", "done passed 85"),
    "an outcome without a verdict": ("a/obole.outcome", "completed"),
    "an outcome in JSON": ("a/obole.outcome", "[" * 60_000),
    "a score above 100": ("a/obole.outcome", "completed passed 100.01"),
    "a score in another alphabet": ("a/obole.outcome", "completed passed ٨٥"),
    "a time that is no number": ("a/obole.time", "PT1M"),
    "a time below 0": ("a/obole.time", "-1"),
    "a time without end": ("a/obole.time", "9" * 13),
}


@pytest.mark.parametrize("flaw", BAD)
def test_a_malformed_element_of_a_sco_is_refused_and_changes_nothing(lms: Lms, flaw: str) -> None:
    facts = lms.open()
    lms.commit(facts, sequence=1, changes=STATE)
    name, value = BAD[flaw]
    answer = lms.commit(facts, sequence=2, changes={"oars/cmi.suspend_data": "x", name: value})
    assert answer.status_code == 400
    assert lms.open()["state"] == STATE


def test_the_elements_of_all_scos_together_are_bounded(lms: Lms) -> None:
    facts = lms.open()
    changes = [{f"s{sco}/cmi.objectives.{n}.id": "x" for n in range(3000)} for sco in range(2)]
    answers = [lms.commit(facts, sequence=n, changes=each) for n, each in enumerate(changes, 1)]
    assert [answer.status_code for answer in answers] == [200, 400]


def outcome_of(lms: Lms, sco: str) -> object:
    return lms.open()["state"].get(f"{sco}/obole.outcome")


def test_what_a_sco_reached_in_an_older_window_is_kept_and_its_state_is_not(lms: Lms) -> None:
    """The newer window rolls it up when the game is opened again."""
    older, newer = lms.open(), lms.open()
    lms.commit(
        newer, changes={"oars/cmi.location": "start", "oars/obole.outcome": "incomplete unknown"}
    )
    reached = {"oars/cmi.location": "end", "oars/obole.outcome": "completed passed 85"}
    more: dict[str, Any] = {"coin/obole.outcome": "completed unknown", "coin/obole.time": "100"}
    answer = lms.commit(older, changes=reached | more, outcome=NOTHING)
    assert answer.json == {"sequence": 1, "owner": False}
    assert lms.open()["state"] == {
        "oars/cmi.location": "start",
        "oars/obole.outcome": "completed passed 85",
        "coin/obole.outcome": "completed unknown",
    }


def test_a_newer_window_does_not_take_back_what_a_sco_reached_in_an_older_one(lms: Lms) -> None:
    older, newer = lms.open(), lms.open()
    lms.commit(older, changes={"oars/obole.outcome": "completed passed 85"})
    lms.commit(newer, changes={"oars/obole.outcome": "incomplete failed 10"})
    assert outcome_of(lms, "oars") == "completed passed 85"


def test_a_sco_that_failed_can_still_be_passed(lms: Lms) -> None:
    facts = lms.open()
    reached = ["completed failed 20", "incomplete unknown 0", "completed passed 70"]
    for sequence, outcome in enumerate(reached, start=1):
        lms.commit(facts, sequence=sequence, changes={"oars/obole.outcome": outcome})
        kept = {1: "completed failed 20", 2: "completed failed 20", 3: "completed passed 70"}
        assert outcome_of(lms, "oars") == kept[sequence]


@given(
    st.builds(
        Outcome,
        completion=st.sampled_from(sorted(COMPLETIONS)),
        success=st.sampled_from(sorted(RANK)),
        score=st.none() | st.integers(0, 10_000),
    )
)
def test_an_outcome_is_read_as_it_was_written(outcome: Outcome) -> None:
    assert scos.read(scos.write(outcome)) == outcome
