"""The processes as they are run: they start, do their work, and end when they are told to."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bot.demo.processes import LOOPBACK, Program, free_port, running
from bot.slack.driver import Driver
from bot.slack.routes import PATH
from tests.bot.stage import ANA, SIGNING_SECRET, TEAM, connect
from tests.worlds import SECRET_KEY, World

OBOLE = Path(sys.executable).with_name("obole")


@contextmanager
def serving(database_url: str, port: int, log: Path) -> Iterator[Program]:
    environment = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "PORT": str(port),
        "PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "CONTENT_URL": f"http://{{label}}.localhost:{port}",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }
    with running("the web process", [OBOLE, "serve"], log=log, environment=environment) as program:
        program.wait_for_http(port, "/healthz")
        yield program


def test_a_served_command_is_answered_confirmed_and_the_process_ends_gracefully(
    world: World, database_url: str, tmp_path: Path
) -> None:
    connect(world)
    port, log = free_port(), tmp_path / "serve.log"
    endpoint = f"http://{LOOPBACK}:{port}{PATH}"
    with serving(database_url, port, log) as program:
        with Driver(endpoint, signing_secret=SIGNING_SECRET, team_id=TEAM) as driver:
            preview = driver.command("/credits allocate acme 120 very-private-words", user=ANA)
            driver.press(preview, "allocate.confirm")
            answer = driver.command("/credits status acme", user=ANA)
        assert "120 allocated, 0 consumed, 120 available, 20 plays" in answer.text
        with urlopen(f"http://{LOOPBACK}:{port}/readyz") as ready:
            assert json.load(ready) == {"ready": True}
        os.kill(program.process.pid, signal.SIGTERM)
        assert program.process.wait(10) == 0
    written = log.read_text()
    requests = [json.loads(line) for line in written.splitlines() if "slack.events" in line]
    assert [request["status"] for request in requests] == [200, 200, 200]
    assert all(request["request_id"] for request in requests)
    for private in ("very-private-words", SIGNING_SECRET, SECRET_KEY, "Ana"):
        assert private not in written


def test_the_sandbox_lms_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    port = free_port()
    command: list[str | Path] = [OBOLE, "sandbox", tmp_path / "lms", "--port", str(port)]
    with running("the sandbox LMS", command, log=tmp_path / "sandbox.log") as program:
        program.wait_for_http(port)
        os.kill(program.process.pid, signal.SIGTERM)
        assert program.process.wait(10) == 0


def test_the_worker_runs_until_it_is_told_to_end(
    world: World, database_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    environment = {"DATABASE_URL": database_url, "SECRET_KEY": SECRET_KEY}
    with running("the worker", [OBOLE, "worker"], log=log, environment=environment) as program:
        while "the worker runs" not in log.read_text():
            time.sleep(0.02)
        os.kill(program.process.pid, signal.SIGTERM)
        assert program.process.wait(10) == 0
