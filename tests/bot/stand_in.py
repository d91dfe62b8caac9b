"""A Slack over HTTP for its bad days: it keeps the messages it takes, and answers as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.demo.recorder import parsed


@dataclass(kw_only=True)
class StandIn:
    """`messages` are those it took: a channel, which is the user it is with, and a text.

    While `is_down` it answers 503 to everything. `limits` are seconds: each answers one message
    with 429 and that Retry-After. `on_message` is called when a message was taken, before its
    answer.
    """

    url: str = ""
    messages: list[tuple[str, str]] = field(default_factory=list)
    is_down: bool = False
    limits: list[int] = field(default_factory=list)
    on_message: Callable[[int], None] = lambda count: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def to(self, user: str) -> list[str]:
        return [text for channel, text in self.messages if channel == user]

    def take(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": given["users"]}}
        with self.lock:
            self.messages.append((given["channel"], given["text"]))
            count = len(self.messages)
        self.on_message(count)
        return {"ok": True, "ts": f"{count}.0"}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    slack = StandIn()

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            given = parsed(self.headers.get("Content-Type", ""), body)
            method = self.path.removeprefix("/")
            if slack.is_down:
                self.say(503, {"ok": False, "error": "service_unavailable"}, {})
            elif method == "chat.postMessage" and slack.limits:
                limit = {"Retry-After": str(slack.limits.pop(0))}
                self.say(429, {"ok": False, "error": "ratelimited"}, limit)
            else:
                self.say(200, slack.take(method, given), {})

        def say(self, status: int, answer: dict[str, Any], headers: dict[str, str]) -> None:
            # Who called may be dead by now.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        slack.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield slack
        finally:
            server.shutdown()
            thread.join()
