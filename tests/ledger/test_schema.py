"""The schema: what the migrations make is what the models say, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

import bot.models  # noqa: F401  (with the next, all rooms' tables in one metadata)
import scorm_bridge.models  # noqa: F401
from ledger.database import Base, Database, normalised
from ledger.migrations import newest_revision, revision, upgrade

ROUTING_TABLES = {"campuses", "installations", "payment_names"}
"""Exempt from leading with account_id: a request finds its account by them."""


def test_an_empty_database_is_upgraded_to_the_newest_revision(database: Database) -> None:
    assert revision(database) == newest_revision(database)


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    before = inspect(database.engine).get_table_names()
    upgrade(database)
    assert inspect(database.engine).get_table_names() == before


def test_the_models_and_the_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_the_models_and_the_migrations_agree_on_what_is_checked(database: Database) -> None:
    """Alembic compares no checks, and on SQLite one revision makes a table anew."""
    kept = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        checks = {one.name for one in table.constraints if isinstance(one, CheckConstraint)}
        assert {one["name"] for one in kept.get_check_constraints(table.name)} == checks, table.name


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_primary_key_leads_with_the_account(table: object) -> None:
    keys = [column.name for column in table.primary_key.columns]  # type: ignore[attr-defined]
    name = table.name  # type: ignore[attr-defined]
    if name not in ROUTING_TABLES:
        assert keys[0] == ("id" if name == "accounts" else "account_id")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_names_its_driver_however_it_is_written(scheme: str) -> None:
    assert normalised(f"{scheme}://host/obole").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_connections_do_not_share_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="in-memory"):
        normalised(url)
