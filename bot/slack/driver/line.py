"""The line to the application: requests signed as Slack signs them, and their answers."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from slack_sdk.signature import SignatureVerifier

SECONDS = 10.0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """`ack` is a message, a response_action or options; None where the answer was empty."""

    status: int
    ack: dict[str, Any] | None
    milliseconds: float


class Line:
    """`host` is the one the app knows itself by, where it is reached by another here."""

    def __init__(self, endpoint: str, signing_secret: str, host: str | None = None) -> None:
        self.endpoint = endpoint
        self._host = {"Host": host} if host else {}
        self._verifier = SignatureVerifier(signing_secret)

    def form(self, fields: dict[str, str]) -> Returned:
        """As Slack sends commands, and interactions in one field."""
        return self.send(urlencode(fields), FORM)

    def interaction(self, payload: dict[str, Any]) -> Returned:
        return self.form({"payload": json.dumps(payload)})

    def event(self, payload: dict[str, Any], *, retry: int | None = None) -> Returned:
        """As Slack sends events; `retry` counts those it sends again."""
        again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return self.send(json.dumps(payload), JSON, again if retry else {})

    def send(self, body: str, kind: str, headers: dict[str, str] | None = None) -> Returned:
        """Post a body, signed now."""
        now = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=now, body=body)
        request = Request(self.endpoint, data=body.encode(), method="POST")  # noqa: S310 - ours
        signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature or ""}
        for name, value in {
            "Content-Type": kind,
            **signed,
            **self._host,
            **(headers or {}),
        }.items():
            request.add_header(name, value)
        started = time.perf_counter()
        status, kind, content = exchanged(request)
        milliseconds = (time.perf_counter() - started) * 1000
        return Returned(status=status, ack=acknowledged(kind, content), milliseconds=milliseconds)


def exchanged(request: Request) -> tuple[int, str, str]:
    try:
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - our own endpoint
            return response.status, response.headers["Content-Type"] or "", response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"] or "", error.read().decode()


def acknowledged(kind: str, content: str) -> dict[str, Any] | None:
    """What an acknowledgement says: JSON, or text that Slack shows as it is."""
    if not content:
        return None
    if kind.startswith(JSON):
        said: dict[str, Any] = json.loads(content)
        return said
    return {"text": content}
