"""The response_urls: each person has one, which keeps the messages that are posted to it."""

import json
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any

Mail = defaultdict[str, "Queue[dict[str, Any]]"]


class Receiver:
    """On the loopback interface, between `start` and `stop`."""

    def __init__(self) -> None:
        self._mail: Mail = defaultdict(Queue)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self._mail))

    def url(self, user: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{user}"

    def start(self) -> None:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def arrived(self, user: str, *, seconds: float) -> dict[str, Any] | None:
        """The next message to this person, if one comes in time."""
        try:
            return self._mail[user].get(timeout=seconds)
        except Empty:
            return None


def handler(mail: Mail) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            mail[self.path.removeprefix("/")].put(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Nothing: what is posted here holds people's words."""

    return Handler
