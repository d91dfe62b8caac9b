"""The connection test in a browser: what it says of an LMS, and what the LMS then records."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Route, expect

from scorm_bridge import connection_tests
from scorm_bridge.app import create_app
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.models import PackageStandard
from scorm_bridge.places import Places
from scorm_bridge.sandbox import create_app as create_lms
from tests.scorm_bridge.lms import new_bridge, rows
from tests.scorm_bridge.player.crossing import Visit
from tests.scorm_bridge.player.stage import served
from tests.scorm_bridge.player.standards import TONGUES
from tests.scorm_bridge.player.test_standards import must_be_spoken_well
from tests.worlds import KEYRING, World

SAYS: dict[str, Any] = connection_tests.texts("en")
RECORDS = "**/learners/*/launches/*"
CHECKS = [
    "frame",
    "scripts",
    "storage",
    "network",
    "fullscreen",
    "popups",
    "api",
    "learner",
    "mode",
    "saving",
    "result",
]


@dataclass(kw_only=True)
class Connection(Visit):
    @property
    def sheet(self) -> FrameLocator:
        return self.player

    def check(self, name: str) -> Locator:
        return self.sheet.locator(f"[data-check={name}]")

    def state(self, name: str) -> str | None:
        return self.check(name).get_attribute("data-state")

    def must_end_as(self, code: str) -> None:
        expect(self.sheet.locator("#code")).to_have_text(code)


Open = Callable[[PackageStandard], Connection]


@pytest.fixture
def connection(world: World, context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    with connections(world, context, tmp_path) as opened:
        yield opened


@contextmanager
def connections(world: World, context: BrowserContext, folder: Path) -> Iterator[Open]:
    app = create_app(new_bridge(world.database))
    with served(app) as port, served(create_lms(folder / "lms")) as lms_port:
        content = f"http://{{label}}.content.localhost:{port}"
        bridge = Bridge(
            database=world.database,
            keyring=KEYRING,
            places=Places(f"http://bridge.localhost:{port}", content),
        )
        app.extensions[EXTENSION] = bridge

        def opened(standard: PackageStandard) -> Connection:
            answer = httpx.post(
                f"http://127.0.0.1:{lms_port}/courses",
                files={"package": ("package.zip", zipped(world, bridge, standard))},
                headers={"Accept": "application/json"},
            )
            course = f"http://lms.localhost:{lms_port}/courses/{answer.json()['id']}"
            return Connection(world=world, course=course, page=context.new_page())

        yield opened
        for page in context.pages:
            page.close()


def zipped(world: World, bridge: Bridge, standard: PackageStandard) -> bytes:
    return world.database.read(
        lambda session: connection_tests.as_zip(
            session,
            actor=world.operator,
            client=world.acme,
            standard=standard,
            tokens=bridge.tokens,
            places=bridge.places,
        )
    )


@pytest.mark.parametrize("standard", PackageStandard)
def test_where_all_works_the_lms_records_completed_passed_and_100(
    world: World, connection: Open, standard: PackageStandard
) -> None:
    before, way = rows(world.database), connection(standard)
    way.open()
    way.must_end_as("connection-ok")
    expect(way.sheet.locator("#summary")).to_have_text(SAYS["sums"]["ok"])
    assert {name: way.state(name) for name in CHECKS} == dict.fromkeys(CHECKS, "ok") | {
        "popups": "note"
    }
    facts = way.finished()
    assert (facts["status"], facts["score"]) == ("passed", 100)
    if standard is not PackageStandard.SCORM_12:
        assert facts["cmi"]["cmi.completion_status"] == "completed"
        assert facts["cmi"]["cmi.score.scaled"] == "1"
    way.page.goto("about:blank")
    must_be_spoken_well_of_a_test(standard, way.recorded()["calls"])
    assert rows(world.database) == before


def must_be_spoken_well_of_a_test(standard: PackageStandard, calls: list[dict[str, Any]]) -> None:
    """As of any package, but that its bookmark is no pointer to a play."""
    told = [call for call in calls if call["args"][:1] != ["cmi.suspend_data"]]
    must_be_spoken_well(TONGUES[standard], told, launches=1)


def test_an_lms_that_commits_nothing_is_said_so_with_its_error_codes(connection: Open) -> None:
    way = connection(PackageStandard.SCORM_12)
    way.page.route(RECORDS, lambda route: route.fulfill(status=503))
    way.open()
    way.must_end_as("connection-saving")
    expect(way.check("saving")).to_contain_text(SAYS["said"]["saving.refused"])
    expect(way.check("saving").locator(".detail")).to_have_text(
        "cmi.core.lesson_location 0 · cmi.suspend_data 0 · Commit false 101"
    )
    assert (way.state("saving"), way.state("result")) == ("fail", "note")
    expect(way.sheet.locator("#summary")).to_contain_text(SAYS["checks"]["saving"])
    way.page.unroute(RECORDS)
    way.page.goto("about:blank")
    facts = way.eventually(lambda facts: facts["exit"] == "suspend")
    assert facts["status"] in {"not attempted", "incomplete"}
    assert facts["score"] is None


def test_an_lms_that_loses_the_result_is_said_so(connection: Open) -> None:
    """It takes the bookmark, and answers no more once a score is set."""

    def lose(route: Route) -> None:
        if "score.raw" in (route.request.post_data or ""):
            route.fulfill(status=503)
        else:
            route.continue_()

    way = connection(PackageStandard.SCORM_2004_4TH)
    way.page.route(RECORDS, lose)
    way.open()
    way.must_end_as("connection-result")
    assert (way.state("saving"), way.state("result")) == ("ok", "fail")


@pytest.mark.parametrize("mode", ["browse", "review"])
@pytest.mark.parametrize("standard", [PackageStandard.SCORM_12, PackageStandard.SCORM_2004_4TH])
def test_in_preview_and_review_it_only_reads(
    connection: Open, standard: PackageStandard, mode: str
) -> None:
    way = connection(standard)
    way.open(mode)
    way.must_end_as("connection-read-only")
    assert (way.state("learner"), way.state("mode")) == ("ok", "note")
    assert way.check("saving").count() == way.check("result").count() == 0
    way.page.goto("about:blank")
    way.page.wait_for_timeout(300)  # a call that should not be there would be sent by now
    calls = [call["function"] for call in way.recorded()["calls"]]
    assert {name for name in calls if "Get" not in name} == {TONGUES[standard].initialize}


def test_a_network_that_lets_no_save_through_is_said_and_not_passed(connection: Open) -> None:
    way = connection(PackageStandard.SCORM_12)
    way.page.route(
        "**/connection-test/*",
        lambda route: (
            route.abort()
            if route.request.method == "POST" and "content." in route.request.url
            else route.continue_()
        ),
    )
    way.open()
    way.must_end_as("connection-network")
    assert (way.state("network"), way.state("saving"), way.state("result")) == (
        *("fail", "ok"),
        "note",
    )
    assert way.recorded()["status"] == "incomplete"


def test_a_frame_without_room_or_full_screen_is_a_warning_and_passes(connection: Open) -> None:
    way = connection(PackageStandard.SCORM_12)
    way.page.set_viewport_size({"width": 300, "height": 480})
    way.open()
    way.must_end_as("connection-warn")
    assert (way.state("frame"), way.state("result")) == ("warn", "ok")
    expect(way.sheet.locator("#summary")).to_contain_text(SAYS["checks"]["frame"])


def test_the_test_is_worded_in_the_browsers_language(
    world: World, connection: Open, context: BrowserContext
) -> None:
    context.set_extra_http_headers({"Accept-Language": "fr"})
    way = connection(PackageStandard.SCORM_12)
    way.open()
    way.must_end_as("connection-ok")
    said = connection_tests.texts("fr")
    expect(way.sheet.locator("h1")).to_have_text(said["title"])
    expect(way.sheet.locator("#summary")).to_have_text(said["sums"]["ok"])
