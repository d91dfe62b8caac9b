"""A learner's way on a Campus, in a browser: sign in, play, go on elsewhere, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Route, expect
from sqlalchemy import select

from ledger.models import Audience, Game
from scorm_bridge import games
from scorm_bridge.app import create_app
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.demo_game import RIGHT_ANSWERS, build_demo_game
from scorm_bridge.models import Launch, Runtime
from scorm_bridge.places import Places
from tests.databases import SQLite
from tests.scorm_bridge import zips
from tests.scorm_bridge.campus import Campus, new_campus, set_audience
from tests.scorm_bridge.lms import new_bridge
from tests.scorm_bridge.player.stage import TEXTS, served
from tests.worlds import KEYRING, World

SAYS = TEXTS["en"]
ANA = "ana@beta.example"


@pytest.fixture
def database_url(sqlite: SQLite) -> Iterator[str]:
    """One engine is enough here: what depends on it is tested without a browser."""
    with sqlite.database() as url:
        yield url


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A learner's browser on the Campus of Beta School, where the demo game is played."""

    campus: Campus
    game: Game
    url: str
    page: Page

    def sign_in(self, address: str = ANA) -> None:
        """By the pages, with the link that the mail would have."""
        self.page.goto(self.url)
        self.page.get_by_label("E-mail address").fill(address)
        self.page.get_by_role("button", name="Send me a link").click()
        expect(self.page.locator("h1")).to_have_text("Look into your mailbox")
        self.page.goto(f"{self.url}/sign-in/{self.campus.newest_token(address)}")
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        expect(self.page.locator("h1")).to_have_text("Your games")

    def open(self, button: str) -> None:
        self.page.locator(".game").get_by_role("button", name=button).click()
        self.page.locator("#state[data-state=saved]").wait_for()

    def start(self) -> None:
        self.open("Start")
        self.frame.locator("#start").click()

    def cross(self, *answers: str) -> None:
        for answer in answers:
            self.frame.locator(f"[data-answer={answer}]").click()
            self.frame.locator("#next").click()

    def leave(self) -> None:
        self.page.locator("#leave").click()
        self.page.wait_for_url(self.url)

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("#game")

    @property
    def state(self) -> Locator:
        return self.page.locator(".game .state")


@contextmanager
def visits(
    world: World, page: Page, folder: Path, *, file: Path | None = None, **facts: Any
) -> Iterator[Visit]:
    """Ana is registered in a group, with `facts` of it, for the demo game or for that of `file`."""
    app = create_app(new_bridge(world.database))
    file = file or build_demo_game(folder / "game.zip")
    game = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="Over the river"
        )
    )
    with served(app) as port:
        content = f"http://{{label}}.content.localhost:{port}"
        places = Places(f"http://bridge.localhost:{port}", content)
        bridge = Bridge(database=world.database, keyring=KEYRING, places=places)
        app.extensions[EXTENSION] = bridge
        campus = new_campus(world, bridge)
        world.allocate(60, campus.client)
        set_audience(world, Audience.GROUPS)
        campus.register(campus.group(game=game, **facts), ANA)
        yield Visit(campus=campus, game=game, url=places.campus_url(campus.code), page=page)
        for one in page.context.pages:
            one.close()


@pytest.fixture
def visit(world: World, context: BrowserContext, tmp_path: Path) -> Iterator[Visit]:
    with visits(world, context.new_page(), tmp_path) as visit:
        yield visit


def launches(visit: Visit) -> int:
    return visit.campus.count(Launch)


def test_a_learner_signs_in_plays_to_the_end_and_is_back_with_the_result(visit: Visit) -> None:
    errors: list[str] = []
    visit.page.on("pageerror", lambda error: errors.append(str(error)))
    visit.sign_in()
    expect(visit.state).to_have_text("Not begun")
    visit.start()
    visit.cross(*RIGHT_ANSWERS)
    visit.page.locator("#state[data-state=completed]").wait_for()
    visit.leave()
    expect(visit.state).to_have_text("Completed")
    expect(visit.page.locator(".game")).to_contain_text("Score: 100")
    assert errors == []
    assert visit.campus.consumed == 6


def test_the_way_back_from_the_campus_does_not_lead_into_the_game_again(visit: Visit) -> None:
    visit.sign_in()
    visit.start()
    visit.leave()
    visit.page.go_back()
    visit.page.wait_for_load_state()
    assert "/play/" not in visit.page.url


def test_a_learner_goes_on_on_another_device_where_they_were(
    visit: Visit, browser: Browser
) -> None:
    visit.sign_in()
    visit.start()
    first, second, *rest = RIGHT_ANSWERS
    visit.cross(first, second)
    visit.leave()
    expect(visit.state).to_have_text("Begun")
    phone = browser.new_context(viewport={"width": 390, "height": 760})
    phone.set_default_timeout(10_000)
    there = Visit(campus=visit.campus, game=visit.game, url=visit.url, page=phone.new_page())
    there.sign_in()
    there.open("Go on")
    expect(there.frame.locator(f"[data-answer={rest[0]}]")).to_be_visible()
    there.cross(*rest)
    there.page.locator("#state[data-state=completed]").wait_for()
    there.leave()
    phone.close()
    visit.page.reload()
    expect(visit.state).to_have_text("Completed")
    assert visit.campus.consumed == 6
    assert visit.campus.count(Runtime) == 1


