"""The stage of the player's tests, with the Ferryman in the game's place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from scorm_bridge.demo_game import build_demo_game
from tests.scorm_bridge.player import stage as stages


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 760, "height": 760})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def stage(context: BrowserContext, tmp_path: Path) -> Iterator[stages.Stage]:
    with stages.stage(context, build_demo_game(tmp_path / "game.zip"), tmp_path) as stage:
        yield stage
