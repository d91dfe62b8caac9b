"""The story of the demo, told whole on each database: every number in it is read back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.demo.scene import running_scene
from bot.demo.story import Story


@pytest.mark.timeout(300)
def test_the_story_of_the_demo_comes_true(
    database_url: str, browser: Browser, tmp_path: Path
) -> None:
    told: list[str] = []
    with running_scene(tmp_path, database_url) as scene:
        Story(scene=scene, browser=browser, say=told.append).tell()
    assert "All is right" in told[-1]
