"""`docs/rules.md`: every rule with its tests, and with what of the schema holds it.

`OBOLE_DOCS=1` writes the document; otherwise the tests hold it to what is there.
"""

import os

import pytest
from sqlalchemy import Inspector, inspect, text

from ledger.database import Database
from tests.rules import ENGINES, PROJECT, RULES, Named, Rule, named_tests

DOCUMENT = PROJECT / "docs" / "rules.md"
HEADING = """\
# The rules, and what holds them

Each rule has tests named by its number, `test_r1_…`, which `make test` runs on SQLite and on
PostgreSQL; and most have what the database itself refuses, whoever writes to it. `make docs` writes
this page from the tests and from the schema.
"""

Found = dict[int, dict[Named, set[str]]]


@pytest.fixture(scope="module")
def found() -> Found:
    return named_tests()


def test_the_document_lists_every_rule_with_its_tests_and_its_guards(found: Found) -> None:
    chapters = [chapter(number, rule, found[number]) for number, rule in RULES.items()]
    written = "\n".join([HEADING, *chapters])
    if os.environ.get("OBOLE_DOCS"):
        DOCUMENT.write_text(written, "utf-8")
    assert written == DOCUMENT.read_text("utf-8"), "`make docs` writes it anew"


def test_every_rule_has_a_test_that_runs_on_both_databases(found: Found) -> None:
    assert found.keys() <= RULES.keys()
    without = [number for number in RULES if set(ENGINES) not in found[number].values()]
    assert without == []


def test_what_holds_a_rule_is_in_the_schema(database: Database) -> None:
    with database.reading() as session:
        inspector = inspect(session.connection())
        engine = inspector.dialect.name
        there = {
            name for table in inspector.get_table_names() for name in names_of(inspector, table)
        }
        there |= set(session.scalars(text(TRIGGERS[engine])))
    guards = {name for rule in RULES.values() for one in rule.guards for name in one.names(engine)}
    assert guards - there == set()


TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def names_of(inspector: Inspector, table: str) -> set[str | None]:
    """Of a table's constraints and indexes."""
    kinds = (
        inspector.get_check_constraints(table),
        inspector.get_unique_constraints(table),
        inspector.get_foreign_keys(table),
        inspector.get_indexes(table),
    )
    listed = {one["name"] for kind in kinds for one in kind}
    return {*listed, inspector.get_pk_constraint(table)["name"]}


def chapter(number: int, rule: Rule, tests: dict[Named, set[str]]) -> str:
    lines = [f"## R{number}", "", f"> {rule.sentence}", ""]
    if rule.guards:
        lines += ["| the database has | so that |", "| --- | --- |"]
        lines += [f"| {spelt(one.name, one.on_sqlite)} | {one.holds} |" for one in rule.guards]
    else:
        lines.append("No constraint can hold it.")
    lines += ["", f"Besides: {rule.besides}", "", "| test | in | on |", "| --- | --- | --- |"]
    lines += [
        f"| {said(one.test)} | `{one.file}` | {ran(engines)} |"
        for one, engines in sorted(tests.items())
    ]
    return "\n".join([*lines, ""])


def spelt(name: str, on_sqlite: tuple[str, ...]) -> str:
    others = ", ".join(f"`{one}`" for one in on_sqlite)
    return f"`{name}`, on SQLite {others}" if others else f"`{name}`"


def said(test: str) -> str:
    """As a sentence: `test_r4_credits_never` is "credits never"."""
    return test.split("_", 2)[2].replace("_", " ")


def ran(engines: set[str]) -> str:
    if engines == set(ENGINES):
        return "both"
    return ", ".join(sorted(engines)) or "none needed"
