"""Games of several SCOs: in order, with a menu, each with its state, rolled up to one outcome."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from scorm_bridge.models import PackageStandard, Runtime, Standard
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing, Open
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import PLAYS, TONGUES, Sets
from tests.scorm_bridge.player.test_standards import must_be_spoken_well, seconds
from tests.worlds import World

SAYS = TEXTS["en"]
TITLES = ("Oars", "The coin & <the> ferry", "Far shore")
ITEMS = """
<item identifier="oars" identifierref="r1"><title>Oars</title></item>
<item identifier="crossing"><title>The crossing</title>
  <item identifier="coin" identifierref="r2"><title>The coin &amp; &lt;the&gt; ferry</title></item>
</item>
<item identifier="shore" identifierref="r3"><title>Far shore</title></item>
"""
RESOURCES = """
<resource identifier="r1" adlcp:scormtype="sco" href="oars.html"/>
<resource identifier="r2" adlcp:scormtype="sco" href="coin.html"/>
<resource identifier="r3" adlcp:scormtype="{}" href="shore.html"/>
"""
VERSIONS = {Standard.SCORM_12: "1.2", Standard.SCORM_2004: "2004 4th Edition"}
PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1>"
PAGES = {f"{name}.html": PAGE.format(name) for name in ("oars", "coin", "shore")}

# What a SCO says to be passed, or failed, with some points of 100.
RESULTS = {
    Standard.SCORM_12: ("cmi.core.lesson_status", "cmi.core.score.raw", 1),
    Standard.SCORM_2004: ("cmi.success_status", "cmi.score.scaled", 100),
}


@pytest.fixture
def crossing(world: World, crossing: Open) -> Open:
    """For whose launches Acme has credits."""
    world.allocate(6)
    return crossing


def several(
    folder: Path, standard: Standard, *, last: str = "sco", pages: dict[str, str] | None = None
) -> Path:
    """A game of three SCOs, or of two and an asset at the end."""
    resources = RESOURCES.format(last)
    xml = zips.manifest(items=ITEMS, resources=resources, version=VERSIONS[standard])
    members = {name: page.encode() for name, page in (PAGES | (pages or {})).items()}
    return zips.write(folder / "several.zip", members, manifest=xml)


def result(standard: Standard, success: str, points: int) -> Sets:
    status, score, full = RESULTS[standard]
    sets = {score: str(points / full), status: success}
    return sets | ({} if standard is Standard.SCORM_12 else {"cmi.completion_status": "completed"})


def come_to(way: Crossing, name: str) -> None:
    """Wait until a SCO is open."""
    expect(way.player.frame_locator("#game").locator("h1")).to_have_text(name)


def play(way: Crossing, standard: Standard, sets: Sets) -> None:
    """Play the SCO that is open, from its first call to its last."""
    assert way.call(PLAYS[standard], PLAYS[standard].initialize, "") == "true"
    way.session(PLAYS[standard], sets)


def read(way: Crossing, standard: Standard, *elements: str) -> list[str]:
    spoken = PLAYS[standard]
    if way.call(spoken, spoken.get, elements[0]) == "":
        assert way.call(spoken, spoken.initialize, "") == "true"
    return [way.call(spoken, spoken.get, element) for element in elements]


def step(way: Crossing, at: int) -> Locator:
    return way.player.locator("#menu-list button").nth(at)


def turn_to(way: Crossing, at: int, name: str) -> None:
    way.player.locator("#menu-toggle").click()
    step(way, at).click()
    come_to(way, name)


def standings(way: Crossing) -> list[str]:
    return way.player.locator(".menu-standing").all_inner_texts()


@pytest.mark.parametrize("package", [PackageStandard.SCORM_12, PackageStandard.SCORM_2004_4TH])
@pytest.mark.parametrize("standard", VERSIONS)
def test_scos_are_played_in_order_and_come_to_one_outcome(
    world: World, crossing: Open, tmp_path: Path, standard: Standard, package: PackageStandard
) -> None:
    """The LMS learns of the end alone: passed, with the mean of the scores; an asset has none."""
    way = crossing(several(tmp_path, standard, last="asset"), package)
    way.launch()
    come_to(way, "oars")
    assert standings(way) == [SAYS["step_begun"], SAYS["step_untouched"], SAYS["step_untouched"]]
    play(way, standard, result(standard, "passed", 80))
    facts = way.eventually(lambda facts: facts["score"] == 80)
    assert (facts["status"], facts["location"]) == ("incomplete", "oars")
    if package is PackageStandard.SCORM_2004_4TH:
        assert facts["cmi"]["cmi.progress_measure"] == "0.3333"

    way.player.locator("#menu-next").click()
    come_to(way, "coin")
    assert read(way, standard, "cmi.suspend_data") == [""]
    way.session(PLAYS[standard], result(standard, "passed", 65))
    facts = way.eventually(lambda facts: facts["score"] == 72.5)
    assert (facts["status"], facts["location"], consumed(world)) == ("incomplete", "coin", 6)

    way.player.locator("#menu-next").click()
    come_to(way, "shore")
    way.eventually(lambda facts: facts["status"] == "passed")
    assert standings(way) == [SAYS["step_passed"], SAYS["step_passed"], SAYS["step_done"]]
    expect(way.player.locator("#menu-next")).to_be_hidden()
    facts = way.leave()
    assert (facts["status"], facts["score"], facts["location"]) == ("passed", 72.5, "shore")
    assert facts["exit"] == ("" if package is PackageStandard.SCORM_12 else "normal")
    must_be_spoken_well(TONGUES[package], facts["calls"], launches=1)


@pytest.mark.parametrize("standard", VERSIONS)
def test_each_sco_resumes_with_its_own_state(
    crossing: Open, tmp_path: Path, standard: Standard
) -> None:
    """Two at the limits of suspend data; the game opens where it was left, not at the first."""
    spoken = PLAYS[standard]
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    most = len(spoken.begin["cmi.suspend_data"])
    mine = {"oars": "o" * most, "coin": "c" * most}
    way.launch()
    come_to(way, "oars")
    play(way, standard, spoken.begin | {"cmi.suspend_data": mine["oars"]})
    turn_to(way, 1, "coin")
    play(way, standard, spoken.begin | {"cmi.suspend_data": mine["coin"]})
    facts = way.leave()
    assert (facts["status"], facts["location"]) == ("incomplete", "coin")
    assert seconds(facts["total_time"]) == 180

    for _ in range(2):
        way.launch()
        for at, name in ((1, "coin"), (0, "oars"), (1, "coin")):
            if standings(way) and step(way, at).get_attribute("aria-current") is None:
                turn_to(way, at, name)
            come_to(way, name)
            resumed = spoken.resumed | {"cmi.suspend_data": mine[name]}
            resumed = {name: value for name, value in resumed.items() if "time" not in name}
            found = read(way, standard, *resumed)
            assert dict(zip(resumed, found, strict=True)) == resumed
        assert standings(way) == [SAYS["step_begun"], SAYS["step_begun"], SAYS["step_untouched"]]
        way.leave()


def test_the_time_of_each_sco_is_its_own_and_that_of_the_game_all_of_it(
    crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_12
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    play(way, standard, {"cmi.core.session_time": "00:01:00"})
    turn_to(way, 1, "coin")
    for minutes in (2, 3):
        come_to(way, "coin")
        play(way, standard, {"cmi.core.session_time": f"00:0{minutes}:00"})
        way.leave()
        way.launch()
    assert read(way, standard, "cmi.core.total_time") == ["00:05:00"]
    turn_to(way, 0, "oars")
    assert read(way, standard, "cmi.core.total_time") == ["00:01:00"]
    assert seconds(way.recorded()["total_time"]) == 360


LAST_WORDS = """<script>
parent.API.LMSInitialize("");
addEventListener("pagehide", () => {
  parent.API.LMSSetValue("cmi.core.lesson_location", "said last");
  parent.API.LMSSetValue("cmi.core.lesson_status", "completed");
  parent.API.LMSFinish("");
});
</script>"""


def test_what_a_sco_says_while_it_is_unloaded_is_its_own(crossing: Open, tmp_path: Path) -> None:
    pages = {"oars.html": PAGE.format("oars") + LAST_WORDS}
    game = several(tmp_path, Standard.SCORM_12, pages=pages)
    way = crossing(game, PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    turn_to(way, 1, "coin")
    assert standings(way) == [SAYS["step_done"], SAYS["step_begun"], SAYS["step_untouched"]]
    assert read(way, Standard.SCORM_12, "cmi.core.lesson_location") == [""]
    turn_to(way, 0, "oars")
    location = way.game.evaluate("parent.API.LMSGetValue('cmi.core.lesson_location')")
    assert location == "said last"


ASKING = "<script>addEventListener('beforeunload', (event) => event.preventDefault())</script>"


def test_a_learner_who_is_asked_by_a_sco_and_stays_is_still_in_it(
    crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_12
    game = several(tmp_path, standard, pages={"oars.html": PAGE.format("oars") + ASKING})
    way = crossing(game, PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    way.player.frame_locator("#game").locator("h1").click()  # a browser asks whoever acted only
    way.page.once("dialog", lambda dialog: dialog.dismiss())
    way.player.locator("#menu-toggle").click()
    step(way, 1).click()
    way.page.wait_for_timeout(2500)  # what should not happen would have by now
    come_to(way, "oars")
    play(way, standard, {"cmi.core.lesson_status": "completed"})
    way.page.once("dialog", lambda dialog: dialog.accept())
    turn_to(way, 1, "coin")
    assert standings(way)[0] == SAYS["step_done"]


def test_what_a_sco_reached_in_an_older_window_is_rolled_up_at_the_next_launch(
    world: World, crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_12
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    way.launch()
    for at, name in enumerate(("oars", "coin")):
        if at:
            turn_to(way, at, name)
        come_to(way, name)
        play(way, standard, result(standard, "passed", 90))
    assert way.leave()["status"] == "incomplete"
    world.database.write(reach_the_shore)
    way.launch()
    way.eventually(lambda facts: (facts["status"], facts["score"]) == ("passed", 80))


def reach_the_shore(session: Session) -> None:
    """As a commit of an older window leaves it."""
    row = session.scalars(select(Runtime)).one()
    row.state = row.state | {"shore/obole.outcome": "completed passed 60"}


def test_a_game_fails_only_at_its_end_and_can_still_be_passed(
    world: World, crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_2004
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    play(way, standard, result(standard, "failed", 20))
    assert way.eventually(lambda facts: facts["score"] == 20)["status"] == "incomplete"
    for at, name in ((1, "coin"), (2, "shore")):
        turn_to(way, at, name)
        play(way, standard, result(standard, "passed", 80))
    way.eventually(lambda facts: (facts["status"], facts["score"]) == ("failed", 60))
    turn_to(way, 0, "oars")
    play(way, standard, result(standard, "passed", 50))
    way.eventually(lambda facts: (facts["status"], facts["score"]) == ("passed", 70))
    assert standings(way) == [SAYS["step_passed"]] * 3


def test_the_menu_is_worked_by_keyboard(crossing: Open, tmp_path: Path) -> None:
    """Tab, Enter, Escape; the step that is open is marked, and the focus goes into the game."""
    way = crossing(several(tmp_path, Standard.SCORM_12), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    toggle, keys = way.player.locator("#menu-toggle"), way.page.keyboard
    expect(way.player.get_by_role("navigation", name=SAYS["steps"])).to_be_visible()
    expect(toggle).to_have_text("Step 1 of 3: Oars")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.focus()
    keys.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    keys.press("Tab")
    expect(step(way, 0)).to_be_focused()
    expect(step(way, 0)).to_have_attribute("aria-current", "step")
    keys.press("Escape")
    expect(toggle).to_be_focused()
    expect(step(way, 0)).to_be_hidden()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    expect(step(way, 1)).to_have_accessible_name(f"{TITLES[1]} {SAYS['step_untouched']}")
    keys.press("Enter")
    come_to(way, "coin")
    expect(step(way, 1)).to_be_hidden()
    expect(step(way, 1)).to_have_attribute("aria-current", "step")
    expect(way.player.locator("#menu [aria-current]")).to_have_count(1)
    expect(way.player.locator("#game")).to_be_focused()


def test_a_finished_sco_offers_the_next_and_says_so(crossing: Open, tmp_path: Path) -> None:
    way = crossing(several(tmp_path, Standard.SCORM_12), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    offer, news = way.player.locator("#menu-next"), way.player.locator("#menu-news")
    expect(offer).to_be_hidden()
    play(way, Standard.SCORM_12, {"cmi.core.lesson_status": "completed"})
    expect(offer).to_have_text(f"Next: {TITLES[1]}")
    expect(news).to_have_text(f"Oars: Completed. Next: {TITLES[1]}")
    offer.focus()
    way.page.keyboard.press("Enter")
    come_to(way, "coin")
    expect(offer).to_be_hidden()


def test_a_sco_of_2004_may_ask_to_go_on(crossing: Open, tmp_path: Path) -> None:
    way = crossing(several(tmp_path, Standard.SCORM_2004), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    play(way, Standard.SCORM_2004, {"adl.nav.request": "continue"})
    come_to(way, "coin")
    play(way, Standard.SCORM_2004, {"adl.nav.request": "previous"})
    come_to(way, "oars")
    play(way, Standard.SCORM_2004, {"adl.nav.request": "{target=shore}choice"})
    come_to(way, "shore")


@pytest.mark.parametrize(("width", "height"), [(367, 600), (650, 480), (1100, 700)])
def test_the_menu_leaves_the_game_its_room(
    crossing: Open, tmp_path: Path, width: int, height: int
) -> None:
    way = crossing(several(tmp_path, Standard.SCORM_12), PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    fit(way, width, height)
    game = way.player.locator("#game")
    room = game.evaluate("game => [game.clientWidth, game.clientHeight]")
    is_beside = width > 940
    assert room[0] >= (700 if is_beside else width)
    assert room[1] >= height - 100
    assert way.player.locator("#menu-toggle").is_visible() is not is_beside
    assert way.player.locator("#menu-list").is_visible() is is_beside
    if not is_beside:
        way.player.locator("#menu-toggle").click()
        expect(step(way, 2)).to_be_in_viewport()
        assert game.evaluate("game => [game.clientWidth, game.clientHeight]") == room
    assert way.player.locator("body").evaluate("body => body.scrollWidth") <= width


def fit(way: Crossing, width: int, height: int) -> None:
    """Give the package's frame in the LMS a size, and wait until the player has it."""
    way.page.set_viewport_size({"width": width + 100, "height": height + 200})
    size = f"all: unset; display: block; width: {width}px; height: {height}px"
    way.page.locator("iframe.content").evaluate(
        "(frame, size) => (frame.style.cssText = size)", size
    )
    expect(way.player.locator("body")).to_have_css("width", f"{width}px")
    expect(way.player.locator("body")).to_have_css("height", f"{height}px")


