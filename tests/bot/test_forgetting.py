"""A worker's daily round: what is past its time goes, a batch at a time, and never twice a day."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.forgetting import Forgetting
from bot.worker import Worker
from ledger import accounts, clock
from ledger.models import Roster
from scorm_bridge.models import CampusSession, Launch, Runtime, SignInLink
from scorm_bridge.retention import Retention
from tests.ledger.campus import new_campus as new_groups
from tests.scorm_bridge.campus import new_campus
from tests.scorm_bridge.lms import DONE, Lms, new_bridge, new_lms
from tests.worlds import KEYRING, World

KEPT = Retention(launch_days=400, runtime_days=730)


@pytest.fixture
def lms(world: World) -> Lms:
    world.allocate(120)
    return new_lms(world, new_bridge(world.database))


@pytest.fixture
def years_later(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana played twice, years ago."""
    lms.commit(lms.open("ana"), changes={"cmi.suspend_data": "Ana wrote this"})
    lms.commit(lms.open("ana"), outcome=DONE, changes={"cmi.suspend_data": "and this"})
    then = clock.now() + timedelta(days=1000)
    monkeypatch.setattr(clock, "now", lambda: then)


def launches(lms: Lms) -> int:
    count = select(func.count()).select_from(Launch)
    return lms.world.database.read(lambda session: session.scalar(count)) or 0


def states(lms: Lms) -> list[dict[str, str]]:
    return lms.world.database.read(lambda session: list(session.scalars(select(Runtime.state))))


def rounds(lms: Lms, kept: Retention) -> Forgetting:
    return Forgetting(lms.world.database, kept)


@pytest.mark.usefixtures("years_later")
def test_a_round_ends_and_the_next_is_a_day_later(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = rounds(lms, KEPT)
    while forgetful.forget_some():
        pass
    assert (launches(lms), states(lms)) == (0, [{}])
    lms.open("ana")
    later = clock.now() + timedelta(days=1000)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not forgetful.forget_some()
    forgetful.due_at = time.monotonic()
    while forgetful.forget_some():
        pass
    assert launches(lms) == 0


@pytest.mark.usefixtures("years_later")
def test_a_batch_is_all_that_is_done_at_a_time(lms: Lms) -> None:
    forgetful = Forgetting(lms.world.database, KEPT, most=1)
    left = []
    while forgetful.forget_some():
        left.append((launches(lms), states(lms)))
    full = [{"cmi.suspend_data": "and this"}]
    assert left == [(1, full), (0, full), (0, full), (0, [{}]), (0, [{}])]


@pytest.mark.usefixtures("years_later")
def test_without_an_end_everything_is_kept(lms: Lms) -> None:
    forgetful = rounds(lms, Retention())
    assert not forgetful.forget_some()
    assert (launches(lms), states(lms)) == (2, [{"cmi.suspend_data": "and this"}])


def test_sessions_and_links_that_are_over_go_whatever_else_is_kept(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus = new_campus(lms.world, lms.bridge)
    campus.learner("ana@beta.example")
    for _ in range(3):
        campus.sign_in("ana@beta.example")
    then = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: then)
    forgetful = Forgetting(lms.world.database, Retention(), most=2)
    batches = 0
    while forgetful.forget_some():
        batches += 1
    assert batches == 2
    assert campus.count(CampusSession) == campus.count(SignInLink) == 0


@pytest.mark.usefixtures("years_later")
def test_each_is_kept_for_its_own_time(lms: Lms) -> None:
    forgetful = rounds(lms, Retention(launch_days=1100, runtime_days=900))
    while forgetful.forget_some():
        pass
    assert (launches(lms), states(lms)) == (2, [{}])


@pytest.mark.usefixtures("years_later")
def test_a_batch_that_failed_is_tried_again(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise OperationalError("DELETE", {}, Exception("gone"))

    forgetful = rounds(lms, KEPT)
    with monkeypatch.context() as broken:
        broken.setattr(accounts, "all_ids", fail)
        with pytest.raises(OperationalError):
            forgetful.forget_some()
    while forgetful.forget_some():
        pass
    assert launches(lms) == 0


@pytest.mark.usefixtures("years_later")
def test_a_running_worker_does_its_round(lms: Lms) -> None:
    stopping = threading.Event()
    worker = Worker(
        database=lms.world.database, keyring=KEYRING, api_url="http://127.0.0.1:1/", retention=KEPT
    )
    thread = threading.Thread(target=worker.run, args=(stopping,))
    thread.start()
    deadline = time.monotonic() + 20
    while states(lms) != [{}] and time.monotonic() < deadline:
        stopping.wait(0.02)
    stopping.set()
    thread.join(10)
    assert (thread.is_alive(), launches(lms), states(lms)) == (False, 0, [{}])


def test_a_worker_forgets_at_its_next_look_the_rosters_that_nobody_said_yes_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus = new_groups(world)
    campus.keep("ana@acme.example")
    worker = Worker(database=world.database, keyring=KEYRING, api_url="http://127.0.0.1:1/")
    count = select(func.count()).select_from(Roster)
    worker.tick()
    assert world.database.read(lambda session: session.scalar(count)) == 1
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    worker.tick()
    assert world.database.read(lambda session: session.scalar(count)) == 0
