"""Commits: the newest window owns the state, and no outcome that was reached is lost."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.keyring import KeyRing
from ledger.models import Registration
from scorm_bridge.models import Runtime
from scorm_bridge.tokens import Tokens
from tests.scorm_bridge.lms import COMMIT, DONE, NOTHING, Facts, Lms, launch_facts, rows
from tests.worlds import new_world


@pytest.fixture
def window(lms: Lms) -> Facts:
    """What the player of an open window was told; one for all examples of a test."""
    return lms.open()


def test_a_commit_keeps_what_changed_and_leaves_the_rest(lms: Lms) -> None:
    facts = lms.open()
    lms.commit(facts, sequence=1, changes={"cmi.suspend_data": "a", "cmi.core.exit": "suspend"})
    answer = lms.commit(facts, sequence=2, changes={"cmi.suspend_data": "b"})
    assert answer.json == {"sequence": 2, "owner": True}
    assert lms.open()["state"] == {"cmi.suspend_data": "b", "cmi.core.exit": "suspend"}


def test_a_commit_that_was_applied_before_changes_nothing(lms: Lms) -> None:
    facts = lms.open()
    for sequence, data in ((5, "new"), (5, "replayed"), (4, "late"), (1, "first")):
        answer = lms.commit(facts, sequence=sequence, changes={"cmi.suspend_data": data})
        assert answer.json == {"sequence": sequence, "owner": True}
    assert lms.open()["state"] == {"cmi.suspend_data": "new"}


def test_the_time_of_a_session_is_its_total_and_sessions_add_up(lms: Lms) -> None:
    for _ in range(2):
        facts = lms.open()
        for sequence, seconds in ((1, 10), (2, 25)):
            lms.commit(facts, sequence=sequence, session_time_cs=seconds * 100)
    assert lms.open()["outcome"]["total_time_cs"] == 5000


def test_a_page_served_again_is_a_newer_window_of_the_same_launch(lms: Lms) -> None:
    """A reload of the frame: what the page before it saves while it is going must not hide this."""
    play = lms.launch().location
    before, after = (launch_facts(lms.browser.get(play)) for _ in range(2))
    lms.commit(before, sequence=7, changes={"cmi.suspend_data": "a"}, session_time_cs=500)
    answer = lms.commit(after, sequence=1, changes={"cmi.suspend_data": "b"}, session_time_cs=300)
    assert answer.json == {"sequence": 1, "owner": True}
    late = lms.commit(before, sequence=8, changes={"cmi.suspend_data": "c"})
    assert late.json == {"sequence": 8, "owner": False}
    third = launch_facts(lms.browser.get(play))
    assert third["state"] == {"cmi.suspend_data": "b"}
    assert third["outcome"]["total_time_cs"] == 800
    assert lms.open()["outcome"]["total_time_cs"] == 800


def test_an_older_window_keeps_its_outcome_and_loses_its_state(lms: Lms) -> None:
    older, newer = lms.open(), lms.open()
    lms.commit(newer, changes={"cmi.suspend_data": "newer"})
    answer = lms.commit(older, changes={"cmi.suspend_data": "older"}, outcome=DONE)
    assert answer.json == {"sequence": 1, "owner": False}
    again = lms.open()
    assert again["mode"] == "review"
    assert again["state"] == {"cmi.suspend_data": "newer"}
    assert (again["outcome"]["success"], again["outcome"]["score"]) == ("passed", 85)


def test_a_newer_window_does_not_take_back_what_an_older_one_reached(lms: Lms) -> None:
    older, newer = lms.open(), lms.open()
    lms.commit(older, outcome=DONE)
    less = {"completion": "incomplete", "success": "failed", "score": 10, "location": "start"}
    assert lms.commit(newer, outcome=less).json == {"sequence": 1, "owner": True}
    outcome = lms.open()["outcome"]
    assert outcome["completion"] == "completed"
    assert (outcome["success"], outcome["score"], outcome["location"]) == ("passed", 85, "start")


def test_an_older_window_adds_nothing_to_a_better_outcome(lms: Lms) -> None:
    older, newer = lms.open(), lms.open()
    lms.commit(newer, outcome=DONE)
    less = {"completion": "completed", "success": "failed", "score": 10, "location": ""}
    lms.commit(older, outcome=less)
    outcome = lms.open()["outcome"]
    assert (outcome["success"], outcome["score"]) == ("passed", 85)


def test_a_score_follows_the_game_until_something_better_was_reached(lms: Lms) -> None:
    facts = lms.open()
    reached: list[tuple[dict[str, Any], float]] = [
        ({"score": 40}, 40),
        ({"score": None}, 40),  # an LMS stores an empty score as 0: it is not told one
        ({"score": 35.5}, 35.5),
        ({"success": "passed", "score": 85}, 85),
        ({"success": "failed", "score": 20}, 85),
        ({"success": "passed", "score": 80}, 80),
    ]
    for sequence, (outcome, score) in enumerate(reached, start=1):
        lms.commit(facts, sequence=sequence, outcome=NOTHING | outcome)
        assert kept_score(lms) == score


def test_completion_closes_the_play_once(lms: Lms) -> None:
    facts = lms.open()
    lms.commit(facts, sequence=1, outcome=DONE)
    closed = completed_at(lms)
    assert closed is not None
    lms.commit(facts, sequence=2, outcome={**DONE, "score": 90})
    lms.commit(facts, sequence=3, outcome=NOTHING)
    assert completed_at(lms) == closed
    assert lms.open()["outcome"]["completion"] == "completed"


def test_passing_alone_leaves_the_play_open(lms: Lms) -> None:
    """The player decides what a standard's status means; the bridge keeps what it is told."""
    lms.commit(lms.open(), outcome={**DONE, "completion": "incomplete"})
    assert completed_at(lms) is None
    assert lms.open()["mode"] == "normal"


