"""Launches a second over HTTP, through a real server process, on PostgreSQL."""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

from sqlalchemy import text

from ledger import clients
from ledger.database import Database
from ledger.models import Access, Client
from tests.benchmarks.rounds import Contender, measured
from tests.benchmarks.server import BARE_TABLE, PLACES
from tests.scorm_bridge.lms import new_package, token_of
from tests.worlds import World, new_world

CONNECTIONS = 8
CREDITS = 100_000
"""Of each client: more than a run can spend."""

FILL_SECONDS = 5

Form = Callable[[int], dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A server, and a package token for each connection, each of a client of its own."""

    port: int
    account: str
    package: str
    tokens: list[str]


def launches_per_second(database_url: str, *, rounds: int, seconds: float) -> list[str]:
    with stand(database_url) as stood:
        began, used = time.perf_counter(), cpu_seconds()
        lines = measured(contenders(stood), rounds=rounds, seconds=seconds)
        share = (cpu_seconds() - used) / (time.perf_counter() - began)
    return [
        *lines,
        f"(over {CONNECTIONS} connections kept alive; their client took {share:.0%} of a core)",
    ]


def contenders(stood: Stand) -> list[Contender]:
    learners = count()

    def first(client: int) -> dict[str, str]:
        return launch(stood.tokens[client], f"learner {next(learners)}")

    def again(client: int) -> dict[str, str]:
        return launch(stood.tokens[client], "one who was here before")

    def insert(_: int) -> dict[str, str]:
        return launch(stood.tokens[0], "") | {"learner": f"bare {next(learners)}"}

    def select(_: int) -> dict[str, str]:
        return launch(stood.tokens[0], "") | {"account": stood.account, "package": stood.package}

    def rate(path: str, form: Form) -> Callable[[float], float]:
        return lambda seconds: per_second(stood.port, path, form, seconds)

    return [
        Contender(name="bare INSERT", measure=rate("/bare/insert", insert)),
        Contender(
            name="charged launches, 8 clients",
            measure=rate("/launch", first),
            baseline="bare INSERT",
        ),
        Contender(
            name="charged launches, 1 client",
            measure=rate("/launch", lambda _: first(0)),
            baseline="bare INSERT",
        ),
        Contender(name="bare SELECT", measure=rate("/bare/select", select)),
        Contender(name="free relaunches", measure=rate("/launch", again), baseline="bare SELECT"),
    ]


def launch(token: str, learner: str) -> dict[str, str]:
    form = {"token": token, "learner_id": learner, "learner_name": "Pérez, Ana"}
    return {**form, "mode": "normal", "standard": "scorm12"}


def per_second(port: int, path: str, form: Form, seconds: float) -> float:
    """Answers a second that all connections together had within so many seconds."""
    began = time.perf_counter()
    until = began + seconds
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = sum(
            pool.map(lambda number: answered(port, path, form, number, until), range(CONNECTIONS))
        )
    return done / (time.perf_counter() - began)


def answered(port: int, path: str, form: Form, number: int, until: float) -> int:
    """Post over one raw connection until it is time: an HTTP library would be the bottleneck."""
    done = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.perf_counter() < until:
            connection.sendall(request(path, form(number)))
            head = connection.recv(65_536)
            while not is_whole(head):
                head += connection.recv(65_536)
            if not head.startswith(b"HTTP/1.1 303"):
                raise RuntimeError(f"not a launch: {head[:400]!r}")
            done += 1
    return done


def request(path: str, form: dict[str, str]) -> bytes:
    body = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {PLACES.public_host}\r\n"
        "Origin: https://lms.example\r\nAccept-Language: en\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return bool(end) and len(body) >= int(length or 0)


@contextmanager
def stand(database_url: str) -> Iterator[Stand]:
    database = Database(database_url)
    try:
        world = new_world(database, pool=1_000_000)
        packages = [new_package(world, client=client(world, n)) for n in range(CONNECTIONS)]
        database.write(lambda session: session.execute(text(BARE_TABLE)))
        with server(database_url) as port:
            stood = Stand(
                port=port,
                account=str(world.account_id),
                package=str(packages[0].id),
                tokens=[token_of(world, package) for package in packages],
            )
            fill(database, stood)
            yield stood
    finally:
        database.write(lambda session: session.execute(text("DROP TABLE IF EXISTS bare")))
        database.close()


def fill(database: Database, stood: Stand) -> None:
    """Learners who were here before, and statistics that know of them.

    Plans that were made while the tables were empty read them whole.
    """
    number = count()

    def before(client: int) -> dict[str, str]:
        return launch(stood.tokens[client], f"one before number {next(number)}")

    per_second(stood.port, "/launch", before, FILL_SECONDS)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("VACUUM ANALYZE"))


def client(world: World, number: int) -> Client:
    added = world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name=f"Client {number}", access=Access.SCORM
        )
    )
    world.allocate(CREDITS, added)
    return added


@contextmanager
def server(database_url: str) -> Iterator[int]:
    """The port of a server process, which is ended after use; its log goes to a file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.server", str(port)],
            env={**os.environ, "DATABASE_URL": database_url},
            stderr=log,
        )
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server of the benchmarks did not start")


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
