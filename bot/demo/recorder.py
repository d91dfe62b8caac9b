"""What stands before Slack's emulator: it passes every call on, and keeps what was said.

The emulator shows messages, but gives no view back that was opened in it. Here each call is kept
with its arguments and the emulator's own answer, for the driver, the tests and `obole slack`, also
of another process: `GET /calls?after=NUMBER` and `GET /count`. It can play Slack's bad days
as well.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, urlsplit
from urllib.request import Request, urlopen

from bot.demo.processes import LOOPBACK

SECONDS = 10
PASSED_ON = ("Authorization", "Content-Type")
UNKEPT = "X-Slack-Client"
"""A call with this header is what Slack itself does for a person; it is passed on, and not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What Slack answers instead: `error` with the HTTP `status`, after `seconds`."""

    status: int = 200
    error: str = "internal_error"
    retry_after: int | None = None
    seconds: float = 0


@dataclass(kw_only=True)
class Recorder:
    """`upstream` is the emulator's URL, `url` that of the Web API which stands for it.

    `faults` are answered, first to last, to the calls of their method instead of passing them on.
    """

    upstream: str
    url: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def after(self, number: int) -> list[dict[str, Any]]:
        with self._lock:
            return self.calls[number:]

    def keep(self, method: str, arguments: dict[str, Any], answer: dict[str, Any]) -> None:
        with self._lock:
            number = len(self.calls) + 1
            call = {"number": number, "method": method, "arguments": arguments, "answer": answer}
            self.calls.append(call)

    def fault(self, method: str) -> Fault | None:
        with self._lock:
            waiting = self.faults.get(method)
            return waiting.pop(0) if waiting else None


@contextmanager
def recording(upstream: str) -> Iterator[Recorder]:
    """A recorder before the emulator at `upstream`, until the context ends."""
    recorder = Recorder(upstream=upstream)
    server = Server((LOOPBACK, 0), Handler)
    server.recorder = recorder
    recorder.url = f"http://{LOOPBACK}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Server(ThreadingHTTPServer):
    recorder: Recorder


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        """The calls after a number, or how many there are."""
        asked = urlsplit(self.path)
        first = int(parse_qs(asked.query).get("after", ["0"])[0])
        calls = self.server.recorder.after(first)
        found = len(calls) if asked.path == "/count" else calls
        self.answer(200, json.dumps(found).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        recorder, method = self.server.recorder, self.path.removeprefix("/api/")
        fault = recorder.fault(method)
        if fault:
            self.fail(fault)
            return
        status, content = posted(f"{recorder.upstream}{self.path}", self.headers, body)
        if not self.headers.get(UNKEPT):
            kind = self.headers.get("Content-Type", "")
            recorder.keep(method, parsed(kind, body), json.loads(content))
        self.answer(status, content)

    def fail(self, fault: Fault) -> None:
        time.sleep(fault.seconds)
        content = json.dumps({"ok": False, "error": fault.error}).encode()
        self.answer(fault.status, content, retry_after=fault.retry_after)

    def answer(self, status: int, content: bytes, *, retry_after: int | None = None) -> None:
        self.send_response(status)
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        # Who called may have stopped waiting, as is right of who waits for a slow Slack.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: what passes here holds people's words, and tokens."""


def posted(url: str, headers: Any, body: bytes) -> tuple[int, bytes]:
    request = Request(url, data=body, method="POST")  # noqa: S310 - the emulator's
    for name in PASSED_ON:
        if headers.get(name):
            request.add_header(name, headers[name])
    try:
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - as above
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def parsed(kind: str, body: bytes) -> dict[str, Any]:
    """A call's arguments, whichever way they were sent; parts that are JSON are read."""
    if "application/json" in kind:
        given: dict[str, Any] = json.loads(body or b"{}")
        return given
    return {name: part(value) for name, value in parse_qsl(body.decode(errors="replace"))}


def part(value: str) -> Any:
    if value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
