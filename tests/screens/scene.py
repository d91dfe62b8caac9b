"""What is photographed: learner pages by themselves, and the player in the sandbox LMS."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import FrameLocator, Page

from scorm_bridge.demo_game import RIGHT_ANSWERS
from scorm_bridge.sandbox import create_app
from tests.scorm_bridge.pages import Visit
from tests.scorm_bridge.player.stage import served


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`visit` reaches the bridge; `lms` is an LMS with one course, `course`, that no one opened.

    `learner` has opened none either.
    """

    visit: Visit
    learner: str
    lms: str
    course: str


@contextmanager
def scenes(visit: Visit, folder: Path, *, learner: str) -> Iterator[Scene]:
    with served(create_app(folder)) as port:
        answer = httpx.post(
            f"http://127.0.0.1:{port}/courses",
            files={"package": ("package.zip", visit.package_zip)},
            headers={"Accept": "application/json"},
        )
        lms = f"http://lms.localhost:{port}"
        course = f"{lms}/courses/{answer.json()['id']}"
        yield Scene(visit=visit, learner=learner, lms=lms, course=course)


def of(visited: Callable[[Visit, Page], None]) -> Callable[[Scene, Page], None]:
    """One of the learner pages, by itself."""
    return lambda scene, page: visited(scene.visit, page)


def courses(scene: Scene, page: Page) -> None:
    page.goto(scene.lms)


def playing(scene: Scene, page: Page) -> None:
    page.goto(f"{scene.course}/launch?learner={scene.learner}&name=Ana Pérez")
    game_of(page).locator("#start").wait_for()
    player_of(page).locator("#state[data-state=saved]").wait_for()


def offline(scene: Scene, page: Page) -> None:
    playing(scene, page)
    page.context.set_offline(True)
    game_of(page).locator("#start").click()
    player_of(page).locator("#state[data-state=unsaved]").wait_for()


def result(scene: Scene, page: Page) -> None:
    playing(scene, page)
    game_of(page).locator("#start").click()
    for answer in RIGHT_ANSWERS:
        game_of(page).locator(f"[data-answer={answer}]").click()
        game_of(page).locator("#next").click()
    player_of(page).locator("#state[data-state=completed]").wait_for()


def left(scene: Scene, page: Page) -> None:
    result(scene, page)
    player_of(page).locator("#leave").click()
    player_of(page).locator("#farewell").wait_for()


def gradebook(scene: Scene, page: Page) -> None:
    left(scene, page)
    page.goto(scene.lms)
    page.locator("[data-status=completed]").wait_for()


def player_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe.content").frame_locator("iframe")


def game_of(page: Page) -> FrameLocator:
    return player_of(page).frame_locator("#game")
