"""A stage for launches: a sandbox LMS and a stub of the bridge, each on an origin of its own."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
from flask import Flask, Response, jsonify, redirect, render_template_string, request
from flask import send_from_directory as send
from jinja2 import PackageLoader
from playwright.sync_api import BrowserContext, FrameLocator, Page
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as BaseResponse

from scorm_bridge.sandbox import create_app
from scorm_bridge.sandbox.courses import Course, Courses
from tests.scorm_bridge.player import protocol

BRIDGE = files("scorm_bridge")
PLAYER = Path(str(BRIDGE)) / "player"
TEXTS = json.loads((PLAYER / "texts.json").read_text("utf-8"))
# As strict as the application's own: no inline script or style, nothing from elsewhere.
POLICY = "default-src 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("script", "style", "connect", "frame")
)

REFUSAL = (
    '<script type="module" src="/player/refusal.js"></script>'
    "<h1>No credits are left</h1><p>Tell your training team.</p>"
)

MANIFEST = """<?xml version="1.0"?>
<manifest identifier="package" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>The Ferryman</title>
    <item identifier="i" identifierref="r"><title>The Ferryman</title></item>
  </organization></organizations>
  <resources>
    <resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"/>
  </resources>
</manifest>"""


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Serve an application from a thread; gives its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class StubBridge:
    """Answers as the bridge does: a launch, a player page, and commits that it keeps."""

    game: Course
    content: Path
    port: int = 0
    mode: str | None = None
    is_refusing: bool = False
    is_down: bool = False
    is_owner: bool = True
    error: str = ""
    state: dict[str, str] = field(default_factory=dict)
    outcome: dict[str, Any] = field(
        default_factory=lambda: {
            "completion": "unknown",
            "success": "unknown",
            "score": None,
            "location": "",
        }
    )
    total_time_cs: int = 0
    launches: list[dict[str, str]] = field(default_factory=list)
    commits: list[dict[str, Any]] = field(default_factory=list)
    lms_origin: str = ""
    language: str = "en"

    @property
    def url(self) -> str:
        return f"http://bridge.localhost:{self.port}"

    @property
    def player_origin(self) -> str:
        return f"http://content.localhost:{self.port}"

    def launch_facts(self) -> dict[str, Any]:
        learner = self.launches[-1]
        return {
            "version": 1,
            "code": f"launch-{len(self.launches)}",
            "mode": self.mode or learner["mode"],
            "language": self.language,
            "game": {
                "title": self.game.title,
                "standard": self.game.standard,
                "scos": [self.sco_facts()],
            },
            "package": {"standard": "scorm12", "origin": self.lms_origin, "pointer": "o1.play1"},
            "learner": {"id": learner["learner_id"], "name": learner["learner_name"]},
            "state": self.state,
            "outcome": {**self.outcome, "total_time_cs": self.total_time_cs},
            "commit": {"url": "/runtime/commit", "token": "commit-token"},
            "texts": TEXTS[self.language],
        }

    def sco_facts(self) -> dict[str, Any]:
        return {
            "id": "",
            "title": self.game.title,
            "standard": self.game.standard,
            "href": f"/content/{self.game.href}",
            "mastery_score": None,
            "launch_data": "",
            "time_limit_action": "",
            "max_time_allowed": "",
        }

    def app(self) -> Flask:
        app = Flask("stub_bridge", static_folder=None)
        app.jinja_loader = PackageLoader("scorm_bridge")  # of the page that the player's extends
        app.add_url_rule("/launch", view_func=self._launch, methods=["POST"])
        app.add_url_rule("/play/<grant>", view_func=self._play)
        app.add_url_rule("/runtime/commit", view_func=self._commit, methods=["POST"])
        app.add_url_rule("/player/<path:name>", "asset", lambda name: send(PLAYER, name))
        app.add_url_rule("/content/<path:name>", "content", lambda name: send(self.content, name))
        return app

    def _launch(self) -> BaseResponse:
        origin = request.headers.get("Origin", "")
        self.launches.append({"origin": origin, **request.form.to_dict()})
        if self.is_refusing:
            return Response(REFUSAL, 402, content_type="text/html")
        return redirect(f"{self.player_origin}/play/grant", 303)

    def _play(self, grant: str) -> Response:
        page = render_template_string(
            (PLAYER / "player.html").read_text("utf-8"),
            launch_json=json.dumps(self.launch_facts()).replace("<", "\\u003c"),
            language=self.language,
            title=self.game.title,
            privacy={"href": "/privacy", "link": "Privacy", "title": "What is kept of you"},
            asset=lambda name: f"/player/{name}",
        )
        return Response(page, headers={"Content-Security-Policy": POLICY})

    def _commit(self) -> Response | tuple[Response, int]:
        if self.is_down:
            return Response(status=503)
        if self.error:
            return jsonify(error=self.error), 403
        commit = request.get_json()
        self.commits.append(commit)
        self.outcome = commit["outcome"]
        if self.is_owner:
            self.state |= commit["changes"]
        return jsonify(sequence=commit["sequence"], owner=self.is_owner)


@dataclass
class Stage:
    """One learner, Ana, before one course in the LMS."""

    bridge: StubBridge
    lms: str
    course: str
    context: BrowserContext
    page: Page
    is_unruly: bool = False
    """Whether a test makes the package say what the standard has no word for."""

    def launch(self, **query: str) -> None:
        address = httpx.URL(
            f"{self.lms}/courses/{self.course}/launch",
            params={"learner": "ana", "name": "Pérez O'Neil, Ana", **query},
        )
        self.page.goto(str(address))

    @property
    def content(self) -> str:
        """The address of the package's files in the LMS."""
        return f"{self.lms}/courses/{self.course}/content"

    @property
    def record(self) -> str:
        """The address of Ana's record, by a name that every resolver knows."""
        address = f"{self.lms}/courses/{self.course}/learners/ana"
        return address.replace("lms.localhost", "127.0.0.1")

    @property
    def package(self) -> FrameLocator:
        return self.page.frame_locator("iframe.content")

    @property
    def player(self) -> FrameLocator:
        return self.package.frame_locator("iframe")

    @property
    def game(self) -> FrameLocator:
        return self.player.frame_locator("#game")

    def cross(self, *answers: str) -> None:
        """Answer the Ferryman's passengers, from where the game stands."""
        for answer in answers:
            self.game.locator(f"[data-answer={answer}]").click()
            self.game.locator("#next").click()

    def end_attempt(self) -> None:
        self.page.locator("#end").click()
        self.page.wait_for_url(f"{self.lms}/")

    def recorded(self) -> dict[str, Any]:
        """Tell what the LMS holds of Ana's attempt."""
        facts: dict[str, Any] = httpx.get(f"{self.record}.json").json()
        return facts

    def eventually(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the LMS's record is as `holds` says, and return it."""
        deadline = time.monotonic() + 10
        while not holds(facts := self.recorded()):
            assert time.monotonic() < deadline, facts
            self.page.wait_for_timeout(50)
        return facts

    def committed(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until a commit at the bridge is as `holds` says, and return it."""
        deadline = time.monotonic() + 10
        while not (found := [commit for commit in self.bridge.commits if holds(commit)]):
            assert time.monotonic() < deadline, self.bridge.commits
            self.page.wait_for_timeout(50)
        return found[-1]


def package_of(bridge: StubBridge) -> bytes:
    """Build the zip a client uploads."""
    config = {
        "version": 1,
        "standard": "scorm12",
        "launch": f"{bridge.url}/launch",
        "player": bridge.player_origin,
        "token": "package-token",
        "title": bridge.game.title,
        "language": "en",
    }
    archive = io.BytesIO()
    with ZipFile(archive, "w") as package:
        package.writestr("imsmanifest.xml", MANIFEST)
        package.writestr("config.js", f"window.OBOLE = {json.dumps(config)};")
        for name in ("index.html", "obole.js", "obole.css"):
            package.writestr(name, (Path(str(BRIDGE)) / "page" / name).read_bytes())
    return archive.getvalue()


@contextmanager
def stage(context: BrowserContext, game_zip: Path, folder: Path) -> Iterator[Stage]:
    """Set a stage: `game_zip` behind a package that the LMS has taken in."""
    shelf = Courses(folder / "games")
    with game_zip.open("rb") as archive:
        game = shelf.add(archive)
    bridge = StubBridge(game, shelf.content_of(game))
    lms = create_app(folder / "lms")
    with served(bridge.app()) as bridge.port, served(lms) as lms_port:
        bridge.lms_origin = f"http://lms.localhost:{lms_port}"
        answer = httpx.post(
            f"http://127.0.0.1:{lms_port}/courses",
            files={"package": ("package.zip", package_of(bridge))},
            headers={"Accept": "application/json"},
        )
        page = context.new_page()
        stage = Stage(bridge, bridge.lms_origin, answer.json()["id"], context, page)
        yield stage
        page.close()
        if not stage.is_unruly:
            protocol.must_have_been_kept(lms)
