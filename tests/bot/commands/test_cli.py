"""The command line: the same use cases, one sentence for a refusal, 1 or 2 as the exit status."""

import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner

from bot.cli import COMMANDS, obole
from ledger import alerts
from scorm_bridge.demo_game import build_demo_game
from tests.bot.stage import ANA, TEAM, connect
from tests.bot.terminal import Said, Type
from tests.worlds import World


def test_from_an_empty_folder_to_a_status(typed: Type) -> None:
    """The bones of the story, with the default database: a file that is made where one stands."""
    assert typed("status").err == (
        "The database is not at the newest schema. Run: obole db upgrade"
    )
    assert typed("db", "check").status == 1
    assert typed("db", "upgrade").out.startswith("From empty to ")
    assert typed("db", "upgrade").out.startswith("Already at ")
    assert typed("db", "check").status == 0
    assert typed("status").err.startswith("There is no account yet.")
    assert typed("account", "open", "Ludum").status == 0
    typed("account", "member", "add", "Ana", "ana@ludum.example", "--role", "owner")
    ordered = typed("credits", "order", "600", "--as", "ana@ludum.example")
    assert ordered.out.startswith(
        "Order 1: 600 credits, 100 plays: EUR 2.00 a credit, no discount, EUR 1,200.00 in all."
    )
    assert "The pool holds 0 credits" in typed("status").out
    assert typed("credits", "confirm", "1", "--payment", "B1").out == (
        "Order 1 is paid: 600 credits, 100 plays. The pool holds 600 credits, 100 plays."
    )
    assert Path("var/obole.db").is_file()


def test_r13_a_payment_arrives_once_and_no_owner_confirms_it(ludum: World, typed: Type) -> None:
    again = typed("credits", "confirm", "1", "--payment", "transfer 1")
    assert again.out.endswith("The pool holds 600 credits, 100 plays.")
    other = typed("credits", "confirm", "1", "--payment", "transfer 2")
    assert other.err.startswith("Order 1 was paid under another payment reference")
    owner = typed("credits", "confirm", "1", "--payment", "x", "--as", "ana@ludum.example")
    assert owner == Said(1, "", "Only an operator may confirm payments, with the command line.")


def test_r2_only_an_operator_sets_a_price(ludum: World, typed: Type) -> None:
    refused = typed("game", "price", "The Ferryman", "8", "--as", "ana@ludum.example")
    assert refused.err == "Only an operator may set prices, with the command line."
    changed = typed("game", "price", "ferry", "8")
    assert changed.err == (
        "No game is called “ferry”. Give its title, or an unambiguous beginning of it."
    )
    assert typed("game", "price", "the f", "8").out == (
        "A play of The Ferryman costs 8 credits from now on."
    )


def test_r5_an_allocation_is_shown_asked_for_and_done(ludum: World, typed: Type) -> None:
    dry = typed("credits", "allocate", "acme", "120", "--reference", "PO 7", "--dry-run")
    assert dry.out == (
        "A dry run: nothing is changed.\n"
        "To allocate: 120 credits, 20 plays to Acme Learning, reference “PO 7”.\n"
        "Acme Learning then has 120 credits, 20 plays.\n"
        "The pool then holds 480 credits, 80 plays."
    )
    assert "600 credits" in typed("status").out
    declined = CliRunner().invoke(obole, ["credits", "allocate", "acme", "120"], input="n\n")
    assert "cannot be undone. Allocate? [y/N]" in declined.output
    assert "600 credits" in typed("status").out
    accepted = CliRunner().invoke(obole, ["credits", "allocate", "acme", "120"], input="y\n")
    assert accepted.output.endswith("The pool now holds 480 credits, 80 plays.\n")


def test_the_same_key_allocates_once(ludum: World, typed: Type) -> None:
    words = ("credits", "allocate", "acme", "120", "--yes", "--key", "the key")
    assert typed(*words).out.startswith("Allocated 120 credits")
    assert typed(*words).out.startswith("Already allocated 120 credits")
    other = typed("credits", "allocate", "acme", "60", "--yes", "--key", "the key")
    assert other.err.startswith("This was already done with another credits, and it is not")
    assert "480 credits" in typed("status").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("status nope", "No client is called “nope”."),
        ("credits allocate nope 120 --yes", "No client is called “nope”."),
        ("credits allocate acme 0 --yes", "“0” is not a number of credits."),
        ("credits allocate acme 1,000 --yes", "“1,000” is not a number of credits."),
        ("credits allocate acme 606 --yes", "The pool holds 600 credits, 100 plays: it is 6"),
        ("credits confirm 9 --payment x", "There is no order 9."),
        ("status --as nobody@x.example", "No member has the address “nobody@x.example”."),
        ("status --account Nobody", "No account is called “Nobody”."),
        ("client add Other --alias acme --access scorm", "The alias “acme” is taken."),
        ("client add X --access scorm --as vera@ludum.example", "Only an owner or a manager may"),
        ("package build ludum The -o x.zip", "The learners of Ludum come in by the Campus"),
        ("package build acme The -o no/such/x.zip", "no/such/x.zip: No such file or directory."),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    ludum: World, typed: Type, words: str, said: str
) -> None:
    before = typed("status").out
    refused = typed(*words.split())
    assert refused.status == 1
    assert refused.out == ""
    assert refused.err.startswith(said)
    assert "\n" not in refused.err
    assert typed("status").out == before


