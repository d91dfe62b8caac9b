"""A preview's link in a browser: the page, the button, the game, and nothing that stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from scorm_bridge import games, previews
from scorm_bridge.app import create_app
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.demo_game import RIGHT_ANSWERS, build_demo_game
from scorm_bridge.places import Places
from tests.databases import SQLite
from tests.scorm_bridge.lms import new_bridge, rows
from tests.scorm_bridge.player.stage import TEXTS, served
from tests.worlds import KEYRING, World

SAYS = TEXTS["en"]


@pytest.fixture
def database_url(sqlite: SQLite) -> Iterator[str]:
    """One engine is enough here: what depends on it is tested without a browser."""
    with sqlite.database() as url:
        yield url


@pytest.fixture
def link(world: World, tmp_path: Path) -> Iterator[str]:
    file = build_demo_game(tmp_path / "game.zip")
    game = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="Over the river"
        )
    )
    preview = world.database.write(
        lambda session: previews.make(session, actor=world.operator, game=game)
    )
    app = create_app(new_bridge(world.database))
    with served(app) as port:
        places = Places(
            f"http://bridge.localhost:{port}", f"http://{{label}}.content.localhost:{port}"
        )
        bridge = Bridge(database=world.database, keyring=KEYRING, places=places)
        app.extensions[EXTENSION] = bridge
        yield places.preview_url(bridge.tokens.preview(world.account_id, preview.id))


def test_a_preview_is_played_to_its_end_and_leaves_nothing(
    world: World, link: str, context: BrowserContext
) -> None:
    """The game plays as ever; the page says that nothing is recorded, and nothing is."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    before = rows(world.database)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Over the river")
    page.locator("button").click()
    expect(page.locator("#notice")).to_have_text(SAYS["preview"])
    expect(page.locator("#leave")).to_have_text(SAYS["leave_unsaved"])
    game = page.frame_locator("#game")
    game.locator("#start").click()
    for answer in RIGHT_ANSWERS:
        game.locator(f"[data-answer={answer}]").click()
        game.locator("#next").click()
    page.locator("#leave").click()
    expect(page.locator("#farewell")).to_contain_text(SAYS["left_preview"])
    assert errors == []
    assert rows(world.database) == before | {"launches": 1}
