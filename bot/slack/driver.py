"""Slack's own part, played: it signs commands and presses and takes the answers.

No emulator of Slack sends these or has a response_url. This sends them to the real endpoint as
Slack does, and keeps what comes back, in the acknowledgement and at a response_url of its own.
It serves the demo, the tests, and `obole slack "/credits …"`.
"""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from slack_sdk.signature import SignatureVerifier

from bot.slack.messages import Block, escape
from bot.slack.plain import buttons, plain

WAIT_SECONDS = 10.0


@dataclass(kw_only=True)
class Answer:
    """What came back to `user`: with the acknowledgement, None where it was empty, and later."""

    user: str
    status: int
    ack: dict[str, Any] | None
    later: list[dict[str, Any]] = field(default_factory=list)
    milliseconds: float

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [*([self.ack] if self.ack else []), *self.later]

    @property
    def text(self) -> str:
        """All of it, as a person would read it."""
        return "\n".join(plain(message) for message in self.messages)


class Driver:
    """People of the workspace `team_id` at their Slack clients; `endpoint` is the app's URL."""

    def __init__(self, endpoint: str, *, signing_secret: str, team_id: str) -> None:
        self.endpoint, self.team_id = endpoint, team_id
        self._verifier = SignatureVerifier(signing_secret)
        self._came: Queue[dict[str, Any]] = Queue()
        self._receiver = ThreadingHTTPServer(("127.0.0.1", 0), receiver(self._came))
        self._response_url = f"http://127.0.0.1:{self._receiver.server_port}/respond"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._receiver.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._receiver.shutdown()
        self._receiver.server_close()
        self._thread.join()

    def command(self, typed: str, *, user: str, team: str | None = None) -> Answer:
        """Type a slash command, such as `/credits status acme`."""
        name, _, text = typed.partition(" ")
        fields = {
            "command": name,
            "text": escape(text),
            "team_id": team or self.team_id,
            "user_id": user,
            "channel_id": "C0DRIVER",
            "response_url": self._response_url,
        }
        answer = self.send(user, fields)
        if answer.status == 200 and not answer.ack:
            answer.later.extend(self._arrived())
        return answer

    def press(
        self, answer: Answer, button: str, *, user: str | None = None, team: str | None = None
    ) -> Answer:
        """Press a button of an answer, by its action id or its label, as who got the answer.

        Raises LookupError when it has no such button.
        """
        user = user or answer.user
        pressed = next((one for one in buttons(answer.messages) if button in names(one)), None)
        if pressed is None:
            raise LookupError(f"the answer has no button {button!r}")
        payload = {
            "type": "block_actions",
            "team": {"id": self.team_id},
            "user": {"id": user, "team_id": team or self.team_id},
            "container": {"type": "message", "is_ephemeral": True},
            "response_url": self._response_url,
            "actions": [{**pressed, "block_id": "buttons", "action_ts": str(time.time())}],
        }
        after = self.send(user, {"payload": json.dumps(payload)})
        if after.status == 200:
            after.later.extend(self._arrived())
        return after

    def send(self, user: str, fields: dict[str, str]) -> Answer:
        """Post a form as Slack does, signed now."""
        body = urlencode(fields)
        now = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=now, body=body)
        request = Request(self.endpoint, data=body.encode(), method="POST")  # noqa: S310 - ours
        request.add_header("Content-Type", "application/x-www-form-urlencoded")
        request.add_header("X-Slack-Request-Timestamp", now)
        request.add_header("X-Slack-Signature", signature or "")
        started = time.perf_counter()
        status, kind, content = exchanged(request)
        milliseconds = (time.perf_counter() - started) * 1000
        ack = acknowledged(kind, content)
        return Answer(user=user, status=status, ack=ack, milliseconds=milliseconds)

    def _arrived(self) -> Iterator[dict[str, Any]]:
        """The next message at the response_url, if one comes in time."""
        with suppress(Empty):
            yield self._came.get(timeout=WAIT_SECONDS)


def names(button: Block) -> tuple[str, str]:
    return button["action_id"], button["text"]["text"]


def exchanged(request: Request) -> tuple[int, str, str]:
    try:
        with urlopen(request, timeout=WAIT_SECONDS) as response:  # noqa: S310 - our own endpoint
            return response.status, response.headers["Content-Type"] or "", response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"] or "", error.read().decode()


def acknowledged(kind: str, content: str) -> dict[str, Any] | None:
    """The message of an acknowledgement: JSON, or text that Slack shows as it is."""
    if not content:
        return None
    if kind.startswith("application/json"):
        message: dict[str, Any] = json.loads(content)
        return message
    return {"text": content}


def receiver(came: Queue[dict[str, Any]]) -> type[BaseHTTPRequestHandler]:
    """A response_url: it keeps each message that is posted to it."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            came.put(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Nothing: what is posted here holds people's words."""

    return Receiver
