"""The player fills what an LMS gives it: a laptop's frame, a phone's, or the whole screen."""

import time

import pytest
from playwright.sync_api import Frame, expect

from tests.scorm_bridge.player.stage import TEXTS, Stage

SAYS = TEXTS["en"]


def player_of(stage: Stage) -> Frame:
    stage.game.locator("#start").wait_for()
    found = stage.page.frame(url="**/play/*")
    assert found is not None
    return found


def until(player: Frame, condition: str) -> None:
    """Asked from outside: the page's policy lets nothing be evaluated in it."""
    deadline = time.monotonic() + 10
    while not player.evaluate(condition):
        assert time.monotonic() < deadline, condition
        player.page.wait_for_timeout(20)


@pytest.mark.parametrize(("width", "height"), [(650, 480), (367, 600)])
def test_the_game_gets_nearly_all_of_a_frame(stage: Stage, width: int, height: int) -> None:
    """Nothing scrolls sideways, and nothing of the bar is cut off."""
    stage.launch()
    player = player_of(stage)
    size = f"border: 0; width: {width}px; height: {height}px"
    stage.page.locator("iframe.content").evaluate("(frame, size) => (frame.style = size)", size)
    until(player, f"innerWidth === {width} && innerHeight === {height}")
    assert player.evaluate("document.documentElement.scrollWidth") == width
    game = player.evaluate("document.getElementById('game').getBoundingClientRect().toJSON()")
    assert (game["width"], game["height"] >= 0.85 * height) == (width, True)
    assert player.locator("#leave").evaluate("it => it.getBoundingClientRect().right") <= width
    assert player.locator("h1").evaluate("it => it.clientWidth") >= 90


def test_the_game_takes_the_whole_screen_and_gives_it_back(stage: Stage) -> None:
    """From a frame within a frame, by the button and by the key that every browser has for it."""
    stage.launch()
    player = player_of(stage)
    button = player.get_by_role("button", name=SAYS["full_screen"], exact=True)
    button.click()
    until(player, "document.fullscreenElement === document.documentElement")
    leave = player.get_by_role("button", name=SAYS["leave_full_screen"])
    leave.click()
    until(player, "document.fullscreenElement === null")
    button.click()
    expect(leave).to_be_visible()
    player.locator("#leave").click()
    until(player, "document.fullscreenElement === null")
    expect(player.locator("#fullscreen")).to_be_hidden()


def test_without_leave_for_a_full_screen_there_is_no_button(stage: Stage) -> None:
    """As in an LMS whose frame does not pass it on."""
    stage.context.add_init_script(
        'Object.defineProperty(Document.prototype, "fullscreenEnabled", { value: false })'
    )
    stage.launch()
    player_of(stage)
    expect(stage.player.locator("#leave")).to_be_visible()
    expect(stage.player.locator("#fullscreen")).to_be_hidden()