@pytest.mark.parametrize("success", ["passed", "failed"])
def test_a_verdict_with_no_word_of_completion_closes_the_play_once_it_ended(
    lms: Lms, success: str
) -> None:
    """A SCO of 2004 may leave completion alone, and its LMS takes it for completed at its end."""
    facts = lms.open()
    lms.commit(facts, sequence=1, outcome={**NOTHING, "success": success})
    assert completed_at(lms) is None
    lms.commit(facts, sequence=2, outcome={**NOTHING, "success": success}, ended=True)
    assert completed_at(lms) is not None
    again = lms.open()
    assert (again["mode"], again["outcome"]["completion"]) == ("review", "completed")


@pytest.mark.parametrize(
    "outcome", [{}, {"completion": "incomplete"}, {"completion": "incomplete", "success": "passed"}]
)
def test_an_end_without_a_verdict_or_with_incomplete_leaves_the_play_open(
    lms: Lms, outcome: dict[str, str]
) -> None:
    lms.commit(lms.open(), outcome={**NOTHING, **outcome}, ended=True)
    assert completed_at(lms) is None


def test_an_older_window_that_ended_with_a_verdict_closes_the_play(lms: Lms) -> None:
    older, newer = lms.open(), lms.open()
    lms.commit(newer, outcome={**NOTHING, "completion": "incomplete"})
    lms.commit(older, outcome={**NOTHING, "success": "passed"}, ended=True)
    assert completed_at(lms) is not None


@pytest.mark.parametrize("score", [0, 100, 33.333, 99.999, 1e-9])
def test_a_score_is_kept_to_the_hundredth(lms: Lms, score: float) -> None:
    lms.commit(lms.open(), outcome={**NOTHING, "score": score})
    assert lms.open()["outcome"]["score"] == round(score, 2)


BAD: dict[str, dict[str, Any]] = {
    "a score above 100": {"outcome": {**NOTHING, "score": 100.01}},
    "a score below 0": {"outcome": {**NOTHING, "score": -1}},
    "a score that is a text": {"outcome": {**NOTHING, "score": "85"}},
    "a score that is true": {"outcome": {**NOTHING, "score": True}},
    "a score that is no number": {"outcome": {**NOTHING, "score": math.nan}},
    "a score without end": {"outcome": {**NOTHING, "score": math.inf}},
    "a word that is none": {"outcome": {**NOTHING, "completion": "done"}},
    "a list for a word": {"outcome": {**NOTHING, "success": ["passed"]}},
    "no outcome": {"outcome": None},
    "an outcome in part": {"outcome": {"completion": "completed"}},
    "a long location": {"outcome": {**NOTHING, "location": "x" * 1001}},
    "a sequence of 0": {"sequence": 0},
    "a sequence in halves": {"sequence": 1.5},
    "an endless sequence": {"sequence": 10**10},
    "a time below 0": {"session_time_cs": -1},
    "a week in one session": {"session_time_cs": 7 * 24 * 3600 * 100},
    "an end in a word": {"ended": "yes"},
    "changes in a list": {"changes": ["cmi.suspend_data"]},
    "a value that is a number": {"changes": {"cmi.core.score.raw": 85}},
    "a value too long": {"changes": {"cmi.suspend_data": "x" * 64_001}},
    "an element of nobody's": {"changes": {"window.location": "x"}},
    "an element with a line end": {"changes": {"cmi.suspend_data\n": "x"}},
    "a NUL": {"changes": {"cmi.suspend_data": "a\0b"}},
    "half a character": {"changes": {"cmi.suspend_data": "\ud83d"}},
    "thousands of elements": {"changes": {f"cmi.interactions.{n}.id": "x" for n in range(4001)}},
}


