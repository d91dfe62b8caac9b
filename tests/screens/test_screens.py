"""Photographs of what learners see, taken by every run and shown in docs/learner-pages.md.

`make screens` writes them, and the document, to docs/; without it they only have to show something.
"""

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from bot.demo.processes import PROJECT
from ledger.database import Database
from scorm_bridge import app
from tests.databases import SQLite
from tests.scorm_bridge import pages
from tests.scorm_bridge.pages import Visit, visits
from tests.screens import scene
from tests.screens.scene import Scene, of, scenes
from tests.worlds import new_world

FRAME, IN_LMS, ON_PHONE, DESK = (650, 480), (683, 560), (373, 600), (960, 520)
TALL = (650, 1120)
"""A package's frame is 650 pixels wide on a laptop, 367 on a phone; the LMS's page is wider."""
CAMPUS, CAMPUS_ON_PHONE = (960, 640), (390, 760)

FOLDER = os.environ.get("OBOLE_SCREENS")
DOCUMENT = PROJECT / "docs" / "learner-pages.md"
NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
REQUEST = UUID("0195559e-0000-7000-8000-00003f9a12cd")
HEAD = """# What learners see

Every page is in English, French and Spanish, can be used with a keyboard and a screen reader, and
fits the frame that an LMS gives it. `make screens` takes these pictures.
"""


@dataclass(frozen=True)
class Screen:
    name: str
    size: tuple[int, int]
    shows: Callable[[Scene, Page], None]
    sentence: str


SCREENS = [
    Screen("refusal", FRAME, of(pages.refusal), "A refusal, with a code for support."),
    Screen("offer", FRAME, of(pages.offer), "A finished play, where the package allows another."),
    Screen("waiting", FRAME, of(pages.waiting), "A held learner: the page opens the game itself."),
    Screen("player", IN_LMS, scene.playing, "The player in an LMS, 650 pixels wide."),
    Screen("player-phone", ON_PHONE, scene.playing, "The same on a phone."),
    Screen("offline", IN_LMS, scene.offline, "The connection is lost: the game goes on."),
    Screen("steps", FRAME, of(pages.steps), "A game of several steps, with its menu."),
    Screen("window-prompt", FRAME, of(pages.window_prompt), "A game that opens in a window."),
    Screen("connection-test", TALL, of(pages.connection), "The connection test, outside an LMS."),
    Screen("result", IN_LMS, scene.result, "The result, kept by the bridge and told to the LMS."),
    Screen("farewell", IN_LMS, scene.left, "After *Save and leave*."),
    Screen("privacy", TALL, of(pages.privacy), "The notice on privacy, linked from every page."),
    Screen("reminders", FRAME, of(pages.reminders), "Reminders by mail, turned off by a link."),
    Screen("campus-sign-in", CAMPUS, of(pages.campus_sign_in), "A client's Campus: signing in."),
    Screen("campus-sent", CAMPUS_ON_PHONE, of(pages.campus_sent), "A link was asked for."),
    Screen("campus-enter", CAMPUS_ON_PHONE, of(pages.campus_enter), "The link that was mailed."),
    Screen("campus-link-over", CAMPUS_ON_PHONE, of(pages.campus_link_over), "A link used before."),
    Screen("campus-games", CAMPUS, of(pages.campus_games), "A learner's games, as they stand."),
    Screen("campus-games-phone", CAMPUS_ON_PHONE, of(pages.campus_games), "The same on a phone."),
    Screen(
        "campus-player", CAMPUS, of(pages.campus_player), "The player, with the time that is left."
    ),
    Screen(
        "campus-board", CAMPUS, of(pages.campus_board), "A leaderboard, where a client wants one."
    ),
    Screen(
        "campus-privacy", TALL, of(pages.campus_privacy), "What is kept of who comes by a Campus."
    ),
    Screen("prices", (650, 1050), of(pages.prices), "What credits cost, for owners: a slider."),
    Screen("prices-phone", (373, 1100), of(pages.prices), "The same on a phone."),
    Screen("payment", FRAME, of(pages.paid), "Where an owner who paid comes back to."),
    Screen("lms-courses", DESK, scene.courses, "The sandbox LMS with a package that was uploaded."),
    Screen("lms-gradebook", DESK, scene.gradebook, "Its gradebook, after a learner has finished."),
]


@pytest.fixture(scope="module")
def visit(sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with sqlite.database() as url:
        database = Database(url)
        with visits(new_world(database), tmp_path_factory.mktemp("game")) as visit:
            yield visit
        database.close()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same picture whenever it is taken: every request has the same number."""
    monkeypatch.setattr(app, "new_id", lambda: REQUEST)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_page_can_be_shown(
    visit: Visit, browser: Browser, tmp_path: Path, screen: Screen
) -> None:
    width, height = screen.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en", reduced_motion="reduce"
    )
    context.clock.set_fixed_time(NOON)
    page = context.new_page()
    learner = f"ana.perez.{SCREENS.index(screen)}"
    with scenes(visit, tmp_path / "lms", learner=learner) as at:
        screen.shows(at, page)
        page.evaluate("scrollTo(0, 0)")
        picture = page.screenshot(animations="disabled", caret="hide")
    assert colours(page, picture) > 8
    if FOLDER:
        (PROJECT / FOLDER / "screens" / f"{screen.name}.png").write_bytes(picture)
    context.close()


def test_the_document_shows_every_page() -> None:
    written = HEAD + "".join(
        f"\n{screen.sentence}\n\n![{screen.sentence.rstrip('.')}](screens/{screen.name}.png)\n"
        for screen in SCREENS
    )
    if FOLDER:
        DOCUMENT.write_text(written, "utf-8")
    assert DOCUMENT.read_text("utf-8") == written
    pictures = {file.stem for file in (PROJECT / "docs" / "screens").glob("*.png")}
    assert FOLDER or pictures == {screen.name for screen in SCREENS}


def colours(page: Page, picture: bytes) -> int:
    """How many colours a picture has: an empty page has one or two."""
    page.goto("about:blank")
    url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    count = page.evaluate(COUNT, url)
    assert isinstance(count, int)
    return count


COUNT = """async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""
