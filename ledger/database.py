"""The database at the edges: one engine a process, transactions that begin and end here.

Use cases take a Session and never commit. An edge calls `Database.write` with a function of a
session; it is run in one transaction, again from its start where the database says that a
retry helps, and its value returned after the commit.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    MappedAsDataclass,
    Session,
    make_transient_to_detached,
    sessionmaker,
)
from sqlalchemy.orm.attributes import set_committed_value
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
ATTEMPTS = 6

# PostgreSQL: serialization_failure, deadlock_detected, and what a restart or a fail-over says.
RETRIED_STATES = {"40001", "40P01", "57P01", "57P02", "57P03", "08006", "08003", "08001"}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on every engine; SQLite stores it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Rows are keyword-only dataclasses without relationships: joins are written out."""

    type_annotation_map = {UUID: Uuid(), datetime: UTCDateTime()}  # noqa: RUF012
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def insert_once(session: Session, row: type[Base], **values: Any) -> bool:
    """Insert `row` unless a unique constraint already holds its like; True if it was inserted.

    A concurrent transaction that holds the same key is waited for, so the answer is final.
    """
    connection = session.connection()
    return connection.execute(inserting(row, connection.dialect.name), values).rowcount == 1


@cache
def inserting(row: type[Base], engine: str) -> Insert:
    """Made once of each table: to make a statement anew takes longer than to run it."""
    insert = postgresql.insert if engine == "postgresql" else sqlite.insert
    statement = insert(row).on_conflict_do_nothing()
    # Without the option an insert does not say how many rows it made.
    return statement.execution_options(preserve_rowcount=True)


def insert_many_once(
    session: Session,
    row: type[Base],
    values: list[dict[str, Any]],
    *,
    returning: InstrumentedAttribute[T],
) -> list[T]:
    """`insert_once` for many rows in one statement; gives `returning` of those it inserted."""
    if not values:
        return []
    connection = session.connection()
    statement = inserting(row, connection.dialect.name).returning(returning)
    return list(connection.execute(statement, values).scalars())


def add_once(session: Session, row: Base) -> bool:
    """`insert_once` for a row at hand, which the session then holds like any it added."""
    table = inspect(type(row)).local_table
    values = {column.key: getattr(row, column.key) for column in table.columns}
    is_new = insert_once(session, type(row), **values)
    if is_new:
        make_transient_to_detached(row)
        for name, value in values.items():
            # A default is not in the row until it is read from there: it must not be asked for.
            set_committed_value(row, name, value)
        session.add(row)
    return is_new


class Database:
    """One database, by its URL; `postgres://` is taken as Heroku gives it."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = normalised(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = sqlite_engine(self.url, "BEGIN IMMEDIATE", pool_size)
            self.reading_engine = sqlite_engine(self.url, "BEGIN", pool_size)
        else:
            self.engine = create_engine(self.url, pool_size=pool_size, hide_parameters=True)
            # What is read in many statements is read as it was at one instant, as SQLite does it.
            self.reading_engine = self.engine.execution_options(isolation_level="REPEATABLE READ")
        # SQLite has one writer; queuing here is fair where its busy handler is a lottery.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.reading_engine, expire_on_commit=False)
        self._retrying = Retrying(
            retry=retry_if_exception(is_transient),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.02, max=1),
            reraise=True,
        )

    def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction and commit it; a failure that a retry mends is retried.

        So is a COMMIT whose answer was lost, which may have been made: `work` has a key, or finds
        what it left the first time.
        """
        return self._retried(lambda: self._in_transaction(work, keep=True))

    def rehearse(self, work: Callable[[Session], T]) -> T:
        """A dry run: the same code as `write`, rolled back at its end."""
        return self._retried(lambda: self._in_transaction(work, keep=False))

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work`, which changes nothing, in one transaction."""

        def once() -> T:
            with self._reading() as session:
                return work(session)

        return self._retried(once)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to stream from; nothing is retried."""
        with self._reading() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()
        self.reading_engine.dispose()

    def _in_transaction(self, work: Callable[[Session], T], *, keep: bool) -> T:
        with self._turn, self._writing() as session:
            value = work(session)
            if keep:
                session.commit()
            else:
                session.flush()
                # A rollback empties what it holds; the value returned may hold rows.
                session.expunge_all()
                session.rollback()
            return value

    def _retried(self, once: Callable[[], T]) -> T:
        return self._retrying(once)


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction, run again, may succeed."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", "")  # SQLite's errors have none
    # PostgreSQL gives each of its errors one: without it no server was reached, or none answered.
    unanswered = state is None and isinstance(error, OperationalError)
    return unanswered or state in RETRIED_STATES or error.connection_invalidated


def normalised(url: str) -> URL:
    """The URL with its driver named: psycopg 3 for PostgreSQL, whatever its scheme is called."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ValueError("an in-memory SQLite database is not shared between connections")
    return parsed


def sqlite_engine(url: URL, begin: str, pool_size: int) -> Engine:
    """An SQLite engine whose transactions start with `begin`.

    The driver's own transactions start too late to stop two readers from both writing, so it
    is put into autocommit and SQLAlchemy's begin event says BEGIN itself.
    """
    engine = create_engine(
        url,
        pool_size=pool_size,
        hide_parameters=True,  # they hold learners' names, and an error's text is logged
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        # Its own knows the letters of ASCII alone: "ÉTÉ" would stay as it is.
        connection.create_function("lower", 1, lowered, deterministic=True)
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",  # or INSERT OR REPLACE slips past the delete trigger
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkin")
    def abandon(connection: Any, _record: Any) -> None:
        # A COMMIT that a deferred key refuses leaves the transaction open, and its lock held.
        if connection is not None:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def lowered(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