@pytest.mark.parametrize("flaw", BAD)
def test_a_malformed_commit_is_refused_and_changes_nothing(lms: Lms, flaw: str) -> None:
    facts = lms.open()
    lms.commit(facts, changes={"cmi.suspend_data": "kept"})
    answer = lms.commit(facts, **{"sequence": 2, **BAD[flaw]})
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"].startswith("The progress was not saved")
    assert lms.open()["state"] == {"cmi.suspend_data": "kept"}


def test_a_long_suspend_data_is_kept_whole(lms: Lms) -> None:
    data = "水" * 64_000
    assert lms.commit(lms.open(), changes={"cmi.suspend_data": data}).status_code == 200
    assert lms.open()["state"] == {"cmi.suspend_data": data}


def test_a_play_cannot_grow_without_bound_over_many_commits(lms: Lms) -> None:
    facts = lms.open()
    statuses = [
        lms.commit(
            facts,
            sequence=sequence,
            changes={f"cmi.comments.{sequence}.{n}": "x" * 64_000 for n in range(7)},
        ).status_code
        for sequence in range(1, 6)
    ]
    assert statuses[0] == 200
    assert statuses[-1] == 400


def test_a_commit_that_is_too_large_is_refused_in_json(lms: Lms) -> None:
    """The player reads every answer as JSON, and would take another for a lost network."""
    changes = {f"cmi.comments.{n}": "x" * 64_000 for n in range(9)}
    answer = lms.commit(lms.open(), changes=changes)
    assert answer.status_code == 413
    assert answer.json
    assert "not saved" in answer.json["error"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000, b"1" * 5_000),
        *(b'{"token": 1}', b'{"token": null}', b'{"token": "a.b.c"}', b'{"token": "\\ud83d"}'),
    ],
)
def test_a_body_that_is_no_commit_is_refused(lms: Lms, body: bytes) -> None:
    answer = lms.browser.post(
        COMMIT, base_url=lms.content_origin, data=body, content_type="application/json"
    )
    assert (answer.status_code, answer.is_json) == (403, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(part=st.sampled_from(["sequence", "changes", "outcome", "session_time_cs"]), value=JSON)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_part_of_a_commit_holds_it_is_answered(
    lms: Lms, window: Facts, part: str, value: Any
) -> None:
    assert lms.commit(window, **{part: value}).status_code in {200, 400}


@given(
    changes=st.dictionaries(st.from_regex(r"cmi\.[a-z_.0-9]{1,20}", fullmatch=True), st.text()),
    outcome=st.fixed_dictionaries(
        {
            "completion": st.sampled_from(["unknown", "incomplete", "completed", "x"]),
            "success": st.sampled_from(["unknown", "passed", "failed", ""]),
            "score": st.none() | st.floats() | st.integers(),
            "location": st.text(max_size=20),
        }
    ),
    sequence=st.integers(0, 2**70),
)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_well_formed_commit_says_it_is_answered(
    lms: Lms, window: Facts, changes: dict[str, str], outcome: dict[str, object], sequence: int
) -> None:
    answer = lms.commit(window, sequence=sequence, changes=changes, outcome=outcome)
    assert answer.status_code in {200, 400}


def test_a_preview_and_a_review_have_no_window_that_commits(lms: Lms) -> None:
    lms.finish()
    before = rows(lms.world.database)
    for facts in (lms.open(mode="browse"), lms.open()):
        assert lms.commit(facts, outcome=NOTHING).status_code == 403
    assert rows(lms.world.database)["runtimes"] == before["runtimes"]


def test_a_token_that_is_forged_or_for_something_else_commits_nothing(lms: Lms) -> None:
    launched = lms.launch()
    grant = launched.location.rpartition("/")[2]
    token = lms.open()["commit"]["token"]
    stranger = Tokens(KeyRing(["another secret"]))
    foreign = stranger.commit(lms.bridge.tokens.committing(token))
    for forged in (token[:-1], token.upper(), grant, lms.token, foreign):
        answer = lms.commit({"commit": {"token": forged}})
        assert answer.status_code == 403
        assert answer.json
        assert "open the game again" in answer.json["error"]


def test_a_window_commits_for_48_hours(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = lms.open()
    now = datetime.now(UTC).timestamp()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 47 * 3600)
    assert lms.commit(facts, sequence=1).status_code == 200
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 49 * 3600)
    assert lms.commit(facts, sequence=2).status_code == 403


def test_a_commit_on_another_accounts_host_finds_nothing(lms: Lms) -> None:
    facts = lms.open()
    other = new_world(lms.world.database, pool=0).account_id
    body = {"token": facts["commit"]["token"]}
    elsewhere = lms.bridge.places.content_origin(other)
    assert lms.browser.post(COMMIT, base_url=elsewhere, json=body).status_code == 404


def kept_score(lms: Lms) -> float | None:
    with lms.world.database.reading() as session:
        score = session.scalars(select(Runtime.score)).one()
    return None if score is None else score / 100


def completed_at(lms: Lms) -> datetime | None:
    with lms.world.database.reading() as session:
        return session.scalars(select(Registration.completed_at)).one()
