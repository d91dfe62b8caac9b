"""The books at the command line: statements, verification, learners, thresholds, the audit."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.bot.terminal import Type
from tests.worlds import World


@pytest.fixture
def played(ludum: World) -> World:
    ludum.allocate(120, reference="PO-7", comment="=HYPERLINK(1)")
    ludum.register("ana@acme.example", name="Ana")
    return ludum


def test_a_statement_has_the_balance_after_each_line(played: World, typed: Type) -> None:
    first, second = typed("statement", "acme").out.splitlines()
    assert "+120  then 120 credits, 20 plays  (reference “PO-7”" in first
    assert "-6  then 114 credits, 19 plays  (learner ana@acme.example, by lms)" in second
    assert len(typed("statement").out.splitlines()) == 2


def test_a_statement_is_cut_to_what_is_asked_for(played: World, typed: Type) -> None:
    def lines(*words: str) -> int:
        return len(typed("statement", "acme", *words).out.splitlines())

    assert lines("--kind", "consumption") == 1
    assert lines("--reference", "po-7") == 1
    assert lines("--learner", "ANA@acme.example") == 1
    assert lines("--by", "ana@ludum.example") == 1
    assert lines("--from", "2000-01-01", "--to", "2001-01-01") == 0
    refused = typed("statement", "acme", "--from", "2026-02-02", "--to", "2026-02-01")
    assert refused.err.startswith("The statement would start on 2026-02-02, after it ends")
    assert typed("statement", "acme", "--from", "2026-02-30").status == 2


def test_a_statement_as_csv_runs_nothing_in_a_spreadsheet(played: World, typed: Type) -> None:
    header, allocated, consumed = csv.reader(
        io.StringIO(typed("statement", "acme", "--format", "csv").out)
    )
    line = dict(zip(header, allocated, strict=True))
    assert (line["number"], line["credits"], line["balance"]) == ("1", "120", "120")
    assert line["comment"] == "'=HYPERLINK(1)"
    assert dict(zip(header, consumed, strict=True))["credits"] == "-6"


def test_a_statement_as_json_lines_says_what_it_says(played: World, typed: Type) -> None:
    lines = typed("statement", "acme", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["balance"] for line in lines] == [120, 114]


def test_the_ledger_is_sealed_and_verified(played: World, typed: Type) -> None:
    assert typed("ledger", "seal").out == "Sealed 4 lines."
    assert typed("ledger", "seal").out == "Sealed 0 lines."
    assert typed("ledger", "verify").out == (
        "All is right: 3 wallets, 4 lines (4 sealed), 1 registration."
    )


def test_a_ledger_that_was_tampered_with_is_wrong_and_says_where(
    played: World, typed: Type
) -> None:
    tampered = text("UPDATE wallets SET credited = credited + 6 WHERE kind = 'client'")
    played.database.write(lambda session: session.execute(tampered))
    said = typed("ledger", "verify")
    assert said.status == 1
    assert said.err.startswith("Wrong: wallets ")


def test_an_export_has_no_secret(played: World, typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert typed("ledger", "export", "-o", str(file)).status == 0
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {"accounts", "transfers", "registrations"} <= {row["table"] for row in rows}
    assert "learner_secret" not in file.read_text("utf-8")
    refused = typed("ledger", "export", "--as", "vera@ludum.example")
    assert refused.err == "Only an owner may export the account. Ask one of your team."


def test_learners_are_moved_to_new_ids(played: World, typed: Type, tmp_path: Path) -> None:
    file = tmp_path / "moves.csv"
    file.write_text("ana@acme.example,1001\nnobody,1002\n", "utf-8")
    said = typed("learner", "move", "acme", str(file))
    assert said.out == (
        "Moved 1 learner.\nNot moved, they never came in, under their old id: nobody"
    )
    assert not played.register("1001").was_charged
    file.write_text("one column\n", "utf-8")
    assert typed("learner", "move", "acme", str(file)).status == 2


def test_a_learner_is_erased_and_known_when_they_come_back(played: World, typed: Type) -> None:
    assert typed("learner", "erase", "acme", "ana@acme.example", "--yes").out == "Erased."
    assert "ana@acme" not in typed("statement", "acme").out
    assert not played.register("ana@acme.example").was_charged
    assert typed("ledger", "verify").status == 0
    unknown = typed("learner", "erase", "acme", "eve", "--yes")
    assert unknown.err.startswith("The client has no learner “eve”.")


def test_an_archived_client_keeps_its_books_and_closes_its_doors(
    played: World, typed: Type
) -> None:
    assert typed("client", "archive", "acme", "--yes").out == "Archived Acme Learning (acme)."
    refused = typed("credits", "allocate", "acme", "6", "--yes")
    assert refused.err.startswith("Acme Learning is archived:")
    assert "114 available" in typed("status", "acme").out


def test_a_threshold_is_set_for_a_client_and_for_the_pool(played: World, typed: Type) -> None:
    said = typed("credits", "threshold", "5", "plays", "--client", "acme")
    assert said.out == "Acme Learning: owners are told below 30 credits, 5 plays."
    assert typed("credits", "threshold", "10", "per cent").out == (
        "The pool: owners are told below 60 credits, 10 plays."
    )
    assert typed("credits", "threshold", "101", "per cent").status == 1


def test_a_partner_has_a_price_list_of_its_own(played: World, typed: Type) -> None:
    assert typed("account", "prices", "1:190 600:150").out == (
        "The account has a list of its own with 2 steps."
    )
    ordered = typed("credits", "order", "600", "--as", "ana@ludum.example")
    assert "EUR 1.50 a credit" in ordered.out
    assert typed("account", "prices", "600:150").err.startswith("The price list cannot be used")
    assert typed("account", "prices", "").out == "The account has the public price list."


def test_a_time_zone_that_is_none_is_refused(ludum: World, typed: Type) -> None:
    said = typed("account", "open", "Elsewhere", "--time-zone", "Mars/Olympus")
    assert said.err.startswith("There is no time zone “Mars/Olympus”.")


def test_the_audit_says_who_changed_what(played: World, typed: Type) -> None:
    typed("game", "price", "The Ferryman", "8")
    newest = typed("account", "audit").out.splitlines()[0]
    assert newest.endswith(
        "operator (command line) set price game before={'price': 6} after={'price': 8}"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("client", "add", "Other", "--access", "scorm"),
        ("client", "archive", "acme"),
        ("credits", "order", "6", "--as", "ana@ludum.example"),
        ("credits", "confirm", "1", "--payment", "transfer 1"),
        ("credits", "allocate", "acme", "6"),
        ("credits", "threshold", "5", "plays"),
        ("game", "price", "The Ferryman", "8"),
        ("learner", "erase", "acme", "ana@acme.example"),
        ("account", "member", "add", "Eve", "eve@x.example", "--role", "viewer"),
        ("account", "prices", "1:100"),
        ("account", "open", "Another"),
        ("slack", "connect", "T0123456", "xoxb-1", "--bot-user", "U0123456"),
        ("slack", "user", "U0123456", "ana@ludum.example"),
        ("package", "build", "acme", "The Ferryman", "-o", "none.zip"),
    ],
    ids=" ".join,
)
def test_a_dry_run_says_what_it_would_do_and_changes_nothing(
    played: World, typed: Type, words: tuple[str, ...]
) -> None:
    def everything() -> list[str]:
        return typed("ledger", "export").out.splitlines()

    before = everything()
    said = typed(*words, "--dry-run")
    assert said.status == 0
    assert said.out.startswith("A dry run: nothing is changed.\n")
    assert everything() == before
    assert not Path("none.zip").exists()
