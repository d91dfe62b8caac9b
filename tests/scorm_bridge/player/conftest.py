"""Where the player's tests happen: before a stub of the bridge, or across the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from scorm_bridge.demo_game import build_demo_game
from scorm_bridge.models import PackageStandard, Standard
from tests.databases import SQLite
from tests.scorm_bridge.player import stage as stages
from tests.scorm_bridge.player.crossing import Crossing, Open, crossings
from tests.worlds import World


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


@pytest.fixture
def database_url(sqlite: SQLite) -> Iterator[str]:
    """One engine is enough here: what depends on it is tested without a browser."""
    with sqlite.database() as url:
        yield url


@pytest.fixture
def crossing(world: World, context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    with crossings(world, context, tmp_path) as opened:
        yield opened


@pytest.fixture
def way(world: World, crossing: Open) -> Crossing:
    """Ana before a SCORM 1.2 game in a SCORM 1.2 package, for which Acme has credits."""
    world.allocate(120)
    return crossing(Standard.SCORM_12, PackageStandard.SCORM_12)