@pytest.mark.parametrize(
    "words", ["nope", "credits", "credits order 600", "slack connect A1 xoxb-1 --bot-user U1"]
)
def test_bad_usage_ends_with_2(empty: None, typed: Type, words: str) -> None:
    assert typed(*words.split()).status == 2


def test_a_game_is_added_and_packaged(ludum: World, typed: Type, tmp_path: Path) -> None:
    file = build_demo_game(tmp_path / "game.zip")
    assert typed("game", "add", str(file), "--title", "Styx").out == (
        "Added the game Styx, 6 credits a play."
    )
    built = typed("package", "build", "acme", "Styx", "-o", "styx.zip")
    assert built.out == "Wrote styx.zip. It launches from http://127.0.0.1:8765/launch"
    assert "imsmanifest.xml" in zipfile.ZipFile("styx.zip").namelist()
    build = ("package", "build", "acme", "Styx", "-o", "2004.zip")
    assert typed(*build, "--standard", "scorm2004-4th").status == 0
    with zipfile.ZipFile("2004.zip") as archive:
        assert b"<schemaversion>2004 4th Edition<" in archive.read("imsmanifest.xml")


def test_what_is_no_game_is_refused(ludum: World, typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "game.zip"
    file.write_text("no zip")
    refused = typed("game", "add", str(file))
    assert refused.err.startswith("The file is not a zip.")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("game/index.html", "")
    refused = typed("game", "add", str(file))
    assert refused.err.startswith("The zip has neither an imsmanifest.xml nor an index.html")


def test_a_workspace_is_connected_and_its_users_are_members(ludum: World, typed: Type) -> None:
    words = ("slack", "connect", TEAM, "xoxb-1", "--bot-user", "U0OBOLE")
    assert typed(*words).out == f"Connected the workspace {TEAM}."
    assert typed(*words).status == 0
    assert typed("slack", "user", ANA, "ana@ludum.example").out == f"The Slack user {ANA} is Ana."
    typed("account", "open", "Other")
    taken = typed(*words, "--account", "Other")
    assert taken.err == f"The Slack workspace “{TEAM}” is taken. Choose another one."


def test_several_accounts_have_to_be_told_apart(
    ludum: World, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("account", "open", "Other")
    assert typed("status").err == (
        "There are several accounts. Say which one, with --account or OBOLE_ACCOUNT."
    )
    monkeypatch.setenv("OBOLE_ACCOUNT", "Ludum")
    assert "600 credits" in typed("status").out


def test_a_typed_slash_command_needs_the_settings_it_signs_with(ludum: World, typed: Type) -> None:
    connect(ludum)
    refused = typed("slack", "/credits status", "--user", ANA)
    assert refused.err.startswith("SLACK_SIGNING_SECRET is missing")


def test_the_worker_drains_the_outbox_and_ends(ludum: World, typed: Type) -> None:
    ludum.allocate(66)
    for learner in "abcd":
        ludum.register(learner)
    with structlog.testing.capture_logs() as logged:
        assert typed("worker", "--once").status == 0
    assert [(line["event"], line["kind"]) for line in logged] == [("dead letter", alerts.OPENED)]


def test_what_no_one_expected_is_a_sentence_with_the_number_of_its_log_line(
    ludum: World, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("ledger.status.of_account", breaks)
    with structlog.testing.capture_logs() as logged:
        said = typed("status")
    assert said.status == 1
    assert said.err == (
        f"Something went wrong on our side; its number in the log above is {logged[0]['number']}."
    )


def test_every_command_is_listed_and_a_group_says_the_same_in_its_own_help() -> None:
    listed = CliRunner().invoke(obole, ["--help"]).output
    for name, (_, text) in COMMANDS.items():
        assert f"  {name}" in listed
        command = obole.get_command(click.Context(obole), name)
        assert command is not None
        if isinstance(command, click.Group):
            assert (command.help or "").splitlines()[0] == text


def test_the_help_imports_no_database() -> None:
    seen = "import bot.cli, sys; sys.exit('sqlalchemy' in sys.modules or 'flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen]).returncode == 0


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("serve", "SECRET_KEY"),
        ("serve", "PUBLIC_URL"),
        ("serve", "CONTENT_URL"),
        ("worker", "SECRET_KEY"),
        ("socket", "SLACK_APP_TOKEN"),
    ],
)
def test_a_process_does_not_start_without_a_setting_it_needs(
    typed: Type, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    refused = typed(command)
    assert (refused.status, refused.err.partition(" is missing")[0]) == (1, name)


def test_a_database_that_does_not_answer_is_one_sentence(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    refused = typed("status")
    assert refused == Said(
        1, "", "The database does not answer. Check DATABASE_URL, and that it is running."
    )


def test_the_games_are_listed_with_their_prices(ludum: World, typed: Type) -> None:
    assert typed("game", "list").out == "The Ferryman: 6 credits a play, version 1"
