"""The button of an alert: one press shows the allocation, a second one makes it."""

import pytest

from bot.slack import alerts, commands
from bot.slack.driver import Answer
from ledger.alerts import OPENED
from ledger.ids import new_id
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
    message = stage.world.database.read(lambda s: alerts.opened(s, delivery))
    return Answer(user=ANA, status=200, ack=message.payload, milliseconds=0)


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
