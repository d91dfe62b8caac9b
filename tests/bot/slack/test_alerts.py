"""The button of an alert: one press shows the allocation, a second one makes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.slack import alerts, commands
from bot.slack.driver import Answer
from ledger import clock
from ledger.alerts import OPENED
from ledger.ids import new_id
from ledger.models import Snooze
from ledger.outbox import Delivery
from tests.bot.stage import ANA, VERA, Stage


@pytest.fixture
def alert(stage: Stage) -> Answer:
    """What the worker sends to Ana, as she has it before her."""
    delivery = Delivery(
        account_id=stage.world.account_id,
        id=new_id(),
        kind=OPENED,
        recipient_id=stage.world.owner.id,
        facts={
            "wallet_id": str(stage.world.acme.id),
            "matter": "low",
            "available": 54,
            "low_below": 60,
        },
        attempt=1,
    )
    letter = stage.world.database.read(lambda s: alerts.opened(s, delivery))
    return Answer(user=ANA, status=200, ack=letter.message.payload, milliseconds=0)


def test_a_press_shows_the_allocation_and_another_makes_it(stage: Stage, alert: Answer) -> None:
    preview = stage.driver.press(alert, "Allocate 120 credits, 20 plays")
    assert preview.text.startswith("Allocate 120 credits, 20 plays to Acme Learning?")
    assert preview.later[0]["response_type"] == "ephemeral"
    assert preview.later[0]["replace_original"] is False
    done = stage.driver.press(preview, "allocate.confirm")
    assert done.text.startswith("Allocated 120 credits, 20 plays to Acme Learning.")


def test_a_press_by_who_may_not_allocate_says_so(stage: Stage, alert: Answer) -> None:
    pressed = stage.driver.press(alert, "Allocate 120 credits, 20 plays", user=VERA)
    assert pressed.text == (
        "Only an owner or a manager may allocate credits. Ask one of your team.\n"
        "Ask those who may for 120 credits, 20 plays to Acme Learning?\n"
        "[Ask those who may]  [Cancel]"
    )


def test_an_error_after_the_press_is_said_too(
    stage: Stage, alert: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setitem(commands.SUBCOMMANDS, "allocate", breaks)
    pressed = stage.driver.press(alert, "Allocate 120 credits, 20 plays")
    assert pressed.text.startswith("Something went wrong on our side; its number is ")


@pytest.mark.parametrize(
    ("option", "ends"), [("For 1 day", timedelta(days=1)), ("For 1 week", timedelta(days=7))]
)
def test_alerts_are_snoozed_from_their_menu(
    stage: Stage, alert: Answer, option: str, ends: timedelta
) -> None:
    before = clock.now()
    pressed = stage.driver.press(alert, option)
    assert pressed.text.startswith("Until ")
    assert "nobody is told of Acme Learning (acme). What is still open" in pressed.text
    [row] = snoozed(stage)
    assert row.until is not None
    assert before + ends <= row.until <= clock.now() + ends


def test_they_can_be_snoozed_until_the_next_crossing(stage: Stage, alert: Answer) -> None:
    pressed = stage.driver.press(alert, "Until the next crossing")
    assert pressed.text == (
        "Nobody is told of Acme Learning (acme) until it has recovered and crosses its threshold "
        "again."
    )
    assert [row.until for row in snoozed(stage)] == [None]


def test_only_an_owner_snoozes_them(stage: Stage, alert: Answer) -> None:
    pressed = stage.driver.press(alert, "For 1 day", user=VERA)
    assert pressed.text == "Only an owner may snooze alerts. Ask one of your team."
    assert snoozed(stage) == []


def snoozed(stage: Stage) -> list[Snooze]:
    return stage.world.database.read(lambda session: list(session.scalars(select(Snooze))))
