"""Breaking a transaction wherever it can break. PostgreSQL itself raises, ends and loses."""

import os
import socket
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy.orm import Session

from ledger.database import Database

T = TypeVar("T")
Work = Callable[[Session], T]
Break = Callable[[Any], object]


def raised(state: str) -> Break:
    """The server refuses a statement with this SQLSTATE."""
    statement = f"DO $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '{state}'; END $$"
    return lambda connection: connection.execute(statement)


def ended(connection: Any) -> None:
    """The server ends the connection and says so, as when it is told to stop."""
    connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def cut(connection: Any) -> None:
    """The network is gone: nobody says anything."""
    with socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
    connection.execute("SELECT 1")


def disk_is_full(connection: Any) -> None:
    """A failure of the same class as the others, which no retry mends."""
    if isinstance(connection.cursor(), sqlite3.Cursor):
        raise sqlite3.OperationalError("database or disk is full")
    raised("53100")(connection)


LOSSES: dict[str, Break] = {"ended": ended, "cut": cut}
TROUBLES = LOSSES | {"serialization failure": raised("40001"), "deadlock": raised("40P01")}


class Trouble:
    """Breaks a transaction at one of its statements, counted from 0, at COMMIT or after it."""

    COMMIT, AFTER_COMMIT = -1, -2

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = database
        self.attempts = self.statements = self.times = 0
        self.at: int = 0
        self.breaks: Break = cut
        dialect = database.engine.dialect
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            monkeypatch.setattr(dialect, name, self._executing(getattr(dialect, name)))
        monkeypatch.setattr(dialect, "do_commit", self._committing(dialect.do_commit))

    def write(self, work: Work[T], breaks: Break = cut, *, at: int = 0, times: int = 0) -> T:
        """`Database.write`, whose first attempts, `times` of them, are broken at `at`."""
        self.attempts, self.at, self.breaks, self.times = 0, at, breaks, times

        def counted(session: Session) -> T:
            self.attempts += 1
            self.statements = 0
            return work(session)

        try:
            return self.database.write(counted)
        finally:
            self.times = 0

    def _executing(self, execute: Callable[..., None]) -> Callable[..., None]:
        def broken(cursor: Any, *rest: Any) -> None:
            self._reached(self.statements, cursor.connection)
            self.statements += 1
            execute(cursor, *rest)

        return broken

    def _committing(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        def broken(connection: Any) -> None:
            try:
                self._reached(self.COMMIT, connection)
            except psycopg.Error:
                # PostgreSQL ends a transaction also where it refuses to commit it.
                if not connection.closed:
                    connection.rollback()
                raise
            commit(connection)
            self._reached(self.AFTER_COMMIT, connection)

        return broken

    def _reached(self, place: int, connection: Any) -> None:
        if self.times and place == self.at:
            self.times -= 1
            self.breaks(connection)
