"""A database that is full is upgraded without loss, on both engines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import inspect, text

from ledger.database import Database
from ledger.migrations import newest_revision, revision, upgrade
from tests.databases import PostgreSQL, SQLite

NOW = "2026-11-01 12:00:00+00:00"
FACTS = {"query": "mode=lms", "mastery_score": 80.0, "launch_data": "boat=oak"}
OLD: dict[str, list[dict[str, Any]]] = {
    "accounts": [
        {
            "id": 1,
            "name": "Ludum",
            "time_zone": "Europe/Paris",
            "language": "fr",
            "learner_secret": b"secret",
            "created_at": NOW,
        }
    ],
    "clients": [
        {
            "account_id": 1,
            "id": 2,
            "name": "Acme",
            "name_key": "acme",
            "alias": "acme",
            "alias_key": "acme",
            "time_zone": "Europe/Paris",
            "access": "scorm",
            "is_own": False,
            "folds_learner_ids": True,
            "created_at": NOW,
        }
    ],
    "games": [
        {
            "account_id": 1,
            "id": 3,
            "title": "The Ferryman",
            "title_key": "the ferryman",
            "price": 6,
            "visibility": "all",
            "audience": "everyone",
            "current_version": 2,
            "created_at": NOW,
        }
    ],
    "game_versions": [
        {
            "account_id": 1,
            "game_id": 3,
            "number": number,
            "standard": "scorm12",
            "launch_path": path,
            "launch_facts": json.dumps(facts),
            "files": 2,
            "bytes": 9_000_000_000,
            "created_at": NOW,
        }
        for number, path, facts in ((1, "index.html", FACTS), (2, "a/b.html", {}))
    ],
    "groups": [
        {
            "account_id": 1,
            "id": 4,
            "client_id": 2,
            "game_id": 3,
            "name": "everyone",
            "starts_at": NOW,
        }
    ],
    "packages": [
        {
            "account_id": 1,
            "id": number,
            "client_id": 2,
            "game_id": 3,
            "group_id": 4,
            "standard": standard,
            "is_enabled": enabled,
            "created_at": NOW,
        }
        for number, standard, enabled in ((5, "scorm12", True), (6, "scorm2004-4th", False))
    ],
    "package_keys": [
        {
            "account_id": 1,
            "package_id": 5,
            "number": 1,
            "secret": b"sealed",
            "created_at": NOW,
        }
    ],
    "launches": [
        {
            "account_id": 1,
            "id": 10 + number,
            "package_id": 5,
            "mode": mode,
            "was_charged": False,
            "lms_origin": "https://lms.example",
            "at": NOW,
        }
        for number, mode in enumerate(("normal", "browse", "review"))
    ],
    "content_files": [
        {
            "account_id": 1,
            "game_id": 3,
            "version": 1,
            "path": path,
            "size": size,
            "media_type": "text/html",
            "digest": "0" * 64,
        }
        for path, size in (("index.html", 12), ("film.mp4", 9_000_000_000))
    ],
    "content_chunks": [
        {
            "account_id": 1,
            "game_id": 3,
            "version": 1,
            "path": "index.html",
            "number": 0,
            "body": b"<!doctype html>",
        }
    ],
}
"""Rows as revision 0004 had them; whole numbers in the columns of ids become ids."""

NEW: dict[str, dict[str, Any]] = {
    "accounts": {
        "moves_open_plays": False,
        "tells_channel": False,
        "digest_weekday": 0,
        "digest_hour": 9,
        "digest_sent_at": None,
        "billing_name": None,
        "billing_address": None,
        "billing_vat_id": None,
    },
    "clients": {"colour": None, "accent": None, "has_leaderboard": False},
    "groups": {
        "kind": "package",
        "name_key": "",
        "ends_at": None,
        "extended_until": None,
        "play_minutes_most": None,
        "start_told_at": None,
        "end_told_at": None,
    },
    "packages": {
        "is_closed_to_newcomers": False,
        "cap": None,
        "origins": "any",
        "listed_origins": [],
        "first_origin": None,
        "admits": "anyone",
        "learner_pattern": None,
        "replays": "review",
        "burst_most": None,
        "burst_minutes": None,
        "burst_holds": False,
        "burst_told_at": None,
        "reporting": "pass/fail",
        "language": None,
        "opens": "frame",
        "pass_mark": None,
        "previews_a_day": 100,
        "cap_told_at": None,
        "end_told_at": None,
    },
    "launches": {"preview_id": None, "group_id": None},
    "content_files": {"encoding": None},
}
"""What rows that were there already say in the columns that came with 0005 to 0010."""

REWRITTEN = {"launch_facts", "stored_size"}
"""Columns whose values are made from others; each has a test of its own below."""


@pytest.fixture(params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database at revision 0004, with the rows above."""
    maker: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    with maker.bare() as url:
        database = Database(url)
        upgrade(database, "0004")
        for table, rows in OLD.items():
            fill(database, table, rows)
        yield database
        database.close()


def test_an_upgrade_loses_no_row_and_says_the_defaults_of_what_is_new(full: Database) -> None:
    before = {table: kept(full, table) for table in OLD}
    upgrade(full)
    assert revision(full) == newest_revision(full)
    for table, rows in before.items():
        after = kept(full, table)
        assert len(after) == len(rows) == len(OLD[table])
        for old, new in zip(rows, after, strict=True):
            rewritten = {name: new[name] for name in REWRITTEN & new.keys()}
            assert new == {**old, **NEW.get(table, {}), **rewritten}, table


def test_an_upgrade_lists_a_versions_only_sco(full: Database) -> None:
    upgrade(full)
    first, second = (row["launch_facts"] for row in kept(full, "game_versions"))
    assert first == {"scos": [{"id": "", "title": "", "launch_path": "index.html", **FACTS}]}
    assert second == {"scos": [{"id": "", "title": "", "launch_path": "a/b.html"}]}


def test_an_upgrade_knows_that_all_content_is_kept_as_it_is(full: Database) -> None:
    upgrade(full)
    files = kept(full, "content_files")
    assert {(row["size"], row["stored_size"]) for row in files} == {
        (12, 12),
        (9_000_000_000, 9_000_000_000),
    }


def fill(database: Database, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES (:{', :'.join(names)})"
    given = [{name: as_written(name, value) for name, value in row.items()} for row in rows]
    database.write(lambda session: session.execute(text(insert), given))


def as_written(name: str, value: Any) -> Any:
    return f"{value:032x}" if name == "id" or name.endswith("_id") else value


def kept(database: Database, table: str) -> list[dict[str, Any]]:
    """The rows of a table as they are, in the order of their primary keys."""
    key = inspect(database.engine).get_pk_constraint(table)["constrained_columns"]
    with database.reading() as session:
        found = session.execute(text(f"SELECT * FROM {table} ORDER BY {', '.join(key)}"))
        return [plain(dict(row)) for row in found.mappings()]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """JSON as what it says, and SQLite's numbers as truths: so that both engines read alike."""
    for name, value in row.items():
        if name in {"launch_facts", "listed_origins"} and isinstance(value, str):
            row[name] = json.loads(value)
        if name in {"is_closed_to_newcomers", "burst_holds", "moves_open_plays", "tells_channel"}:
            row[name] = bool(value)
    return row


def test_an_upgrade_gives_each_client_the_address_of_a_campus(full: Database) -> None:
    upgrade(full)
    (campus,) = kept(full, "campuses")
    (client,) = kept(full, "clients")
    assert campus["client_id"] == client["id"]
    assert len(campus["code"]) == 10
