"""What every test can ask for: a database of each kind, and a world in it to act on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bot.demo.browser import chromium
from ledger.database import Database
from tests.databases import PostgreSQL, SQLite, postgresql_server
from tests.worlds import World, new_world


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with postgresql_server() as server:
        databases = PostgreSQL(server)
        yield databases
        databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a migrated, empty database; the test runs once on each engine."""
    maker: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    with maker.database() as url:
        yield url


@pytest.fixture(scope="session")
def databases_by_url() -> dict[str, Database]:
    """Those of this run: their engines keep what was compiled for them."""
    return {}


@pytest.fixture
def database(database_url: str, databases_by_url: dict[str, Database]) -> Iterator[Database]:
    database = databases_by_url.setdefault(database_url, Database(database_url))
    database.close()  # whoever came late to an earlier test left a connection to what was there
    yield database
    database.close()


# For one module: Playwright runs once at a time in a process, and some tests start their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def world(database: Database) -> World:
    """An account with people, a SCORM client, a game, and 600 credits in the pool."""
    return new_world(database)
