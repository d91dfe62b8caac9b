"""A learner's way through the real bridge: an LMS, a package in it, a game behind it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import httpx
from flask import Flask
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.models import Game
from scorm_bridge import games, options, packages
from scorm_bridge.app import create_app
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.models import Package, PackageStandard, Runtime, Standard
from scorm_bridge.places import Places
from scorm_bridge.sandbox import create_app as create_lms
from scorm_bridge.sandbox.quirks import Quirk
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import new_bridge, new_package
from tests.scorm_bridge.player import protocol
from tests.scorm_bridge.player.stage import served
from tests.scorm_bridge.player.standards import SCORM_12, TONGUES, Facts, Play, Sets
from tests.worlds import KEYRING, World

FINISHES = {tongue.finish for tongue in TONGUES.values()}
# A game of these tests is an empty page: what it would say to its run-time, the test says for it.
MANIFESTS = {
    Standard.SCORM_12: zips.manifest(title="Game"),
    Standard.SCORM_2004: zips.manifest(title="Game", version="2004 4th Edition"),
    Standard.WEB: None,
}


@dataclass(kw_only=True)
class Visit:
    """A learner's launches of one course, in one page of the browser.

    `quirks` are those of the LMS; `way_down` leads through its frames to the package's page.
    """

    world: World
    course: str
    page: Page
    learner: str = "ana"
    name: str = "Ana"
    quirks: tuple[Quirk, ...] = ()
    way_down: tuple[str, ...] = ("iframe.content",)

    def open(self, mode: str = "normal", **query: str) -> None:
        self.page.goto(self.address(mode, **query))

    def address(self, mode: str = "normal", **query: str) -> str:
        given = {"learner": self.learner, "name": self.name, "mode": mode, "quirk": self.quirks}
        return str(httpx.URL(f"{self.course}/launch", params={**given, **query}))

    def launch(self, mode: str = "normal", **query: str) -> None:
        """Open the game, and wait until the player has read what the LMS holds."""
        self.open(mode, **query)
        self.arrive()

    def arrive(self) -> None:
        """Wait until the game is there, and the player has read what the LMS holds."""
        self.see_game()
        self.eventually(lambda facts: ["cmi.suspend_data"] in self.last_calls(facts, "args"))

    def begin(self, **query: str) -> None:
        """Launch a game of SCORM 1.2, which these are, and have it initialise its run-time."""
        self.launch(**query)
        assert self.call(SCORM_12, SCORM_12.initialize, "") == "true"

    def go_to(self, location: str) -> None:
        """The game says where the learner is, and leaves the committing to us."""
        assert self.call(SCORM_12, SCORM_12.set, "cmi.core.lesson_location", location) == "true"

    @property
    def location(self) -> str:
        """Where the game is told that the learner is."""
        return self.call(SCORM_12, SCORM_12.get, "cmi.core.lesson_location")

    def end(self, status: str, score: str) -> None:
        """The game says how it ended, and commits."""
        for element, value in (("score.raw", score), ("lesson_status", status)):
            assert self.call(SCORM_12, SCORM_12.set, f"cmi.core.{element}", value) == "true"
        assert self.call(SCORM_12, "LMSCommit", "") == "true"

    def see_game(self) -> None:
        self.player.frame_locator("#game").locator("title").wait_for(state="attached")

    def beside(self, **facts: Any) -> Self:
        """The same course in another page of the browser, `facts` apart."""
        return replace(self, page=self.page.context.new_page(), **facts)

    def leave(self) -> Facts:
        """Press *Save and leave*."""
        self.player.locator("#leave").click()
        self.player.locator("#farewell").wait_for()
        return self.finished()

    def go_away(self) -> Facts:
        """Go elsewhere in the LMS, without a word to the game."""
        self.page.goto(self.course.partition("/courses/")[0])
        self.finished()
        return self.eventually(lambda facts: facts["exit"])

    @property
    def player(self) -> FrameLocator:
        place: Page | FrameLocator = self.page
        for frame in (*self.way_down, "iframe"):
            place = place.frame_locator(frame)
        assert isinstance(place, FrameLocator)
        return place

    @property
    def game(self) -> Frame:
        found = self.page.frame(url=re.compile(r"content\.localhost:\d+/content/"))
        assert found is not None
        return found

    def call(self, play: Play, function: str, *args: str) -> str:
        given = json.dumps(args)[1:-1]
        return str(self.game.evaluate(f"String(parent.{play.api}.{function}({given}))"))

    def session(self, play: Play, sets: Sets) -> None:
        """As a game that is content with its run-time: every value is taken."""
        answers = {name: self.call(play, play.set, name, value) for name, value in sets.items()}
        assert answers == dict.fromkeys(sets, "true")
        assert self.call(play, play.finish, "") == "true"

    def recorded(self) -> Facts:
        """What the LMS holds, by a name that every resolver knows."""
        address = f"{self.course}/learners/{self.learner}.json"
        facts: Facts = httpx.get(address.replace("lms.localhost", "127.0.0.1")).json()
        return facts

    def eventually(self, holds: Callable[[Facts], object]) -> Facts:
        deadline = time.monotonic() + 10
        while not holds(facts := self.recorded()):
            assert time.monotonic() < deadline, facts
            self.page.wait_for_timeout(30)
        return facts

    def finished(self) -> Facts:
        """Wait until the LMS has every call of the launch: beacons overtake each other."""

        def is_whole(facts: Facts) -> bool:
            functions, numbers = (self.last_calls(facts, part) for part in ("function", "number"))
            return bool(FINISHES & set(functions)) and len(numbers) == max(numbers)

        return self.eventually(is_whole)

    def last_calls(self, facts: Facts, part: str) -> list[Any]:
        return [call[part] for call in facts["calls"] if call["launch"] == facts["launches"]]


@dataclass(kw_only=True)
class Crossing(Visit):
    """A visit of a course whose package is known, and the bridge that answers it."""

    bridge: Flask
    package: Package

    def kept(self) -> dict[str, str]:
        """What the bridge holds of the only play there is: its elements."""
        return self.world.database.read(
            lambda session: dict(session.scalars(select(Runtime.state)).one())
        )

    def allow(self, **changes: Any) -> None:
        """Change what the package allows, as a member does while it lies in the LMS."""
        self.world.database.write(
            lambda session: options.change(
                session,
                actor=self.world.actor(self.world.manager),
                package=session.get_one(Package, (self.package.account_id, self.package.id)),
                **changes,
            )
        )


Open = Callable[[Standard | Path, PackageStandard], Crossing]


@contextmanager
def crossings(world: World, context: BrowserContext, folder: Path) -> Iterator[Open]:
    """A bridge and an LMS; gives what puts a game, of a standard or of a file, into a package."""
    bridge, lms = create_app(new_bridge(world.database)), create_lms(folder / "lms")
    with served(bridge) as port, served(lms) as lms_port:
        content = f"http://{{label}}.content.localhost:{port}"
        places = Places(f"http://bridge.localhost:{port}", content)
        # Only now that there is a port.
        bridge.extensions[EXTENSION] = Bridge(
            database=world.database, keyring=KEYRING, places=places
        )

        def opened(game: Standard | Path, package: PackageStandard) -> Crossing:
            file = game if isinstance(game, Path) else game_of(game, folder)
            made = package_of(world, file, package)
            answer = httpx.post(
                f"http://127.0.0.1:{lms_port}/courses",
                files={"package": ("package.zip", zipped(world, places, made))},
                headers={"Accept": "application/json"},
            )
            course = f"http://lms.localhost:{lms_port}/courses/{answer.json()['id']}"
            page = context.new_page()
            return Crossing(world=world, bridge=bridge, package=made, course=course, page=page)

        yield opened
        for page in context.pages:
            page.close()
        protocol.must_have_been_kept(lms)


def game_of(standard: Standard, folder: Path) -> Path:
    return zips.write(folder / "game.zip", manifest=MANIFESTS[standard])


def package_of(world: World, game: Path, standard: PackageStandard) -> Package:
    added = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=game, title="A game"
        )
    )
    return new_package(world, game=added, standard=standard)


def zipped(world: World, places: Places, package: Package) -> bytes:
    def written(session: Session) -> bytes:
        game = session.get_one(Game, (package.account_id, package.game_id))
        return packages.as_zip(session, package=package, game=game, keyring=KEYRING, places=places)

    return world.database.read(written)
