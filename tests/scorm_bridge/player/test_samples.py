"""Published sample courses, SCORM 1.2 and 2004, played in the player."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, expect

from tests.scorm_bridge.player import stage as stages

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"


@pytest.fixture(params=["golf_scorm12_single.zip", "golf_scorm2004_3rd_single.zip"])
def sample(
    request: pytest.FixtureRequest, context: BrowserContext, tmp_path: Path
) -> Iterator[stages.Stage]:
    archive = SAMPLES / request.param
    if not archive.is_file():
        pytest.skip(f"the sample {request.param} is not beside this checkout")
    with stages.stage(context, archive, tmp_path) as stage:
        yield stage


def play(game: FrameLocator, stage: stages.Stage) -> None:
    """Turn the pages to the end, and answer the test there."""
    for _ in range(14):
        game.locator("#butNext").click()
        stage.page.wait_for_timeout(30)
    test = game.frame_locator("#contentFrame")
    for option in test.locator("input[type=radio]").all():
        option.check()
    for answer in test.locator("input[type=text]").all():
        answer.fill("18")
    test.locator("input[type=button]").click()


def test_a_sample_reports_into_a_1_2_package(sample: stages.Stage) -> None:
    """Location, score and result of either standard reach a SCORM 1.2 LMS; leaving suspends."""
    sample.launch()
    sample.game.locator("#butNext").wait_for()
    play(sample.game, sample)
    facts = sample.eventually(lambda facts: facts["score"] is not None)
    assert facts["status"] in ("passed", "failed")
    assert 0 <= facts["score"] <= 100
    assert sample.bridge.outcome["completion"] == "completed"
    sample.player.locator("#leave").click()
    sample.player.locator("#farewell").wait_for()
    assert sample.recorded()["total_time"]


def test_a_sample_resumes_where_it_was_left(sample: stages.Stage) -> None:
    """The page it was left on comes back; the sample asks first."""
    sample.page.on("dialog", lambda dialog: dialog.accept())
    sample.launch()
    for _ in range(3):
        sample.game.locator("#butNext").click()
        sample.page.wait_for_timeout(50)
    sample.player.locator("#leave").click()
    sample.player.locator("#farewell").wait_for()
    left_at = sample.recorded()["location"]
    sample.end_attempt()
    sample.launch()
    sample.game.locator("#butNext").wait_for()
    assert left_at == "3"
    page = sample.game.locator("#contentFrame")
    expect(page).to_have_attribute("src", "../Playing/OtherScoring.html")
