"""Slack's Web API as the driver sees it: an emulator behind a recorder (`bot.demo.recorder`)."""

import json
from typing import Any
from urllib.request import Request, urlopen

Call = dict[str, Any]

# The recorder leaves out what is Slack's own doing, not the application's.
HEADERS = {"Content-Type": "application/json; charset=utf-8", "X-Slack-Client": "driver"}
SECONDS = 10


class WebApi:
    """`url` ends in `/api/`; with `token` the driver acts in the workspace for Slack itself."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token = url, token

    @property
    def is_recorded(self) -> bool:
        """Whether there is a recorder, from which views can be read back."""
        try:
            self.count()
        except (OSError, ValueError):
            return False
        return True

    def calls(self, after: int) -> list[Call]:
        """What the application called, from the number `after` on: `number`, `method`,
        `arguments`, `answer`."""
        calls: list[Call] = self._read(f"calls?after={after}")
        return calls

    def count(self) -> int:
        """How many calls there were so far."""
        return int(self._read("count"))

    def _read(self, what: str) -> Any:
        root = self.url.removesuffix("api/")
        with urlopen(f"{root}{what}", timeout=SECONDS) as response:  # noqa: S310 - an emulator's
            return json.load(response)

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger id, good for 3 seconds; with `view_id` for what is pushed above that view."""
        asked = {"user_id": user, **({"view_id": view_id} if view_id else {})}
        return str(self._call("views.generateTriggerId", asked)["trigger_id"])

    def updated(self, view_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """What Slack does with an acknowledgement that updates a view."""
        answer: dict[str, Any] = self._call("views.update", {"view_id": view_id, "view": view})
        return dict(answer["view"])

    def pushed(self, user: str, view_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """What Slack does with an acknowledgement that pushes a view."""
        trigger = self.trigger(user, view_id)
        return dict(self._call("views.push", {"trigger_id": trigger, "view": view})["view"])

    def uploaded(self, name: str, content: bytes) -> dict[str, Any]:
        """What Slack's client does with a file: three steps, and a file object at the end."""
        place = self._call("files.getUploadURLExternal", {"filename": name, "length": len(content)})
        kind = {"Content-Type": "application/octet-stream"}
        request = Request(place["upload_url"], data=content, headers=kind)  # noqa: S310
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - an emulator's
            pass
        files = [{"id": place["file_id"], "title": name}]
        done = self._call("files.completeUploadExternal", {"files": files})
        return dict(done["files"][0])

    def _call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        request = Request(f"{self.url}{method}", data=json.dumps(arguments).encode())  # noqa: S310
        for name, value in {**HEADERS, "Authorization": f"Bearer {self._token}"}.items():
            request.add_header(name, value)
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - an emulator's
            answer: dict[str, Any] = json.load(response)
        if not answer["ok"]:
            raise LookupError(f"the emulator says {answer['error']} to {method}")
        return answer
