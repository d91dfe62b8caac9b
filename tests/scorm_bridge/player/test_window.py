"""A game in a window of its own: opened on a click, and heard by the LMS all the same."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route, expect
from sqlalchemy import select

from scorm_bridge import options
from scorm_bridge.demo_game import RIGHT_ANSWERS, build_demo_game
from scorm_bridge.models import Opens, Package, PackageStandard
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import Facts
from tests.worlds import World

SAYS = TEXTS["en"]
GAME = (
    b"<!doctype html><title>Game</title><p id=visits></p><script>"
    b"localStorage.visits = Number(localStorage.visits || 0) + 1;"
    b"visits.textContent = localStorage.visits</script>"
)
# The headless Chromium has no settings of its own to refuse a third party's storage by. A whole one
# (150), told to block third-party cookies, was seen to do it so, in frames under another's page.
BLOCKED = """
    const isFirstParty = () => { try { return Boolean(top.location.href) } catch { return false } };
    if (!isFirstParty()) for (const name of ["localStorage", "sessionStorage"]) {
        const get = () => { throw new DOMException(name, "SecurityError") };
        Object.defineProperty(window, name, { get });
    }
"""


@pytest.fixture
def crossing(world: World, crossing: Open) -> Open:
    """For whose launches Acme has credits."""
    world.allocate(60)
    return crossing


@dataclass(kw_only=True)
class Windowed:
    """Ana's way, with the game in a window of its own."""

    way: Crossing
    window: Page | None = None

    @property
    def prompt(self) -> FrameLocator:
        return self.way.player

    @property
    def game(self) -> FrameLocator:
        assert self.window is not None
        return self.window.frame_locator("#game")

    def open(self) -> Page:
        """Press the prompt's button, and wait until the player has met the LMS."""
        with self.way.page.expect_popup() as popup:
            self.prompt.locator("#open").click()
        self.window = popup.value
        expect(self.prompt.locator("#said")).to_have_text(SAYS["prompt_opened"])
        self.has_met()
        return self.window

    def has_met(self) -> None:
        """The player has read what the LMS holds."""
        way = self.way
        way.eventually(lambda facts: ["cmi.suspend_data"] in way.last_calls(facts, "args"))

    def cross(self, *answers: str) -> None:
        for answer in answers:
            self.game.locator(f"[data-answer={answer}]").click()
            self.game.locator("#next").click()

    def completed(self) -> Facts:
        return self.way.eventually(lambda facts: facts["status"] == "completed")


@pytest.fixture
def windowed(world: World, crossing: Open, tmp_path: Path) -> Windowed:
    """The Ferryman in a package that opens a window, launched."""
    way = crossing(build_demo_game(tmp_path / "ferryman.zip"), PackageStandard.SCORM_12)
    opens(world, Opens.WINDOW)
    way.open()
    return Windowed(way=way)


def opens(world: World, where: Opens) -> None:
    world.database.write(
        lambda session: options.change(
            session,
            actor=world.actor(world.manager),
            package=session.scalars(select(Package)).one(),
            opens=where,
        )
    )


def test_the_game_opens_on_a_click_and_the_lms_has_its_result(
    world: World, windowed: Windowed
) -> None:
    """Left, the window closes, and the page that opened it says that all is saved."""
    expect(windowed.prompt.locator("#said")).to_have_text(SAYS["prompt_package"])
    expect(windowed.prompt.locator("#open")).to_be_focused()
    window = windowed.open()
    windowed.game.locator("#start").click()
    windowed.cross(*RIGHT_ANSWERS)
    facts = windowed.completed()
    assert (facts["score"], facts["location"]) == (100, "far-shore")
    with window.expect_event("close"):
        window.locator("#leave").click()
    said = f"{SAYS['left']} {SAYS['close_page']}"
    expect(windowed.prompt.locator("#said")).to_have_text(said)
    expect(windowed.prompt.locator("#open")).to_be_hidden()
    functions = windowed.way.last_calls(windowed.way.finished(), "function")
    assert (functions.count("LMSInitialize"), functions.count("LMSFinish")) == (1, 1)
    assert consumed(world) == 6


