"""A learner who waits, in a browser: the game opens by itself once a member releases them."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect
from sqlalchemy import select

from ledger.models import Registration
from scorm_bridge import holds, options, usage
from scorm_bridge.models import Package, PackageStandard, Standard
from scorm_bridge.rates import Rates
from scorm_bridge.waiting import WORDS
from tests.databases import SQLite
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, crossings
from tests.worlds import World

SAYS = WORDS["en"]
RETRY = re.compile("/launch/retry$")


@pytest.fixture
def database_url(sqlite: SQLite) -> Iterator[str]:
    """One engine is enough here: what depends on it is tested without a browser."""
    with sqlite.database() as url:
        yield url


@pytest.fixture
def way(world: World, context: BrowserContext, tmp_path: Path) -> Iterator[Crossing]:
    """Ana's way to a package that holds every newcomer after the first, who was Ben."""
    world.allocate(60)
    with crossings(world, context, tmp_path) as opened:
        crossing = opened(Standard.SCORM_12, PackageStandard.SCORM_12)
        context.clock.install()
        change(world, burst_most=1, burst_minutes=600, burst_holds=True)
        crossing.page.goto(f"{crossing.course}/launch?learner=ben&name=Ben")
        expect(crossing.player.locator("#leave")).to_be_visible()
        crossing.open()
        expect(crossing.player.locator("h1")).to_have_text("Your place is being confirmed.")
        # Its script shows this when it begins: time that passes before is not counted.
        expect(crossing.player.locator("#tries")).to_be_visible()
        yield crossing


def the_package(world: World) -> Package:
    return world.database.read(lambda session: session.scalars(select(Package)).one())


def change(world: World, **changes: object) -> None:
    package, actor = the_package(world), world.actor(world.manager)
    world.database.write(
        lambda session: options.change(
            session, actor=actor, package=session.merge(package), **changes
        )
    )


def release(world: World) -> None:
    package, actor = the_package(world), world.actor(world.manager)
    world.database.write(lambda session: holds.release(session, actor=actor, package=package))


def registered(world: World) -> int:
    return world.database.read(lambda session: len(session.scalars(select(Registration)).all()))


def pass_time(way: Crossing, seconds: int) -> None:
    """Let the page's clock run, with what is due by then done."""
    way.page.context.clock.run_for(seconds * 1000)


def tried(way: Crossing) -> Locator:
    return way.player.locator("#tried")


def test_after_a_release_the_game_opens_by_itself(world: World, way: Crossing) -> None:
    pass_time(way, 26)
    expect(tried(way)).to_contain_text("Last tried at")
    release(world)
    pass_time(way, 26)
    expect(way.player.locator("#leave")).to_be_visible()
    facts = way.eventually(lambda facts: facts["suspend_data"].startswith("o1."))
    assert facts["status"] == "incomplete"
    assert (registered(world), consumed(world)) == (2, 12)


def test_the_page_asks_by_itself_and_no_retry_is_a_refusal(world: World, way: Crossing) -> None:
    asked: list[str] = []
    way.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    for _ in range(3):
        with way.page.expect_response(RETRY) as answer:
            pass_time(way, 26)
        assert answer.value.json() == {"waits": 20}
    of_bridge = [line for line in asked if "//bridge.localhost" in line]
    assert len(of_bridge) == 3
    assert all(re.fullmatch(r"POST \S+/launch/retry", line) for line in of_bridge)
    package, actor = the_package(world), world.actor(world.viewer)
    seen = world.database.read(lambda s: usage.of_package(s, actor=actor, package=package))
    assert (seen.refused, seen.waiting) == ({"held": 1}, 1)


def test_the_button_asks_at_once_and_says_what_came_of_it(world: World, way: Crossing) -> None:
    news = way.player.get_by_role("status")
    expect(news).to_be_empty()
    way.player.get_by_role("button", name=SAYS["try"]).press("Enter")
    expect(news).to_have_text(SAYS["still"])
    release(world)
    way.player.get_by_role("button", name=SAYS["try"]).click()
    expect(way.player.locator("#leave")).to_be_visible()


def test_the_live_region_is_silent_while_nothing_changes(way: Crossing) -> None:
    """A screen reader would say every try aloud, for hours."""
    with way.page.expect_response(RETRY):
        pass_time(way, 26)
    expect(tried(way)).to_contain_text("Last tried at")
    expect(way.player.get_by_role("status")).to_be_empty()


def test_a_lost_connection_is_said_and_the_page_goes_on(world: World, way: Crossing) -> None:
    news = way.player.get_by_role("status")
    way.page.context.set_offline(True)
    pass_time(way, 26)
    expect(news).to_have_text(SAYS["offline"])
    way.page.context.set_offline(False)
    release(world)
    pass_time(way, 26)
    expect(way.player.locator("#leave")).to_be_visible()


def test_an_answer_that_is_none_of_ours_is_waited_out(way: Crossing) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=502, body="Bad gateway")

    way.page.route(RETRY, fail)
    pass_time(way, 26)
    expect(way.player.get_by_role("status")).to_have_text(SAYS["offline"])
    way.page.unroute(RETRY, fail)
    pass_time(way, 26)
    expect(way.player.get_by_role("status")).to_be_empty()


def test_after_some_hours_the_page_stops_until_its_button_is_pressed(
    world: World, way: Crossing
) -> None:
    news = way.player.get_by_role("status")
    way.page.context.clock.fast_forward("04:00:30")
    expect(news).to_have_text(SAYS["stopped"])
    asked: list[str] = []
    way.page.on("request", lambda request: asked.append(request.url))
    pass_time(way, 120)
    assert [url for url in asked if "//bridge.localhost" in url] == []
    release(world)
    way.player.get_by_role("button", name=SAYS["try"]).click()
    expect(way.player.locator("#leave")).to_be_visible()


def test_what_else_became_of_it_is_shown_as_a_page(world: World, way: Crossing) -> None:
    change(world, is_enabled=False)
    pass_time(way, 26)
    expect(way.player.locator("h1")).to_have_text("This course is closed.")
    pass_time(way, 60)
    expect(way.player.locator(".code")).to_contain_text("disabled · ")


def test_the_notice_on_privacy_opens_beside_the_game(way: Crossing) -> None:
    with way.page.context.expect_page() as opened:
        way.player.get_by_role("link", name="Privacy").click()
    notice = opened.value
    expect(notice.locator("h1")).to_have_text("What this game keeps of you")
    assert notice.evaluate("window.opener") is None
    expect(way.player.locator("h1")).to_have_text("Your place is being confirmed.")


def test_in_a_crowd_the_game_opens_by_itself_once_there_is_room(
    world: World, way: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(world, burst_holds=False)
    rooms = itertools.chain([7, 9], itertools.repeat(0))
    monkeypatch.setattr(Rates, "before_launch", lambda *_, **__: next(rooms))
    way.open()
    expect(way.player.locator(".code")).to_contain_text("busy · ")
    with way.page.expect_response(RETRY) as answer:
        pass_time(way, 9)
    assert (answer.value.status, answer.value.json()) == (429, {"waits": 9})
    assert registered(world) == 1
    pass_time(way, 12)
    expect(way.player.locator("#leave")).to_be_visible()
    assert (registered(world), consumed(world)) == (2, 12)