def test_a_long_menu_opens_at_the_step_that_is_open(crossing: Open, tmp_path: Path) -> None:
    """Twenty long titles: the list scrolls, and the line it unfolds from keeps its room."""
    item = '<item identifier="i{0}" identifierref="r"><title>Step {0} {1}</title></item>'
    items = "".join(item.format(n, "of a very long way " * 8) for n in range(20))
    resource = '<resource identifier="r" adlcp:scormtype="sco" href="oars.html"/>'
    xml = zips.manifest(items=items, resources=resource)
    pages = {"oars.html": PAGE.format("oars").encode()}
    game = zips.write(tmp_path / "long.zip", pages, manifest=xml)
    way = crossing(game, PackageStandard.SCORM_12)
    way.launch()
    come_to(way, "oars")
    fit(way, 367, 600)
    turn_to(way, 19, "oars")
    expect(step(way, 19)).to_have_attribute("aria-current", "step")
    play(way, Standard.SCORM_12, {"cmi.core.lesson_status": "completed"})
    expect(way.player.locator("#menu-next")).to_be_visible()
    toggle = way.player.locator("#menu-toggle")
    assert toggle.evaluate("toggle => toggle.clientWidth") > 130
    toggle.click()
    way.player.locator("#menu-list").evaluate("list => (list.scrollTop = 0)")
    expect(step(way, 19)).not_to_be_in_viewport()
    toggle.click()
    toggle.click()
    expect(step(way, 19)).to_be_in_viewport()