def test_a_window_closed_in_the_middle_is_opened_again_and_resumes(
    world: World, windowed: Windowed
) -> None:
    windowed.open()
    windowed.game.locator("#start").click()
    windowed.cross("six")
    windowed.game.locator("[data-answer=spit]").wait_for()
    assert windowed.window is not None
    windowed.window.close()
    expect(windowed.prompt.locator("#said")).to_have_text(SAYS["prompt_closed"])
    expect(windowed.prompt.locator("#open")).to_have_text(SAYS["prompt_again"])
    windowed.open()
    expect(windowed.game.locator(".who")).to_have_text("Crossing 2 of 3")
    windowed.cross(*RIGHT_ANSWERS[1:])
    windowed.completed()
    assert consumed(world) == 6


def test_a_window_that_is_reloaded_goes_on(windowed: Windowed) -> None:
    window = windowed.open()
    windowed.game.locator("#start").click()
    windowed.cross("six")
    window.reload()
    expect(windowed.game.locator(".who")).to_have_text("Crossing 2 of 3")
    windowed.cross(*RIGHT_ANSWERS[1:])
    assert windowed.completed()["location"] == "far-shore"


def test_while_the_window_is_open_the_button_opens_no_other(windowed: Windowed) -> None:
    windowed.open()
    expect(windowed.prompt.locator("#open")).to_have_text(SAYS["prompt_show"])
    windowed.prompt.locator("#open").click()
    expect(windowed.prompt.locator("#said")).to_have_text(SAYS["prompt_opened"])
    assert len(windowed.way.page.context.pages) == 2


def test_an_lms_page_that_is_reloaded_takes_the_window_back(
    world: World, windowed: Windowed
) -> None:
    """The window says that nobody listens; asked for again, it is used, and there is one of it."""
    window = windowed.open()
    windowed.game.locator("#start").click()
    windowed.cross("six")
    windowed.way.page.reload()
    expect(window.locator("#notice")).to_have_text(SAYS["alone"])
    windowed.prompt.locator("#open").click()
    expect(window.locator("#notice")).to_be_empty()
    expect(windowed.game.locator(".who")).to_have_text("Crossing 2 of 3")
    windowed.has_met()
    windowed.cross(*RIGHT_ANSWERS[1:])
    windowed.completed()
    assert len(windowed.way.page.context.pages) == 2
    assert consumed(world) == 6


def test_without_a_page_of_the_lms_the_bridge_keeps_it_and_the_next_launch_repairs(
    world: World, windowed: Windowed
) -> None:
    window = windowed.open()
    windowed.game.locator("#start").click()
    windowed.way.go_away()
    expect(window.locator("#notice")).to_have_text(SAYS["alone"])
    windowed.cross(*RIGHT_ANSWERS)
    expect(window.locator("#state")).to_have_text(SAYS["completed"])
    assert windowed.way.recorded()["status"] == "incomplete"
    with window.expect_event("close"):
        window.locator("#leave").click()
    opens(world, Opens.FRAME)
    windowed.way.open()
    assert windowed.completed()["score"] == 100
    assert consumed(world) == 6


