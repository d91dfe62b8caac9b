"""Published sample courses, SCORM 1.2 and 2004, played in the player."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from scorm_bridge.models import PackageStandard
from tests.scorm_bridge.player import stage as stages
from tests.scorm_bridge.player.crossing import crossings
from tests.worlds import World

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"


@pytest.fixture(params=["golf_scorm12_single.zip", "golf_scorm2004_3rd_single.zip"])
def archive(request: pytest.FixtureRequest) -> Path:
    found = SAMPLES / str(request.param)
    if not found.is_file():
        pytest.skip(f"the sample {found.name} is not beside this checkout")
    return found


@pytest.fixture
def sample(archive: Path, context: BrowserContext, tmp_path: Path) -> Iterator[stages.Stage]:
    with stages.stage(context, archive, tmp_path) as stage:
        yield stage


def play(game: FrameLocator, page: Page) -> None:
    """Turn the pages to the end, and answer the test there."""
    for _ in range(14):
        game.locator("#butNext").click()
        page.wait_for_timeout(30)
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
    play(sample.game, sample.page)
    facts = sample.eventually(lambda facts: facts["score"] is not None)
    assert facts["status"] in ("passed", "failed")
    assert 0 <= facts["score"] <= 100
    assert sample.bridge.outcome["completion"] == "completed"
    sample.player.locator("#leave").click()
    sample.player.locator("#farewell").wait_for()
    assert sample.recorded()["total_time"]


def test_a_sample_reports_into_a_2004_package(
    archive: Path, context: BrowserContext, world: World, tmp_path: Path
) -> None:
    """Through the bridge itself: completed, with a verdict and a score in points and scaled."""
    world.allocate(6)
    with crossings(world, context, tmp_path) as opened:
        way = opened(archive, PackageStandard.SCORM_2004_4TH)
        way.launch()
        game = way.player.frame_locator("#game")
        game.locator("#butNext").wait_for()
        play(game, way.page)
        cmi = way.eventually(lambda facts: facts["score"] is not None)["cmi"]
        assert (cmi["cmi.completion_status"], cmi["cmi.score.max"]) == ("completed", "100")
        assert cmi["cmi.success_status"] in ("passed", "failed")
        assert float(cmi["cmi.score.scaled"]) == pytest.approx(float(cmi["cmi.score.raw"]) / 100)
        assert way.leave()["cmi"]["cmi.exit"] == "normal"


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
