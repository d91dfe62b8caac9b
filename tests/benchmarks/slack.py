"""How soon 50 people of an account with 10,000 clients are acknowledged, who ask all at once.

One web process, run as `obole serve` runs it. Beside it, from the same process in the same rounds,
is the least that it answers to a signed request: Slack's `url_verification`, which passes the
server, the signature and Bolt, and reads no database.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from socket import create_connection, socket
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bot.demo.processes import LOOPBACK, free_port, running
from bot.slack import allocate
from bot.slack.driver import payloads
from bot.slack.driver.payloads import Person
from bot.slack.driver.receiver import Receiver
from bot.slack.modals import kept_by
from bot.slack.offers import Offer
from bot.slack.routes import PATH
from ledger import clock
from ledger.database import Database
from ledger.ids import new_id
from tests.benchmarks.launches import is_whole
from tests.benchmarks.slack_server import FORM
from tests.benchmarks.status import fill
from tests.bot.stage import ANA, SIGNING_SECRET, TEAM, connect, settings_for, signed
from tests.worlds import new_world

AT_ONCE = 50
CLIENTS = 10_000
POOL = 1_000_000
TARGET_MS = 300

Asking = Callable[[int], dict[str, Any]]
"""The payload that the person of this number sends."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A running web process, the clients of its account, and where late answers arrive."""

    port: int
    clients: list[UUID]
    receiver: Receiver

    @property
    def response_url(self) -> str:
        return self.receiver.url(ANA)

    def let_it_end(self, answers: int) -> None:
        """Wait for what comes after the acknowledgements: it would slow down what is next."""
        for _ in range(answers):
            if self.receiver.arrived(ANA, seconds=30) is None:
                raise RuntimeError("an answer never came")


def acknowledgements(database_url: str, *, rounds: int) -> list[str]:
    """A line for each kind of request: 50 at once, so many rounds, milliseconds until the whole
    acknowledgement was there."""
    with scene(database_url) as staged, ExitStack() as held:
        lines = [
            held.enter_context(create_connection((LOOPBACK, staged.port))) for _ in range(AT_ONCE)
        ]
        asked = askings(staged)
        for asking in asked.values():  # connections, caches, compiled statements
            staged.let_it_end(sum(one.is_empty for one in at_once(lines, staged, asking)))
        took: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, asking in asked.items():
                waited = at_once(lines, staged, asking)
                took[name] += [one.milliseconds for one in waited]
                staged.let_it_end(sum(one.is_empty for one in waited))
    return [said(name, times) for name, times in took.items()]


def askings(staged: Scene) -> dict[str, Asking]:
    """Each person asks about a client of their own."""
    number = count()

    def typed(text: str) -> Asking:
        return lambda one: command(staged, text.format(client=f"c{one}"))

    def bare(_: int) -> dict[str, Any]:
        return {"type": "url_verification", "challenge": "bare"}

    def press(one: int) -> dict[str, Any]:
        return confirmation(staged, staged.clients[one], key=f"bench {next(number)}")

    return {
        "bare answer to a signed request": bare,
        "/credits help": typed("help"),
        "/credits status": typed("status"),
        "/credits status CLIENT": typed("status {client}"),
        "/credits allocate, its preview": typed("allocate {client} 6"),
        PRESS: press,
        "a modal submitted, its preview": lambda one: submission(staged, f"c{one} 6"),
    }


PRESS = "an allocation, confirmed"
PERSON = Person(user_id=ANA, workspace=TEAM, team_id=TEAM)


def command(staged: Scene, text: str) -> dict[str, Any]:
    return payloads.command(
        PERSON, f"/credits {text}", response_url=staged.response_url, trigger="0.0.bench"
    )


def confirmation(staged: Scene, client_id: UUID, *, key: str) -> dict[str, Any]:
    offer = Offer(
        key=key,
        slack_user_id=ANA,
        made_at=clock.now(),
        client_id=client_id,
        credits=6,
        reference=None,
        comment=None,
    )
    button = {"type": "button", "action_id": allocate.CONFIRM, "value": offer.packed()}
    return {
        **payloads.interaction("block_actions", PERSON, trigger="0.0.bench"),
        **payloads.in_message({}, staged.response_url),
        "actions": [payloads.action(button, "buttons", None)],
    }


