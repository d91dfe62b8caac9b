"""Who may speak: the members of the account whose workspace a request comes from."""

from ledger import status
from tests.bot.stage import ANA, NOBODY, VERA, Stage


def pool(stage: Stage) -> int:
    account_id = stage.world.account_id
    found = stage.world.database.read(lambda s: status.of_account(s, account_id=account_id))
    return found.pool


def test_a_workspace_that_no_account_has_is_told_so(stage: Stage) -> None:
    answer = stage.driver.command("/credits status", user=ANA, team="T0OTHER")
    assert answer.text == (
        "This Slack workspace belongs to no account of Obole. "
        "Ask an operator to connect it: obole slack connect"
    )


def test_a_user_who_is_no_member_is_told_so_and_shown_nothing(stage: Stage) -> None:
    answer = stage.driver.command("/credits status", user=NOBODY)
    assert answer.text == (
        "Your Slack user U0NOBODY is no member of the account. "
        "Ask an operator to connect it: obole slack user U0NOBODY EMAIL"
    )


def test_a_stranger_of_a_shared_channel_presses_in_vain(stage: Stage) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=ANA)
    pressed = stage.driver.press(preview, "allocate.confirm", team="T0STRANGER")
    assert pressed.ack is None
    assert pressed.text == (
        "Only people of this workspace itself may use Obole here. Ask one of them."
    )
    assert pool(stage) == 600


def test_a_user_who_was_disconnected_meanwhile_presses_in_vain(stage: Stage) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=ANA)
    pressed = stage.driver.press(preview, "allocate.confirm", user=NOBODY)
    assert "is no member of the account" in pressed.text
    assert pool(stage) == 600


def test_a_viewer_sees_and_does_not_allocate(stage: Stage) -> None:
    assert "600 credits, 100 plays" in stage.driver.command("/credits status", user=VERA).text
    refused = stage.driver.command("/credits allocate acme 120", user=VERA)
    assert refused.text == "Only an owner or a manager may allocate credits. Ask one of your team."
