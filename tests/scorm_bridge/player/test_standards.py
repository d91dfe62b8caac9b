"""Every game standard in every package standard: the real bridge, a browser, an LMS's record."""

import re

import pytest
from playwright.sync_api import expect

from scorm_bridge.models import PackageStandard, Standard
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import PLAYS, SCORM_2004, TONGUES, Facts, Tongue
from tests.worlds import World

SAYS = TEXTS["en"]


@pytest.mark.parametrize("package", PackageStandard)
@pytest.mark.parametrize("game", PLAYS)
def test_a_game_of_any_standard_in_a_package_of_any_standard(
    world: World, crossing: Open, game: Standard, package: PackageStandard
) -> None:
    """Left and resumed, then passed: progress, time, location, result and exit arrive."""
    world.allocate(6)
    play, tongue, way = PLAYS[game], TONGUES[package], crossing(game, package)

    way.launch()
    assert way.call(play, play.initialize, "") == "true"
    way.session(play, play.begin)
    facts = way.leave()
    assert (facts["status"], facts["location"], facts["score"]) == ("incomplete", "page 2", None)
    assert (facts["exit"], facts["entry"]) == ("suspend", "resume")
    assert seconds(facts["total_time"]) == 90
    if play.api == tongue.api == "API_1484_11":
        assert facts["cmi"]["cmi.progress_measure"] == "0.5"

    way.launch()
    assert way.call(play, play.initialize, "") == "true"
    found = {element: way.call(play, play.get, element) for element in play.resumed}
    assert found == play.resumed
    way.session(play, play.end)
    facts = way.leave()
    assert tongue.passed.items() <= facts["cmi"].items()
    assert (facts["location"], facts["score"]) == ("the end", 83.5)
    assert facts["suspend_data"].startswith("o1.")
    assert facts["exit"] == ("" if package is PackageStandard.SCORM_12 else "normal")
    assert seconds(facts["total_time"]) == 210.5
    must_be_spoken_well(tongue, facts["calls"], launches=2)
    assert consumed(world) == 6


@pytest.mark.parametrize("package", PackageStandard)
def test_a_web_page_is_completed_once_it_is_opened(
    world: World, crossing: Open, package: PackageStandard
) -> None:
    """Without a score; the next launch is a review, and the LMS still says completed."""
    world.allocate(6)
    tongue, way = TONGUES[package], crossing(Standard.WEB, package)
    way.launch()
    way.eventually(lambda facts: facts["status"] == "completed")
    facts = way.leave()
    assert (facts["status"], facts["score"]) == ("completed", None)
    assert seconds(facts["total_time"]) >= 0
    must_be_spoken_well(tongue, facts["calls"], launches=1)

    way.launch()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    assert (way.leave()["status"], consumed(world)) == ("completed", 6)


@pytest.mark.parametrize("package", PackageStandard)
def test_a_learner_who_just_goes_away_resumes(
    world: World, crossing: Open, package: PackageStandard
) -> None:
    world.allocate(6)
    tongue, way, play = TONGUES[package], crossing(Standard.SCORM_2004, package), SCORM_2004
    way.launch()
    assert way.call(play, play.initialize, "") == "true"
    assert way.call(play, play.set, "cmi.location", "page 2") == "true"
    way.eventually(lambda facts: facts["location"] == "page 2")
    facts = way.go_away()
    assert (facts["status"], facts["exit"], facts["entry"]) == ("incomplete", "suspend", "resume")
    must_be_spoken_well(tongue, facts["calls"], launches=1)
    way.launch()
    assert way.call(play, play.initialize, "") == "true"
    assert way.call(play, play.get, "cmi.location") == "page 2"


@pytest.mark.parametrize("package", PackageStandard)
def test_a_learner_turned_away_has_neither_completed_nor_scored(
    crossing: Open, package: PackageStandard
) -> None:
    """There are no credits: the attempt is begun and suspended, and nothing else."""
    tongue, way = TONGUES[package], crossing(Standard.SCORM_12, package)
    way.open()
    way.player.locator("h1").wait_for()
    facts = way.go_away()
    assert (facts["status"], facts["score"], facts["suspend_data"]) == ("incomplete", None, "")
    assert facts["exit"] == "suspend"
    assert [call["function"] for call in spoken(facts["calls"], 1) if is_change(call)] == [
        *(tongue.initialize, tongue.set, tongue.commit),
        *(tongue.set, tongue.commit, tongue.finish),
    ]


@pytest.mark.parametrize("package", PackageStandard)
@pytest.mark.parametrize("mode", ["browse", "review"])
def test_preview_and_a_review_of_nothing_write_nothing(
    crossing: Open, package: PackageStandard, mode: str
) -> None:
    way = crossing(Standard.WEB, package)
    way.open(mode)
    way.player.locator("h1").wait_for()
    way.page.goto("about:blank")
    way.page.wait_for_timeout(300)  # a call that should not be there would be sent by now
    calls = spoken(way.recorded()["calls"], 1)
    assert [call["function"] for call in calls if is_change(call)] == [TONGUES[package].initialize]


def spoken(calls: list[Facts], launch: int) -> list[Facts]:
    """The calls of a launch, but for the questions about errors."""
    return [call for call in calls if call["launch"] == launch and "Error" not in call["function"]]


def is_change(call: Facts) -> bool:
    return "GetValue" not in call["function"]


def must_be_spoken_well(tongue: Tongue, calls: list[Facts], *, launches: int) -> None:
    """In each launch Initialize first and once, Finish last and once; every value was taken."""
    for launch in range(1, launches + 1):
        said = spoken(calls, launch)
        names = [call["function"] for call in said]
        assert (names[0], names.count(tongue.initialize)) == (tongue.initialize, 1)
        assert (names[-1], names.count(tongue.finish)) == (tongue.finish, 1)
        sets = [call for call in said if call["function"] == tongue.set]
        assert [call for call in sets if call["result"] != "true"] == []
        told = [call["args"] for call in sets]
        assert {value[:3] for name, value in told if name == "cmi.suspend_data"} <= {"o1."}
        assert max(len(value) for _, value in told) <= 255
        times = [value for name, value in told if name == tongue.session_time]
        assert times
        assert all(tongue.time.fullmatch(value) for value in times)


def seconds(written: str) -> float:
    """Of a duration as either standard writes it."""
    if clock := re.fullmatch(r"(\d+):(\d+):([\d.]+)", written):
        hours, minutes, rest = map(float, clock.groups())
    else:
        interval = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", written)
        assert interval, written
        hours, minutes, rest = (float(part or 0) for part in interval.groups())
    return hours * 3600 + minutes * 60 + rest