def test_a_double_click_and_a_second_window_are_one_play(visit: Visit) -> None:
    visit.sign_in()
    other = visit.page.context.new_page()
    other.goto(visit.url)
    visit.page.locator(".game").get_by_role("button", name="Start").dblclick()
    visit.page.locator("#state[data-state=saved]").wait_for()
    other.locator(".game").get_by_role("button", name="Start").click()
    other.locator("#state[data-state=saved]").wait_for()
    visit.frame.locator("#start").click()
    expect(visit.page.locator("#notice")).to_have_text(SAYS["superseded"])
    assert visit.campus.count(Runtime) == 1
    assert visit.campus.consumed == 6


def test_a_completed_game_is_looked_at_again_and_stays_as_it_was(visit: Visit) -> None:
    visit.sign_in()
    visit.start()
    visit.cross(*RIGHT_ANSWERS)
    visit.page.locator("#state[data-state=completed]").wait_for()
    visit.leave()
    visit.page.get_by_role("button", name="Look at it again").click()
    expect(visit.page.locator("#notice")).to_have_text(SAYS["review"])
    visit.leave()
    expect(visit.state).to_have_text("Completed")


def test_the_last_minutes_are_said_and_then_the_game_is_saved_and_left(
    world: World, context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with visits(world, page, tmp_path, play_minutes_most=6) as visit:
        page.clock.install()
        visit.sign_in()
        visit.start()
        expect(page.locator("#left")).to_be_empty()
        page.clock.fast_forward("01:05")
        expect(page.locator("#left")).to_have_text("5 min left")
        visit.cross(RIGHT_ANSWERS[0])
        page.clock.fast_forward("04:00")
        expect(page.locator("#left")).to_have_text("Last minute")
        page.clock.fast_forward("01:00")
        page.clock.resume()
        page.wait_for_url(visit.url)
        expect(visit.state).to_have_text("Your playing time is used up")
        expect(page.locator(".game button")).to_have_count(0)
        with world.database.reading() as session:
            kept = session.scalars(select(Runtime)).one()
        assert kept.state["cmi.suspend_data"]


def test_a_game_that_reports_less_than_was_played_gives_no_more_time(
    world: World, context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    silent = zips.write(tmp_path / "silent.zip")
    with visits(world, page, tmp_path, file=silent, play_minutes_most=1) as visit:
        page.clock.install()
        visit.sign_in()
        page.locator(".game").get_by_role("button", name="Start").click()
        visit.frame.locator("title").wait_for(state="attached")
        assert page.evaluate('API.LMSInitialize("")') == "true"
        reported = 'API.LMSSetValue("cmi.core.session_time", "0000:00:02.00")'
        assert page.evaluate(reported) == "true"
        page.clock.fast_forward("01:01")
        page.clock.resume()
        page.wait_for_url(visit.url)
        expect(visit.state).to_have_text("Your playing time is used up")


def refuse(route: Route) -> None:
    route.fulfill(status=403, json={"error": "Over."})


def test_a_window_that_may_save_no_more_leads_back_by_a_link(visit: Visit) -> None:
    visit.sign_in()
    visit.start()
    visit.page.route("**/runtime/commit", refuse)
    visit.page.locator("#leave").click()
    expect(visit.page.locator("#farewell")).to_contain_text(SAYS["left_refused"])
    visit.page.get_by_role("link", name="Back to your games").click()
    visit.page.wait_for_url(visit.url)


def test_the_campus_is_used_by_keyboard_alone(visit: Visit) -> None:
    visit.sign_in()
    page = visit.page
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == [
        "Beta School",
        "Sign out",
        "Start",
        "Privacy",
        "Sign out on all devices",
    ]
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("#state[data-state=saved]").wait_for()


def test_signing_out_by_the_page_ends_it(visit: Visit) -> None:
    visit.sign_in()
    visit.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(visit.page.get_by_label("E-mail address")).to_be_visible()
    visit.page.go_back()
    visit.page.reload()
    expect(visit.page.get_by_label("E-mail address")).to_be_visible()
    assert visit.campus.live_sessions == 0


def test_no_script_reads_the_cookie_and_no_page_frames_the_campus(visit: Visit) -> None:
    visit.sign_in()
    assert visit.page.evaluate("document.cookie") == ""
    attacker = visit.page.context.new_page()
    attacker.goto(visit.url.replace("bridge.localhost", "127.0.0.1").partition("/campus")[0])
    attacker.evaluate(
        "url => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))",
        visit.url,
    )
    attacker.wait_for_function("frames.length === 1")
    framed = attacker.frames[1]
    framed.wait_for_load_state()
    assert framed.url.startswith("chrome-error:")