def submission(staged: Scene, words: str) -> dict[str, Any]:
    view = {
        "id": f"V{new_id().hex}",
        "type": "modal",
        "callback_id": FORM,
        "title": {"type": "plain_text", "text": "Allocate"},
        "blocks": [],
        "private_metadata": kept_by({"words": words}, staged.response_url),
    }
    return {
        **payloads.interaction("view_submission", PERSON, trigger="0.0.bench"),
        **payloads.in_view(view, {"values": {}}),
    }


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """After how long, and whether the answer is still to come, at the response_url."""

    milliseconds: float
    is_empty: bool


def at_once(lines: list[socket], staged: Scene, asking: Asking) -> list[Acknowledged]:
    """Everyone sends in the same instant."""
    requests = [request(staged.port, asking(number)) for number in range(len(lines))]
    start = Barrier(len(lines))

    def waited(one: tuple[socket, bytes]) -> Acknowledged:
        line, sent = one
        start.wait()
        began = time.perf_counter()
        line.sendall(sent)
        answer = read_answer(line)
        milliseconds = (time.perf_counter() - began) * 1000
        return Acknowledged(milliseconds=milliseconds, is_empty=answer.endswith(b"\r\n\r\n"))

    with ThreadPoolExecutor(len(lines)) as people:
        return list(people.map(waited, zip(lines, requests, strict=True)))


def request(port: int, payload: dict[str, Any]) -> bytes:
    """As Slack sends it: a command as a form, an interaction in one field, the rest as JSON."""
    kind = "application/x-www-form-urlencoded"
    if "command" in payload:
        body = urlencode(payload)
    elif "actions" in payload or "view" in payload:
        body = urlencode({"payload": json.dumps(payload)})
    else:
        body, kind = json.dumps(payload), "application/json"
    headers = {
        "Host": f"{LOOPBACK}:{port}",
        "Content-Type": kind,
        "Content-Length": str(len(body.encode())),
        **signed(body),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {PATH} HTTP/1.1\r\n{head}\r\n{body}".encode()


def read_answer(line: socket) -> bytes:
    """Raises RuntimeError for anything but an acknowledgement."""
    answer = line.recv(65_536)
    while not is_whole(answer):
        answer += line.recv(65_536)
    if not answer.startswith(b"HTTP/1.1 200") or b"went wrong" in answer:
        raise RuntimeError(f"not acknowledged: {answer[:400]!r}")
    return answer


def said(name: str, times: list[float]) -> str:
    percentile = statistics.quantiles(times, n=100, method="inclusive")
    p50, p95, p99 = (percentile[number - 1] for number in (50, 95, 99))
    late = "" if p99 < TARGET_MS else f"   over the {TARGET_MS} ms that are allowed"
    return f"{name:<34} p50 {p50:>4.0f} ms   p95 {p95:>4.0f} ms   p99 {p99:>4.0f} ms{late}"


@contextmanager
def scene(database_url: str) -> Iterator[Scene]:
    database, port, receiver = Database(database_url), free_port(), Receiver()
    world = new_world(database, pool=POOL)
    connect(world)
    clients = fill(database, world.account_id, CLIENTS)
    database.close()
    receiver.start()
    try:
        with serving(database_url, port):
            yield Scene(port=port, clients=clients, receiver=receiver)
    finally:
        receiver.stop()


@contextmanager
def serving(database_url: str, port: int) -> Iterator[None]:
    settings = settings_for(database_url, port)
    assert settings.secret_key is not None
    environment = {
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "PUBLIC_URL": settings.public_url or "",
        "CONTENT_URL": settings.content_url or "",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = (sys.executable, "-m", "tests.benchmarks.slack_server")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "web.log")
        with running("the web process", command, log=log, environment=environment) as program:
            program.wait_for_http(port, "/healthz")
            yield
