"""Bursts: the owners are told once, and newcomers wait, uncharged, where the package says so."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.deliveries import COMPOSED
from ledger import clock, outbox
from ledger.errors import NotAllowed, UnknownLearner
from ledger.models import OutboxRow, Registration
from scorm_bridge import holds, people
from scorm_bridge.models import HeldLearner, Package
from tests.scorm_bridge.lms import Lms, consumed, rows
from tests.scorm_bridge.member import acted, change, refused, told_in_turn
from tests.scorm_bridge.test_concurrency import at_once
from tests.worlds import KEYRING

pytestmark = pytest.mark.timeout(60)


def watch(lms: Lms, *, hold: bool) -> None:
    change(lms, burst_most=2, burst_minutes=10, burst_holds=hold)


def pass_time(lms: Lms) -> None:
    """As if all registrations had been made an hour ago."""
    lms.world.database.write(
        lambda session: session.execute(
            update(Registration).values(registered_at=clock.now() - timedelta(hours=1))
        )
    )


def told(lms: Lms, wanted: str = "burst") -> list[str]:
    """What the owners are told of bursts."""
    with lms.world.database.reading() as session:
        kinds = session.scalars(select(OutboxRow.kind)).all()
    return [kind for kind in kinds if kind == wanted]


def test_a_burst_is_told_once_and_lets_everyone_in(lms: Lms) -> None:
    watch(lms, hold=False)
    lms.open("ana")
    lms.open("ben")
    assert told(lms) == []
    for learner in ("cleo", "dan", "ana"):
        assert lms.open(learner)["mode"] == "normal"
    assert told(lms) == ["burst"]
    assert consumed(lms.world) == 24


def test_in_a_burst_newcomers_wait_uncharged_and_known_ones_play(lms: Lms) -> None:
    watch(lms, hold=True)
    lms.open("ana")
    lms.open("ben")
    before = rows(lms.world.database)
    waits = lms.launch("cleo")
    refused(waits, "held")
    assert "Your place is being confirmed." in waits.text
    refused(lms.launch("cleo"), "held")
    added = {"held_learners": 1, "outbox": before["outbox"] + 1, "launch_refusals": 1}
    assert rows(lms.world.database) == {**before, **added}
    assert lms.open("ana")["mode"] == "normal"
    assert consumed(lms.world) == 12


def test_who_waits_does_so_until_a_member_releases_them(lms: Lms) -> None:
    watch(lms, hold=True)
    for learner in ("ana", "ben"):
        lms.open(learner)
    for learner in ("cleo", "dan"):
        refused(lms.launch(learner), "held")
    pass_time(lms)
    refused(lms.launch("cleo"), "held")
    assert lms.open("eve")["mode"] == "normal"  # the burst is over
    with pytest.raises(NotAllowed):
        acted(lms, holds.release, lms.world.actor(lms.world.viewer))
    key = lms.world.learner_key("cleo")
    assert acted(lms, holds.release, learner_key=key) == 1
    assert lms.open("cleo")["mode"] == "normal"
    refused(lms.launch("dan"), "held")
    assert acted(lms, holds.release) == 1
    assert acted(lms, holds.release) == 0
    lms.open("dan")
    assert consumed(lms.world) == 30


def test_a_released_learner_is_let_in_during_the_burst_and_their_id_is_forgotten(lms: Lms) -> None:
    watch(lms, hold=True)
    for learner in ("ana", "ben", "cleo"):
        lms.launch(learner)
    with lms.world.database.reading() as session:
        package = session.get_one(Package, (lms.world.account_id, lms.package.id))
        assert holds.held_ids(session, package) == ["cleo"]
    acted(lms, holds.release)
    assert lms.open("cleo")["mode"] == "normal"
    with lms.world.database.reading() as session:
        assert session.scalars(select(HeldLearner.lms_id)).all() == [None]


def test_who_waits_can_be_erased_and_waits_on(lms: Lms) -> None:
    watch(lms, hold=True)
    for learner in ("ana", "ben", "cleo"):
        lms.launch(learner)

    def erase(session: Session) -> None:
        people.erase_learner(
            session,
            actor=lms.world.operator,
            keyring=KEYRING,
            client=lms.world.acme,
            lms_id="cleo",
        )

    lms.world.database.write(erase)
    with lms.world.database.reading() as session:
        assert session.scalars(select(HeldLearner.lms_id)).all() == [None]
    refused(lms.launch("cleo"), "held")
    with pytest.raises(UnknownLearner):
        lms.world.database.write(erase)


def test_whoever_waits_comes_in_once_the_package_holds_no_more(lms: Lms) -> None:
    watch(lms, hold=True)
    for learner in ("ana", "ben", "cleo"):
        lms.launch(learner)
    change(lms, burst_holds=False)
    assert lms.open("cleo")["mode"] == "normal"


def test_a_burst_lets_in_exactly_so_many_at_once(lms: Lms) -> None:
    watch(lms, hold=True)
    answers = at_once(16, lambda number: lms.launch(f"learner {number}"))
    assert Counter(answer.status_code for answer in answers) == {303: 2, 403: 14}
    assert rows(lms.world.database)["held_learners"] == 14
    assert told(lms) == ["burst"]
    assert consumed(lms.world) == 12


def test_only_so_many_who_wait_are_kept(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "WAITING_MOST", 1)
    watch(lms, hold=True)
    for learner in ("ana", "ben", "cleo", "dan"):
        lms.launch(learner)
    assert rows(lms.world.database)["held_learners"] == 1


@pytest.mark.parametrize(("hold", "words"), [(True, "They wait, uncharged"), (False, "charged")])
def test_owners_read_what_to_do(lms: Lms, hold: bool, words: str) -> None:
    watch(lms, hold=hold)
    for learner in ("ana", "ben", "cleo"):
        lms.launch(learner)
    (delivery,) = [
        delivery for delivery in lms.world.database.write(outbox.take) if delivery.kind == "burst"
    ]
    letter = lms.world.database.read(lambda session: COMPOSED["burst"](session, delivery))
    said = letter.message.payload
    assert words in str(said)
    does = f"package {'release' if hold else 'show'} {lms.package.id}"
    assert f"/credits {does}" in str(said)
    assert does in [block.get("value") for block in said["blocks"][-1]["elements"]]


def test_owners_read_that_a_burst_is_over_once_nobody_waits_any_more(lms: Lms) -> None:
    watch(lms, hold=True)
    for learner in ("ana", "ben", "cleo", "dan"):
        lms.launch(learner)
    acted(lms, holds.release, learner_key=lms.world.learner_key("cleo"))
    assert told(lms, "burst over") == []
    acted(lms, holds.release)
    assert told(lms, "burst over") == ["burst over"]
    burst, delivery = told_in_turn(lms, "burst")
    assert (burst.kind, delivery.kind) == ("burst", "burst over")
    letter = lms.world.database.read(lambda session: COMPOSED["burst over"](session, delivery))
    assert "who waited were let in" in letter.message.text
    assert letter.is_over
