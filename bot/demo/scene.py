"""What the demo plays on: each part the real one, each on the loopback interface."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.demo.processes import LOOPBACK, Program, free_port, running
from bot.slack.driver import Driver
from ledger.database import Database

OBOLE = Path(sys.executable).with_name("obole")


class StoryFailed(Exception):
    """A number that was read back is not the one it has to be, or a step did not work."""


@dataclass(frozen=True, kw_only=True)
class Lms:
    """The sandbox LMS, as its administrator uses it; browsers reach it on a host of its own."""

    port: int

    @property
    def url(self) -> str:
        return f"http://lms.localhost:{self.port}"

    @property
    def _here(self) -> str:
        # The same server, by a name that needs no resolver.
        return f"http://{LOOPBACK}:{self.port}"

    def upload(self, package: Path) -> str:
        """Add a package as a course; return the course's id."""
        answer = httpx.post(
            f"{self._here}/courses",
            files={"package": (package.name, package.read_bytes(), "application/zip")},
            headers={"Accept": "application/json"},
        )
        if answer.status_code != httpx.codes.CREATED:
            raise StoryFailed(f"the LMS did not take the package: {answer.text}")
        return str(answer.json()["id"])

    def launch_url(self, course: str, learner: str, name: str) -> str:
        query = httpx.QueryParams({"learner": learner, "name": name})
        return f"{self.url}/courses/{course}/launch?{query}"

    def record(self, course: str, learner: str) -> dict[str, Any]:
        """What the LMS holds of a learner's attempt."""
        answer = httpx.get(f"{self._here}/courses/{course}/learners/{learner}.json")
        found: dict[str, Any] = answer.raise_for_status().json()
        return found


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The running parts, and the environment in which commands reach them."""

    folder: Path
    environment: dict[str, str]
    database: Database
    slack: SlackEmulator
    driver: Driver
    lms: Lms
    bridge_url: str
    programs: list[Program]

    def obole(self, *words: str) -> str:
        """Run a command of the command line; return what it printed. Raises StoryFailed."""
        done = subprocess.run(
            [OBOLE, *words],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if done.returncode:
            said = done.stderr.strip() or done.stdout.strip()
            raise StoryFailed(f"`obole {' '.join(words)}` ended with {done.returncode}: {said}")
        return done.stdout.strip()


@contextmanager
def running_scene(folder: Path, database_url: str | None = None) -> Iterator[Scene]:
    """Start everything in `folder`, which is made; end it all with the context.

    The database is an SQLite file in the folder unless `database_url` names another, empty one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        slack = stack.enter_context(slack_emulator())
        web, lms = free_port(), Lms(port=free_port())
        environment = {
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'obole.db'}",
            "SECRET_KEY": secrets.token_urlsafe(32),
            "PORT": str(web),
            "PUBLIC_URL": f"http://{LOOPBACK}:{web}",
            "CONTENT_URL": f"http://{{label}}.localhost:{web}",
            "SELLER_NAME": "Ludum",
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
        }
        database = Database(environment["DATABASE_URL"])
        stack.callback(database.close)
        scene = Scene(
            folder=folder,
            environment=environment,
            database=database,
            slack=slack,
            driver=stack.enter_context(
                Driver(
                    f"{environment['PUBLIC_URL']}/slack/events",
                    signing_secret=slack.signing_secret,
                    team_id=slack.team_id,
                    web_api=slack.web_api,
                )
            ),
            lms=lms,
            bridge_url=environment["PUBLIC_URL"],
            programs=[],
        )
        scene.obole("db", "upgrade")
        for name, words, port in (
            ("the web process", ["serve"], web),
            ("the worker", ["worker"], None),
            (
                "the sandbox LMS",
                ["sandbox", str(folder / "lms"), "--port", str(lms.port)],
                lms.port,
            ),
        ):
            scene.programs.append(stack.enter_context(started(scene, name, words)))
            if port:
                scene.programs[-1].wait_for_http(port)
        yield scene


@contextmanager
def started(scene: Scene, name: str, words: list[str]) -> Iterator[Program]:
    log = scene.folder / f"{words[0]}.log"
    with running(name, [OBOLE, *words], log=log, environment=scene.environment) as program:
        yield program
