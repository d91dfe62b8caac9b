"""Owners are told once that a package is near its cap or its end, and anew once that changed."""

from datetime import timedelta

import pytest

from bot.deliveries import COMPOSED
from ledger import clock
from ledger.outbox import Delivery
from scorm_bridge import endings
from tests.scorm_bridge.lms import Lms
from tests.scorm_bridge.member import change, told_in_turn


def looked(lms: Lms) -> int:
    return lms.world.database.write(endings.tell_due)


def told(lms: Lms) -> list[Delivery]:
    return told_in_turn(lms, "package")


def text(lms: Lms, delivery: Delivery) -> str:
    compose = COMPOSED[delivery.kind]
    return lms.world.database.read(lambda session: compose(session, delivery)).message.text


@pytest.mark.parametrize(
    ("cap", "learners", "is_near"), [(10, 8, False), (10, 9, True), (1, 1, True)]
)
def test_a_cap_is_near_from_nine_tenths_of_it_on(
    lms: Lms, cap: int, learners: int, is_near: bool
) -> None:
    change(lms, cap=cap)
    for number in range(learners):
        lms.open(f"learner-{number}")
    assert looked(lms) == int(is_near)
    assert [one.kind for one in told(lms)] == [endings.NEAR] * is_near


def test_it_is_told_once_with_its_numbers(lms: Lms) -> None:
    change(lms, cap=2)
    lms.open("ana")
    lms.open("ben")
    assert (looked(lms), looked(lms)) == (1, 0)
    [delivery] = told(lms)
    assert text(lms, delivery).startswith(
        ":warning: The package of “The Ferryman” for *Acme Learning (acme)* has made "
        "2 registrations; its cap is 2."
    )


@pytest.mark.parametrize(("days", "is_near"), [(8, False), (6, True), (-1, False)])
def test_an_end_is_near_in_its_last_week(lms: Lms, days: int, is_near: bool) -> None:
    change(lms, ends_at=clock.now() + timedelta(days=days))
    assert looked(lms) == int(is_near)
    assert [":warning: The package" in text(lms, one) for one in told(lms)] == [True] * is_near


def test_both_are_said_together(lms: Lms) -> None:
    change(lms, cap=1, ends_at=clock.now() + timedelta(days=1))
    lms.open("ana")
    assert looked(lms) == 1
    [delivery] = told(lms)
    assert "its cap is 1." in text(lms, delivery)
    assert " ends on " in text(lms, delivery)


def test_a_disabled_package_is_near_nothing(lms: Lms) -> None:
    change(lms, ends_at=clock.now() + timedelta(days=1), is_enabled=False)
    assert looked(lms) == 0


def test_a_change_ends_the_matter_and_the_next_time_is_told_anew(lms: Lms) -> None:
    change(lms, cap=1)
    lms.open("ana")
    looked(lms)
    change(lms, cap=100)
    near, far = told(lms)
    assert (near.kind, far.kind) == (endings.NEAR, endings.FAR)
    assert text(lms, far).endswith("is no longer near its cap or its end.")
    assert looked(lms) == 0
    change(lms, cap=1)
    assert looked(lms) == 1


def test_another_option_leaves_it_told(lms: Lms) -> None:
    change(lms, cap=1)
    lms.open("ana")
    looked(lms)
    change(lms, language="fr")
    assert looked(lms) == 0
    assert [one.kind for one in told(lms)] == [endings.NEAR]
