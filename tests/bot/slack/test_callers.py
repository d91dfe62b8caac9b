"""Who may speak: the members of the account whose workspace a request comes from."""

from uuid import UUID

from bot.models import Installation
from bot.people import Caller
from bot.slack.callers import is_stranger
from ledger import clock, status
from tests.bot.stage import ANA, NOBODY, VERA, Stage


def pool(stage: Stage) -> int:
    account_id = stage.world.account_id
    found = stage.world.database.read(lambda s: status.of_account(s, account_id=account_id))
    return found.pool


def test_a_workspace_that_no_account_has_is_told_so(stage: Stage) -> None:
    answer = stage.driver.command("/credits status", user=ANA, team="T0OTHER")
    assert answer.text == (
        "This Slack workspace belongs to no account of Obole. Ask an operator to connect it."
    )


def test_a_user_who_is_no_member_is_told_so_and_shown_nothing(stage: Stage) -> None:
    answer = stage.driver.command("/credits status", user=NOBODY)
    assert answer.text == (
        "Your Slack user U0NOBODY is no member of the account. "
        "Ask an owner to add you with /credits team add."
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
    assert refused.text == (
        "Only an owner or a manager may allocate credits. Ask one of your team.\n"
        "Ask those who may for 120 credits, 20 plays to Acme Learning?\n"
        "[Ask those who may]  [Cancel]"
    )


def of_team(team: str, *, installed: str = "T0LUDUM", is_org: bool = False) -> bool:
    """Whether a person named with `team` is a stranger to an installation."""
    row = Installation(
        account_id=UUID(int=1),
        bot_user_id="U0",
        bot_token=b"",
        created_at=clock.now(),
        team_id=installed,
        is_org=is_org,
    )
    caller = Caller(installation=row, account_language="en", member=None)
    return is_stranger({"user": {"team_id": team}, "enterprise": {"id": "E0ORG"}}, caller)


def test_whose_workspace_is_of_an_org_may_be_named_with_the_org() -> None:
    assert not of_team("T0LUDUM")
    assert not of_team("E0ORG")
    assert of_team("T0STRANGER")


def test_in_an_org_wide_install_a_workspace_proves_nothing_and_being_connected_decides() -> None:
    assert not of_team("T0ANY", installed="E0ORG", is_org=True)