def test_a_review_opens_every_sco_with_its_state_and_changes_none(
    world: World, crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_12
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    way.launch()
    for at, name in enumerate(("oars", "coin", "shore")):
        if at:
            turn_to(way, at, name)
        come_to(way, name)
        play(way, standard, {"cmi.suspend_data": name, **result(standard, "passed", 90)})
    assert way.leave()["status"] == "passed"

    way.launch()
    expect(way.player.locator("#notice")).to_have_text(SAYS["review"])
    for at, name in ((0, "oars"), (2, "shore"), (1, "coin")):
        if at:
            turn_to(way, at, name)
        come_to(way, name)
        found = read(way, standard, "cmi.core.lesson_mode", "cmi.suspend_data")
        assert found == ["review", name]
        way.session(PLAYS[standard], {"cmi.suspend_data": "x", **result(standard, "failed", 0)})
        assert standings(way) == [SAYS["step_passed"]] * 3
    facts = way.leave()
    assert (facts["status"], facts["score"], consumed(world)) == ("passed", 90, 6)


def test_in_a_preview_the_menu_works_and_nothing_is_kept(
    world: World, crossing: Open, tmp_path: Path
) -> None:
    standard = Standard.SCORM_12
    way = crossing(several(tmp_path, standard), PackageStandard.SCORM_12)
    way.open("browse")
    come_to(way, "oars")
    play(way, standard, {"cmi.suspend_data": "mine", **result(standard, "passed", 90)})
    way.player.locator("#menu-next").click()
    come_to(way, "coin")
    assert standings(way) == [SAYS["step_passed"], SAYS["step_begun"], SAYS["step_untouched"]]
    turn_to(way, 0, "oars")
    found = read(way, standard, "cmi.core.lesson_mode", "cmi.suspend_data", "cmi.core.entry")
    assert found == ["browse", "", "ab-initio"]
    assert consumed(world) == 0
