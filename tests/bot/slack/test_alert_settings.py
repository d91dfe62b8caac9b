"""`/credits alerts`: where they go, below how much they are told, and quiet for a while."""

import pytest
from sqlalchemy import select

from bot import workspaces
from bot.demo.recorder import Fault
from ledger.models import Account, Snooze, Wallet
from tests.bot.stage import ANA, MARC, Stage


def typed(stage: Stage, text: str = "", user: str = ANA) -> str:
    return stage.driver.command(f"/credits alerts {text}".strip(), user=user).text


def low_below(stage: Stage) -> int:
    world = stage.world
    key = (world.account_id, world.acme.id)
    return world.database.read(lambda session: session.get_one(Wallet, key).low_below)


def place(stage: Stage) -> tuple[bool, str | None]:
    def found(session: object) -> tuple[bool, str | None]:
        account = session.get_one(Account, stage.world.account_id)  # type: ignore[attr-defined]
        workspace = workspaces.find_workspace(session, account_id=account.id)  # type: ignore[arg-type]
        return account.tells_channel, workspace.channel_id if workspace else None

    return stage.world.database.read(found)


@pytest.mark.parametrize(
    ("given", "credits"),
    [("acme 20 plays", 120), ("acme 20", 120), ("acme 30 crédits", 30), ("acme 50%", 60)],
)
def test_a_threshold_is_set_in_a_line(stage: Stage, given: str, credits: int) -> None:
    stage.world.allocate(120)
    assert typed(stage, given).startswith("Acme Learning (acme) is told of below ")
    assert low_below(stage) == credits


def test_default_takes_a_threshold_back(stage: Stage) -> None:
    typed(stage, "acme 20 plays")
    assert "• Acme Learning (acme): below 20 plays" in typed(stage)
    assert typed(stage, "acme default") == (
        "Acme Learning (acme) is told of below 60 credits, 10 plays."
    )
    assert "• Acme" not in typed(stage)


@pytest.mark.parametrize(
    "text",
    ["acme -6", "acme -5 plays", "acme ten plays", "acme 6.5", "acme 1e9", "acme 12O", "acme many"],
)
def test_what_is_no_threshold_changes_nothing(stage: Stage, text: str) -> None:
    given = text.removeprefix("acme ")
    assert typed(stage, text).startswith(f"“{given}” is no threshold. Give 20 plays, 120 credits")
    assert low_below(stage) == 0


def test_more_than_the_most_is_said_with_it(stage: Stage) -> None:
    said = typed(stage, "acme 5000000 plays")
    assert said.startswith("“5000000” is more than the most, ")
    assert low_below(stage) == 0


@pytest.mark.parametrize("text", ["acme 20", "direct", "channel", "channel C1", "snooze acme day"])
def test_only_an_owner_changes_them(stage: Stage, text: str) -> None:
    assert typed(stage, text, MARC).startswith("Only an owner may ")
    assert (place(stage), low_below(stage)) == ((False, None), 0)


def test_alerts_are_snoozed_in_a_line_and_shown_so(stage: Stage) -> None:
    typed(stage, "snooze acme crossing")
    [row] = stage.world.database.read(lambda session: list(session.scalars(select(Snooze))))
    assert row.until is None
    assert "Nobody is told of Acme Learning (acme) until it has recovered" in typed(stage)


def test_a_channel_is_chosen_in_a_modal_and_told_of_it(workspace: Stage) -> None:
    slack = workspace.slack
    assert slack is not None
    channel = slack.client.conversations_list()["channels"][0]["id"]
    shown = workspace.driver.command("/credits alerts", user=workspace.ana)
    assert shown.text.startswith("Alerts and the digest go to each owner as a direct message.")
    modal = workspace.driver.press(shown, "Change")
    done = workspace.driver.submit(modal, {"place": "To a channel", "channel": channel})
    assert done.text == f"Alerts and the digest go to the channel <#{channel}>."
    assert place(workspace) == (True, channel)
    assert slack.messages(channel)[-1]["text"].startswith("Alerts and the weekly digest come to")


def test_a_channel_that_the_app_is_not_in_is_said_and_not_chosen(workspace: Stage) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["chat.postMessage"] = [Fault(error="not_in_channel")]
    said = workspace.driver.command("/credits alerts channel C0SECRET", user=workspace.ana).text
    assert said.startswith("That channel cannot be written to (Slack says not_in_channel)")
    assert place(workspace) == (False, None)


@pytest.mark.parametrize("text", ["channel", "channel #general", "channel general"])
def test_a_channel_without_its_id_is_asked_for(workspace: Stage, text: str) -> None:
    asked = workspace.driver.command(f"/credits alerts {text}", user=workspace.ana)
    assert asked.text.startswith("== Alerts ==")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"client": "acme"}, "threshold"),
        ({"client": "acme", "threshold": "-6"}, "threshold"),
        ({"client": "nope", "threshold": "20"}, "client"),
        ({"place": "To a channel"}, "channel"),
    ],
)
def test_what_is_wrong_in_the_modal_is_said_below_its_input(
    workspace: Stage, given: dict[str, str], name: str
) -> None:
    shown = workspace.driver.command("/credits alerts", user=workspace.ana)
    modal = workspace.driver.press(shown, "Change")
    assert set(workspace.driver.submit(modal, given).errors) == {name}
    assert (place(workspace), low_below(workspace)) == ((False, None), 0)