def test_where_the_browser_opens_no_window_the_learner_plays_here(
    world: World, windowed: Windowed
) -> None:
    """As in an LMS that puts packages into a frame whose sandbox allows no windows."""

    def confine(route: Route) -> None:
        # By a name that every resolver knows; the addresses in the page are those of the browser.
        page = route.fetch(url=route.request.url.replace("lms.localhost", "127.0.0.1")).text()
        page = page.replace("127.0.0.1", "lms.localhost")
        sandbox = "allow-scripts allow-same-origin allow-forms"
        route.fulfill(
            body=page.replace('class="content"', f'class="content" sandbox="{sandbox}"'),
            content_type="text/html",
        )

    windowed.way.page.route(re.compile(r"/courses/\w+/launch"), confine)
    windowed.way.open()
    windowed.prompt.locator("#open").click()
    expect(windowed.prompt.locator("#said")).to_have_text(SAYS["prompt_blocked"])
    windowed.prompt.locator("#here").click()
    game = windowed.way.player.frame_locator("#game")
    game.locator("#start").click()
    windowed.way.eventually(lambda facts: facts["location"] == "crossing-1")
    assert consumed(world) == 6


def test_a_preview_in_a_window_writes_nothing(world: World, windowed: Windowed) -> None:
    windowed.way.open("browse")
    with windowed.way.page.expect_popup() as popup:
        windowed.prompt.locator("#open").click()
    windowed.window = popup.value
    expect(windowed.window.locator("#notice")).to_have_text(SAYS["preview"])
    windowed.game.locator("#start").click()
    windowed.cross(*RIGHT_ANSWERS)
    windowed.window.locator("#leave").click()
    said = f"{SAYS['left_preview']} {SAYS['close_page']}"
    expect(windowed.prompt.locator("#said")).to_have_text(said)
    facts = windowed.way.recorded()
    functions = windowed.way.last_calls(facts, "function")
    assert not {"LMSSetValue", "LMSCommit", "LMSFinish"} & set(functions)


def test_a_page_of_another_origin_opens_no_ear_of_the_window(
    windowed: Windowed, context: BrowserContext
) -> None:
    """Whoever else opens the window's address is not taken for the LMS."""
    address = windowed.open().url
    stranger = context.new_page()
    stranger.goto(windowed.way.course.partition("/courses/")[0])
    stranger.evaluate(
        """address => {
            window.heard = 0;
            window.addEventListener("message", ({ source }) => {
                window.heard += 1;
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => (window.asked = true);
                const offer = { obole: "port", version: 1, standard: "scorm12" };
                source.postMessage(offer, "*", [port2]);
            });
        }""",
        address,
    )
    with stranger.expect_popup() as popup:
        stranger.evaluate("address => { window.open(address) }", address)
    popup.value.frame_locator("#game").locator("#start").wait_for()
    stranger.wait_for_function("window.heard > 2")
    assert stranger.evaluate("window.asked") is None


def test_a_game_that_keeps_things_in_the_browser_is_offered_a_window_where_a_frame_may_not(
    crossing: Open, context: BrowserContext, tmp_path: Path
) -> None:
    context.add_init_script(BLOCKED)
    game = zips.write(tmp_path / "keeper.zip", {"index.html": GAME})
    windowed = Windowed(way=crossing(game, PackageStandard.SCORM_12))
    windowed.way.open()
    expect(windowed.prompt.locator("#said")).to_have_text(SAYS["prompt_storage"])
    window = windowed.open()
    expect(windowed.game.locator("#visits")).to_have_text("1")
    window.reload()
    expect(windowed.game.locator("#visits")).to_have_text("2")


def test_any_other_game_plays_in_the_frame_whatever_it_may_keep(
    crossing: Open, context: BrowserContext, tmp_path: Path
) -> None:
    context.add_init_script(BLOCKED)
    way = crossing(build_demo_game(tmp_path / "ferryman.zip"), PackageStandard.SCORM_12)
    way.launch()
    way.player.frame_locator("#game").locator("#start").wait_for()


def test_where_a_frame_may_keep_things_the_game_plays_there(crossing: Open, tmp_path: Path) -> None:
    game = zips.write(tmp_path / "keeper.zip", {"index.html": GAME})
    way = crossing(game, PackageStandard.SCORM_12)
    way.launch()
    expect(way.player.frame_locator("#game").locator("#visits")).to_have_text("1")
