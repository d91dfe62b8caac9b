"""What a learner can send to whoever helps them: opened with a key, naming nobody."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from scorm_bridge import package_files
from tests.scorm_bridge import zips
from tests.scorm_bridge.player import stage as stages
from tests.scorm_bridge.player.stage import TEXTS, Stage

SAYS = TEXTS["en"]
KEY = "Control+Alt+d"


@pytest.fixture
def report(stage: Stage) -> Locator:
    return stage.player.locator("dialog[open] .diagnostic-report")


def opened(stage: Stage) -> None:
    """The Ferryman is on its way and the LMS knows."""
    stage.launch()
    stage.game.locator("#start").click()
    stage.eventually(lambda facts: facts["location"] == "crossing-1")


def test_it_opens_with_a_key_typed_in_the_game(stage: Stage, report: Locator) -> None:
    """And says what support looks up, and how things stand."""
    opened(stage)
    stage.game.locator("[data-answer=six]").press(KEY)
    facts = report.locator("dl")
    for name, value in (
        ("Code", "launch-1"),
        ("Package", "scorm12"),
        ("LMS", "answers in scorm12"),
        ("Storage", "allowed"),
        ("Network", "online"),
        ("Place", "a frame"),
    ):
        expect(facts).to_contain_text(f"{name}{value}")
    expect(facts).to_contain_text(re.compile(r"Commits\d sent, all saved"))


def test_it_opens_with_a_key_typed_in_a_frame_of_the_game(
    context: BrowserContext, tmp_path: Path
) -> None:
    """Many games are frames within frames; one of another origin is none of ours."""
    members = {
        "index.html": b'<iframe src="inner.html"></iframe><iframe src="data:text/html,x"></iframe>',
        "inner.html": b"<script>addEventListener('load', () => {"
        b"document.body.append(Object.assign(document.createElement('iframe'),"
        b"{ src: 'button.html' })) })</script><body>",
        "button.html": b"<button>Play</button>",
    }
    with stages.stage(context, zips.write(tmp_path / "game.zip", members), tmp_path) as stage:
        stage.launch()
        inner = stage.game.frame_locator("iframe").first.frame_locator("iframe")
        inner.locator("button").click()
        inner.locator("button").press(KEY)
        expect(stage.player.locator("dialog[open] dl")).to_contain_text("Codelaunch-1")


def test_it_shows_the_calls_to_the_lms_and_what_their_errors_mean(
    stage: Stage, report: Locator
) -> None:
    stage.is_unruly = True  # a score of 101 is what the LMS is to refuse
    opened(stage)
    player = stage.page.frame(url="**/play/*")
    assert player is not None
    player.evaluate(
        """async () => {
            const { greet } = await import("/player/link.js");
            const link = await greet({ origin: null });
            await link.set({ "cmi.core.score.raw": "101" });
        }"""
    )
    stage.player.locator("#leave").press(KEY)
    expect(report.locator("tr", has_text="LMSInitialize()")).to_contain_text("true0")
    refused = report.locator("tr", has_text="LMSSetValue(cmi.core.score.raw, 101)")
    expect(refused).to_contain_text("405: the value is of the wrong type or too long")


def test_it_says_nothing_of_who_the_learner_is(stage: Stage, report: Locator) -> None:
    opened(stage)
    stage.player.locator("#leave").press(KEY)
    expect(report.locator("tr", has_text="student_name")).to_contain_text("(hidden)")
    shown = report.inner_text()
    assert "Pérez" not in shown
    assert not re.search(r"\bana\b", shown)


def test_it_is_copied_and_closed_by_the_keyboard(stage: Stage, report: Locator) -> None:
    """The focus is on *Copy*, and goes back to where it was."""
    opened(stage)
    stage.player.locator("#leave").press(KEY)
    report.locator("table").wait_for()
    expect(stage.player.locator("dialog button").first).to_be_focused()
    stage.page.keyboard.press("Enter")
    expect(stage.player.locator("dialog [role=status]")).to_have_text(SAYS["diagnostic_copied"])
    stage.page.keyboard.press("Escape")
    expect(stage.player.locator("dialog")).to_be_hidden()
    expect(stage.player.locator("#leave")).to_be_focused()


def test_it_tells_of_saving_that_failed(stage: Stage, report: Locator) -> None:
    stage.bridge.error = "This play is closed."
    stage.launch()
    expect(stage.player.locator("#notice")).to_have_text(SAYS["refused"])
    stage.player.locator("#leave").press(KEY)
    expect(report.locator("dl")).to_contain_text("refused")
    expect(report.locator("dl")).to_contain_text("This play is closed.")


def test_the_package_of_an_earlier_version_does_not_tell_its_calls(
    stage: Stage, report: Locator
) -> None:
    """A page that lies in an LMS for years answers what it knew when it was built."""
    script = package_files.page_files()["obole.js"].decode()
    assert "    log() {" in script
    earlier = script.replace("    log() {", "    later() {")
    stage.page.route(
        "**/obole.js", lambda route: route.fulfill(body=earlier, content_type="text/javascript")
    )
    opened(stage)
    stage.player.locator("#leave").press(KEY)
    expect(report).to_contain_text("of an earlier version")


def test_a_page_without_an_lms_shows_what_it_knows(stage: Stage) -> None:
    stage.page.goto(f"{stage.content}/index.html")
    expect(stage.page.get_by_role("status")).to_contain_text("did not answer")
    stage.page.keyboard.press(KEY)
    expect(stage.page.locator("#log")).to_contain_text("scorm12, no API")
    stage.page.keyboard.press("Escape")
    expect(stage.page.locator("#log")).to_have_count(0)


def test_the_page_around_a_refusal_shows_its_calls(stage: Stage) -> None:
    """The refusal hears the key, and asks the page that made the launch."""
    stage.bridge.is_refusing = True
    stage.launch()
    stage.player.locator("h1").click()
    stage.page.keyboard.press(KEY)
    log = stage.package.locator("#log")
    expect(log).to_contain_text("LMSGetValue(cmi.core.student_id) = (hidden) [0]")
    assert "Pérez" not in log.inner_text()
    log.press("Escape")
    expect(log).to_have_count(0)
