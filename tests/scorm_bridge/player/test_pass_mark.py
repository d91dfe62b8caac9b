"""A package's pass mark: what the game is told, and what the bridge and the LMS then record."""

import pytest
from sqlalchemy import select, update

from scorm_bridge.models import Package, PackageStandard, Reporting, Runtime, Standard
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.standards import PLAYS
from tests.worlds import World

GIVEN = {
    Standard.SCORM_12: ("cmi.student_data.mastery_score", "80"),
    Standard.SCORM_2004: ("cmi.scaled_passing_score", "0.8"),
}
COMPLETED = {
    Standard.SCORM_12: ({"cmi.core.lesson_status": "completed"}, "cmi.core.score.raw"),
    Standard.SCORM_2004: ({"cmi.completion_status": "completed"}, "cmi.score.raw"),
}
STANDARDS = [
    (Standard.SCORM_12, PackageStandard.SCORM_12),
    (Standard.SCORM_2004, PackageStandard.SCORM_2004_4TH),
    (Standard.SCORM_2004, PackageStandard.SCORM_12),
]


@pytest.fixture
def crossing(world: World, crossing: Open) -> Open:
    """For whose launches Acme has credits."""
    world.allocate(6)
    return crossing


def set_mark(world: World, mark: int | None, **more: Reporting) -> None:
    world.database.write(
        lambda session: session.execute(update(Package).values(pass_mark=mark, **more))
    )


def kept(world: World) -> tuple[str, str, int | None]:
    """What the bridge kept of the only play: completion, success, hundredths of a point."""
    row = world.database.read(lambda session: session.scalars(select(Runtime)).one())
    return row.completion, row.success, row.score


def played(way: Crossing, game: Standard, score: str) -> dict[str, str]:
    """Completed with a score, without a verdict of the game's own; gives what the LMS has."""
    play, (completed, raw) = PLAYS[game], COMPLETED[game]
    way.launch()
    way.call(play, play.initialize, "")
    way.session(play, {raw: score, **completed})
    facts = way.leave()
    cmi: dict[str, str] = facts["cmi"]
    return cmi


def verdict(package: PackageStandard, cmi: dict[str, str]) -> str:
    is_12 = package is PackageStandard.SCORM_12
    return cmi["cmi.core.lesson_status" if is_12 else "cmi.success_status"]


@pytest.mark.parametrize(("game", "package"), STANDARDS)
@pytest.mark.parametrize(("score", "success"), [("80", "passed"), ("79.5", "failed")])
def test_a_play_is_passed_when_its_score_reaches_the_pass_mark(
    *,
    world: World,
    crossing: Open,
    game: Standard,
    package: PackageStandard,
    score: str,
    success: str,
) -> None:
    way = crossing(game, package)
    set_mark(world, 80)
    cmi = played(way, game, score)
    assert verdict(package, cmi) == success
    assert kept(world) == ("completed", success, round(float(score) * 100))


@pytest.mark.parametrize(("game", "package"), STANDARDS)
def test_the_game_is_told_the_pass_mark_at_the_next_launch(
    world: World, crossing: Open, game: Standard, package: PackageStandard
) -> None:
    play, (element, mark), way = PLAYS[game], GIVEN[game], crossing(game, package)
    way.launch()
    way.call(play, play.initialize, "")
    assert way.call(play, play.get, element) == ""
    set_mark(world, 80)
    way.go_away()
    way.launch()
    way.call(play, play.initialize, "")
    assert way.call(play, play.get, element) == mark


def test_a_verdict_without_a_score_is_the_games_own(world: World, crossing: Open) -> None:
    way, play = crossing(Standard.SCORM_12, PackageStandard.SCORM_12), PLAYS[Standard.SCORM_12]
    set_mark(world, 80)
    way.launch()
    way.call(play, play.initialize, "")
    way.session(play, {"cmi.core.lesson_status": "failed"})
    assert way.leave()["status"] == "failed"
    assert kept(world) == ("completed", "failed", None)


def test_a_score_that_is_set_after_the_verdict_decides(world: World, crossing: Open) -> None:
    way, play = crossing(Standard.SCORM_12, PackageStandard.SCORM_12), PLAYS[Standard.SCORM_12]
    set_mark(world, 80)
    way.launch()
    way.call(play, play.initialize, "")
    assert way.call(play, play.set, "cmi.core.lesson_status", "passed") == "true"
    # Saved without a verdict: what is passed once stays passed.
    way.eventually(lambda facts: facts["status"] == "completed")
    way.session(play, {"cmi.core.score.raw": "40"})
    assert way.leave()["status"] == "failed"
    assert kept(world) == ("completed", "failed", 4000)


def test_completion_only_reporting_tells_the_lms_no_verdict(world: World, crossing: Open) -> None:
    way = crossing(Standard.SCORM_12, PackageStandard.SCORM_12)
    set_mark(world, 80, reporting=Reporting.COMPLETION)
    assert verdict(PackageStandard.SCORM_12, played(way, Standard.SCORM_12, "40")) == "completed"
    assert kept(world) == ("completed", "failed", 4000)
