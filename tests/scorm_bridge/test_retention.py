"""What is kept for how long: launches and what games saved go, results and the ledger stay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.ids import first_id, new_id
from scorm_bridge import retention
from scorm_bridge.models import HeldLearner, Launch, Runtime
from scorm_bridge.retention import Place
from tests.scorm_bridge.lms import DONE, Lms, consumed, new_package, rows, token_of
from tests.scorm_bridge.member import change

PassDays = Callable[[float], None]


@pytest.fixture
def pass_days(monkeypatch: pytest.MonkeyPatch) -> PassDays:
    """Move the clock on from the time that it is."""
    start = clock.now()

    def passed(days: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=days))

    return passed


def forget_launches(lms: Lms, **most: int) -> int:
    return lms.world.database.write(
        lambda session: retention.forget_launches(
            session, account_id=lms.world.account_id, days=400, **most
        )
    )


def forget_states(lms: Lms, **most: int) -> int:
    """Run all batches; returns how many there were."""
    place, batches = states_after(lms, None, **most), 1
    while place is not None:
        place, batches = states_after(lms, place, **most), batches + 1
    return batches


def states_after(lms: Lms, place: Place | None, **most: int) -> Place | None:
    return lms.world.database.write(
        lambda session: retention.forget_states(
            session, account_id=lms.world.account_id, days=730, after=place, **most
        )
    )


def kept(lms: Lms) -> list[Runtime]:
    return lms.world.database.read(lambda session: list(session.scalars(select(Runtime))))


def save(lms: Lms, learner: str) -> None:
    lms.commit(lms.open(learner), changes={"cmi.suspend_data": "Ana wrote this"}, outcome=DONE)


def test_the_border_in_time_is_a_border_of_ids() -> None:
    now = clock.now()
    assert first_id(now - timedelta(seconds=5)) < new_id() < first_id(now + timedelta(days=1))
    assert first_id(datetime(1970, 1, 1, tzinfo=UTC)).int == 0


def test_a_launch_is_kept_for_so_many_days_and_not_longer(lms: Lms, pass_days: PassDays) -> None:
    lms.open("ana")
    pass_days(399.9)
    assert forget_launches(lms) == 0
    pass_days(400.1)
    before = rows(lms.world.database)
    assert forget_launches(lms) == 1
    assert rows(lms.world.database) == {**before, "launches": 0}
    assert consumed(lms.world) == 6


def test_launches_go_in_batches(lms: Lms, pass_days: PassDays) -> None:
    for number in range(5):
        lms.launch(f"learner {number}")
    pass_days(401)
    assert [forget_launches(lms, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_only_the_launches_of_the_account_go(lms: Lms, pass_days: PassDays) -> None:
    lms.open("ana")
    pass_days(401)
    other = new_id()
    gone = lms.world.database.write(
        lambda session: retention.forget_launches(session, account_id=other, days=400)
    )
    assert gone == 0


def test_what_a_game_saved_goes_and_the_result_stays(lms: Lms, pass_days: PassDays) -> None:
    save(lms, "ana")
    pass_days(729)
    forget_states(lms)
    assert kept(lms)[0].state == {"cmi.suspend_data": "Ana wrote this"}
    pass_days(731)
    forget_states(lms)
    [play] = kept(lms)
    assert (play.state, play.location) == ({}, "")
    assert (play.completion, play.success, play.score) == ("completed", "passed", 8500)
    assert lms.open("ana")["mode"] == "review"


def test_the_days_count_from_the_last_commit(lms: Lms, pass_days: PassDays) -> None:
    facts = lms.open("ana")
    pass_days(1)
    lms.commit(facts, changes={"cmi.suspend_data": "late"})
    pass_days(730.5)
    forget_states(lms)
    assert kept(lms)[0].state == {"cmi.suspend_data": "late"}


def test_plays_are_emptied_in_batches_each_once(lms: Lms, pass_days: PassDays) -> None:
    for number in range(5):
        save(lms, f"learner {number}")
    pass_days(731)
    assert forget_states(lms, most=2) == 3
    assert {play.location for play in kept(lms)} == {""}
    assert forget_states(lms, most=2) == 1


def test_a_play_without_an_end_starts_again_from_nothing(lms: Lms, pass_days: PassDays) -> None:
    lms.commit(lms.open("ana"), changes={"cmi.suspend_data": "half way"})
    pass_days(731)
    forget_states(lms)
    facts = lms.open("ana")
    assert (facts["mode"], facts["state"]) == ("normal", {})
    assert consumed(lms.world) == 6


def test_the_ids_of_those_who_wait_go_and_they_wait_on(lms: Lms, pass_days: PassDays) -> None:
    change(lms, burst_most=1, burst_minutes=10, burst_holds=True)
    lms.open("ana")
    lms.launch("cleo")

    def forget(session: Session) -> int:
        return retention.forget_held(session, account_id=lms.world.account_id, days=400)

    assert lms.world.database.write(forget) == 0
    pass_days(401)
    assert lms.world.database.write(forget) == 1
    with lms.world.database.reading() as session:
        assert session.scalars(select(HeldLearner.lms_id)).all() == [None]
    assert lms.launch("cleo").status_code == 403


def test_launches_of_every_package_go(lms: Lms, pass_days: PassDays) -> None:
    lms.launch("ana")
    lms.launch("ana", token=token_of(lms.world, new_package(lms.world)))
    pass_days(401)
    forget_launches(lms)
    with lms.world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Launch)) == 0
