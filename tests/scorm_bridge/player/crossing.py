"""A learner's way through the real bridge: an LMS, a package in it, a game behind it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page

from scorm_bridge import games, packages
from scorm_bridge.app import create_app
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.models import PackageStandard, Standard
from scorm_bridge.places import Places
from scorm_bridge.sandbox import create_app as create_lms
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import new_bridge, new_package
from tests.scorm_bridge.player.stage import served
from tests.scorm_bridge.player.standards import TONGUES, Play, Sets
from tests.worlds import KEYRING, World

Facts = dict[str, Any]
FINISHES = {tongue.finish for tongue in TONGUES.values()}
# A game of these tests is an empty page: what it would say to its run-time, the test says for it.
MANIFESTS = {
    Standard.SCORM_12: zips.manifest(title="Game"),
    Standard.SCORM_2004: zips.manifest(title="Game", version="2004 4th Edition"),
    Standard.WEB: None,
}


@dataclass(kw_only=True)
class Crossing:
    """Ana's launches of one course."""

    world: World
    course: str
    page: Page

    def open(self, mode: str = "normal") -> None:
        self.page.goto(f"{self.course}/launch?learner=ana&name=Ana&mode={mode}")

    def launch(self) -> None:
        """Open the game, and wait until the player has read what the LMS holds."""
        self.open()
        self.player.frame_locator("#game").locator("title").wait_for(state="attached")
        self.eventually(lambda facts: ["cmi.suspend_data"] in self.last_calls(facts, "args"))

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
        return self.page.frame_locator("iframe.content").frame_locator("iframe")

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
        address = f"{self.course}/learners/ana.json".replace("lms.localhost", "127.0.0.1")
        facts: Facts = httpx.get(address).json()
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


Open = Callable[[Standard | Path, PackageStandard], Crossing]


@contextmanager
def crossings(world: World, context: BrowserContext, folder: Path) -> Iterator[Open]:
    """A bridge and an LMS; gives what puts a game, of a standard or of a file, into a package."""
    bridge = create_app(new_bridge(world.database))
    with served(bridge) as port, served(create_lms(folder / "lms")) as lms_port:
        content = f"http://{{label}}.content.localhost:{port}"
        places = Places(f"http://bridge.localhost:{port}", content)
        # Only now that there is a port.
        bridge.extensions[EXTENSION] = Bridge(
            database=world.database, keyring=KEYRING, places=places
        )

        def opened(game: Standard | Path, package: PackageStandard) -> Crossing:
            file = game if isinstance(game, Path) else game_of(game, folder)
            answer = httpx.post(
                f"http://127.0.0.1:{lms_port}/courses",
                files={"package": ("package.zip", packaged(world, places, file, package))},
                headers={"Accept": "application/json"},
            )
            course = f"http://lms.localhost:{lms_port}/courses/{answer.json()['id']}"
            return Crossing(world=world, course=course, page=context.new_page())

        yield opened
        for page in context.pages:
            page.close()


def game_of(standard: Standard, folder: Path) -> Path:
    return zips.write(folder / "game.zip", manifest=MANIFESTS[standard])


def packaged(world: World, places: Places, game: Path, package: PackageStandard) -> bytes:
    added = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=game, title="A game"
        )
    )
    made = new_package(world, game=added, standard=package)
    return world.database.read(
        lambda session: packages.as_zip(
            session, package=made, game=added, keyring=KEYRING, places=places
        )
    )
