"""Many launches at once, through the whole application on a database of each engine."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from werkzeug.test import TestResponse

from scorm_bridge.bridge import Bridge
from tests.scorm_bridge.lms import Lms, consumed, launch_facts, new_lms, rows
from tests.worlds import World

pytestmark = pytest.mark.timeout(60)


def test_r10_32_concurrent_first_launches_of_one_learner_charge_once(lms: Lms) -> None:
    answers = at_once(32, lambda _: lms.launch("ana"))
    assert Counter(answer.status_code for answer in answers) == {303: 32}
    plays = {
        launch_facts(lms.browser.get(answer.location))["package"]["pointer"] for answer in answers
    }
    assert len(plays) == 1
    made = rows(lms.world.database)
    assert (made["registrations"], made["learners"], made["runtimes"]) == (1, 1, 1)
    assert (made["launches"], consumed(lms.world)) == (32, 6)


def test_r10_40_learners_and_credits_for_20_make_exactly_20(world: World, bridge: Bridge) -> None:
    world.allocate(120)
    lms = new_lms(world, bridge)
    answers = at_once(40, lambda number: lms.launch(f"learner {number}"))
    assert Counter(answer.status_code for answer in answers) == {303: 20, 402: 20}
    made = rows(world.database)
    assert (made["registrations"], made["learners"], made["launches"]) == (20, 20, 20)
    assert consumed(world) == 120


def test_concurrent_commits_of_one_window_end_on_the_last(lms: Lms) -> None:
    facts = lms.open()

    def commit(number: int) -> TestResponse:
        changes = {"cmi.suspend_data": str(number + 1)}
        return lms.commit(facts, sequence=number + 1, changes=changes)

    assert {answer.status_code for answer in at_once(16, commit)} == {200}
    assert lms.open()["state"] == {"cmi.suspend_data": "16"}


def at_once(number: int, act: Callable[[int], TestResponse]) -> list[TestResponse]:
    """What each of `number` threads, let go together, was answered."""
    start = Barrier(number)

    def run(which: int) -> TestResponse:
        start.wait()
        return act(which)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))
