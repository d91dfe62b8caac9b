"""The games of a learner on a Campus: what they see, what they may play, and what it costs."""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import alerts, catalogue, clients, clock, groups
from ledger.ids import new_id
from ledger.models import (
    Alert,
    AlertKind,
    Audience,
    Client,
    Game,
    Group,
    OutboxRow,
    Registration,
    Source,
    Visibility,
)
from ledger.rosters import RosterLine
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import Launch, Runtime
from scorm_bridge.rates import Rates
from tests.scorm_bridge.campus import OURS, Campus, campus_of, new_campus, set_audience
from tests.scorm_bridge.lms import launch_facts, new_lms, rows
from tests.scorm_bridge.member import MONEY
from tests.scorm_bridge.test_concurrency import at_once
from tests.worlds import World, described

ANA, BOB = "ana@beta.example", "bob@beta.example"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PassTime = Callable[[timedelta], None]

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def campus(world: World, bridge: Bridge) -> Campus:
    """Beta School's, with 120 credits; the Ferryman is for groups alone."""
    campus = new_campus(world, bridge)
    world.allocate(120, campus.client)
    set_audience(world, Audience.GROUPS)
    return campus


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> PassTime:
    start = clock.now()

    def passed(time: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + time)

    return passed


def new_game(world: World, title: str) -> Game:
    def add(session: Session) -> Game:
        game = catalogue.add_game(session, actor=world.operator, title=title)
        catalogue.add_version(session, actor=world.operator, game_id=game.id, content=described())
        session.refresh(game)
        return game

    return world.database.write(add)


def in_group(campus: Campus, *addresses: str, **facts: Any) -> Group:
    group = campus.group(**facts)
    campus.register(group, *(addresses or (ANA,)))
    return group


def cards(campus: Campus) -> dict[str, tuple[str, str]]:
    """The games on the page, by title: where each stands, and what its button says."""
    page = campus.get().text
    found = {}
    for card in re.findall(r'<li class="game">(.*?)</li>', page, re.DOTALL):
        title = unescape(re.findall(r"<h2[^>]*>(.*?)</h2>", card)[0])
        (standing,) = re.findall(r'data-state="([^"]+)"', card)
        button = re.findall(r'<button class="button[^>]*>(.*?)</button>', card)
        found[title] = (standing, button[0] if button else "")
    return found


def code_of(text: str) -> str:
    return text.partition('<p class="code">')[2].partition(" · ")[0]


def registrations(campus: Campus) -> list[Registration]:
    with campus.world.database.reading() as session:
        return list(session.scalars(select(Registration).order_by(Registration.id)))


def test_the_games_of_a_group_are_there_to_be_started(campus: Campus) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    assert cards(campus) == {"The Ferryman": ("ready", "Start")}
    page = campus.get().text
    assert "Group: Spring" in page
    assert "Until " in page
    assert not MONEY.search(page)


def test_r8_who_is_in_no_group_sees_no_game_that_is_for_groups(campus: Campus) -> None:
    campus.learner(BOB)
    in_group(campus)
    campus.sign_in(BOB)
    assert cards(campus) == {}
    assert "no game for you" in campus.get().text
    answer = campus.launch()
    assert (answer.status_code, code_of(answer.text)) == (403, "closed")
    assert campus.consumed == 6


def test_playing_in_a_group_is_paid_already_and_keeps_the_state(campus: Campus) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    facts = campus.open()
    assert (facts["mode"], facts["package"], facts["learner"]["id"]) == ("normal", None, ANA)
    assert facts["campus"] == {"url": f"https://bridge.example{campus.path}", "left_cs": None}
    campus.commit(facts, changes={"cmi.suspend_data": "half way"})
    assert cards(campus) == {"The Ferryman": ("begun", "Go on")}
    phone = campus.elsewhere().sign_in(ANA)
    assert phone.open()["state"] == {"cmi.suspend_data": "half way"}
    assert campus.consumed == 6
    assert campus.count(Runtime) == 1


def test_r8_an_open_game_registers_at_the_first_click_in_its_open_ended_group(
    campus: Campus, world: World
) -> None:
    set_audience(world, Audience.EVERYONE)
    campus.learner(ANA)
    campus.sign_in(ANA)
    assert cards(campus) == {"The Ferryman": ("open", "Start")}
    assert campus.consumed == 0
    campus.open()
    campus.open()
    [made] = registrations(campus)
    with world.database.reading() as session:
        group = session.get_one(Group, (made.account_id, made.group_id))
    assert (group.kind, group.ends_at, made.source) == ("open", None, Source.WEB)
    assert campus.consumed == 6
    assert cards(campus) == {"The Ferryman": ("begun", "Go on")}
    assert "Group:" not in campus.get().text


def test_r10_32_clicks_at_once_on_an_open_game_charge_once(campus: Campus, world: World) -> None:
    set_audience(world, Audience.EVERYONE)
    campus.learner(ANA)
    campus.sign_in(ANA)
    form, path = campus.form, f"/games/{world.game.id}"
    answers = at_once(32, lambda _: campus.post(path, form=form))
    assert Counter(answer.status_code for answer in answers) == {303: 32}
    made = rows(world.database)
    assert (made["registrations"], made["runtimes"], made["launches"]) == (1, 1, 32)
    assert campus.consumed == 6


def test_r10_32_windows_at_once_of_a_play_that_a_member_gave_have_one_state(
    campus: Campus, world: World
) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    form, path = campus.form, f"/games/{world.game.id}"
    answers = at_once(32, lambda _: campus.post(path, form=form))
    assert Counter(answer.status_code for answer in answers) == {303: 32}
    made = rows(world.database)
    assert (made["registrations"], made["runtimes"], made["launches"]) == (1, 1, 32)
    assert campus.consumed == 6


def test_of_20_learners_and_places_for_2_two_come_in_and_nobody_reads_of_money(
    campus: Campus, world: World, bridge: Bridge
) -> None:
    other = new_campus(world, bridge, "Gamma")
    world.allocate(12, other.client)
    set_audience(world, Audience.EVERYONE)
    learners = [f"learner{number}@gamma.example" for number in range(6)]
    for address in learners:
        other.learner(address)
    signed = [other.elsewhere().sign_in(address) for address in learners]
    answers = at_once(6, lambda number: signed[number].launch())
    assert Counter(answer.status_code for answer in answers) == {303: 2, 402: 4}
    refused = next(answer for answer in answers if answer.status_code == 402)
    assert code_of(refused.text) == "no-places"
    assert not MONEY.search(refused.text)
    assert other.consumed == 12


def test_owners_are_told_once_of_learners_who_are_turned_away_for_want_of_credits(
    world: World, bridge: Bridge
) -> None:
    gamma = new_campus(world, bridge, "Gamma")
    set_audience(world, Audience.EVERYONE)
    for address in (ANA, BOB):
        gamma.learner(address)
        assert gamma.elsewhere().sign_in(address).launch().status_code == 402
    told = select(Alert).where(Alert.kind == AlertKind.TURNED_AWAY)
    opened = select(OutboxRow.facts).where(OutboxRow.kind == alerts.OPENED)
    with world.database.reading() as session:
        (alert,) = session.scalars(told)
        assert (alert.wallet_id, alert.facts) == (gamma.client.id, {"wanted": 6})
        assert [facts["matter"] for facts in session.scalars(opened)] == ["turned away"]


def test_a_completed_play_is_shown_with_its_result_and_opens_for_review(campus: Campus) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    campus.finish()
    assert cards(campus) == {"The Ferryman": ("passed", "Look at it again")}
    page = campus.get().text
    assert "Score: 85" in page
    assert "Time played: 2 min" in page
    facts = campus.open()
    assert (facts["mode"], facts["commit"]["token"]) == ("review", "")
    assert campus.consumed == 6


def test_a_new_play_is_a_members_to_give(campus: Campus, world: World) -> None:
    set_audience(world, Audience.EVERYONE)
    group = in_group(campus)
    campus.sign_in(ANA)
    campus.finish()
    assert campus.open()["mode"] == "review"
    campus.register(group, ANA, new_plays=True)
    assert cards(campus) == {"The Ferryman": ("ready", "Start")}
    assert campus.open()["mode"] == "normal"
    assert campus.consumed == 12


def test_a_group_that_has_not_started_says_when_it_does(
    campus: Campus, pass_time: PassTime
) -> None:
    now = clock.now()
    in_group(campus, starts_at=now + DAY, ends_at=now + 9 * DAY)
    campus.sign_in(ANA)
    assert cards(campus) == {"The Ferryman": ("planned", "")}
    answer = campus.launch()
    assert (answer.status_code, code_of(answer.text)) == (403, "not-started")
    assert str((now + DAY).year) in answer.text
    pass_time(DAY + MINUTE)
    assert cards(campus) == {"The Ferryman": ("ready", "Start")}
    assert campus.launch().status_code == 303


def test_a_group_that_ended_lets_nobody_play_and_shows_what_was_reached(
    campus: Campus, pass_time: PassTime
) -> None:
    now = clock.now()
    in_group(campus, ANA, BOB, ends_at=now + 3 * DAY)
    campus.sign_in(ANA).finish()
    bob = campus.elsewhere().sign_in(BOB)
    bob.open()
    pass_time(3 * DAY + MINUTE)
    assert cards(campus) == {"The Ferryman": ("passed", "Look at it again")}
    assert campus.open()["mode"] == "review"
    assert cards(bob) == {"The Ferryman": ("ended", "")}
    answer = bob.launch()
    assert (answer.status_code, code_of(answer.text)) == (403, "ended")


def test_who_is_in_a_group_plays_on_while_it_is_extended(
    campus: Campus, world: World, pass_time: PassTime
) -> None:
    now = clock.now()
    group = in_group(campus, ends_at=now + 3 * DAY)
    world.database.write(
        lambda session: groups.change(
            session,
            actor=world.actor(world.manager),
            group=session.get_one(Group, (group.account_id, group.id)),
            extended_until=now + 5 * DAY,
        )
    )
    campus.sign_in(ANA)
    pass_time(4 * DAY)
    assert campus.launch().status_code == 303
    pass_time(5 * DAY + MINUTE)
    assert cards(campus)["The Ferryman"] == ("ended", "")
    assert campus.launch().status_code == 403


def test_who_was_removed_sees_the_game_no_more_and_may_not_open_it(campus: Campus) -> None:
    group = in_group(campus)
    campus.sign_in(ANA)
    campus.open()
    campus.remove(group, ANA)
    assert cards(campus) == {}
    answer = campus.launch()
    assert (answer.status_code, code_of(answer.text)) == (404, "no-play")
    campus.register(group, ANA)
    assert cards(campus) == {"The Ferryman": ("begun", "Go on")}
    assert campus.consumed == 6


def test_who_has_played_as_long_as_their_group_may_plays_no_longer(campus: Campus) -> None:
    in_group(campus, play_minutes_most=30)
    campus.sign_in(ANA)
    facts = campus.open()
    assert facts["campus"]["left_cs"] == 180_000
    campus.commit(facts, session_time_cs=60_000)
    assert "Playing time left: 20 min" in campus.get().text
    facts = campus.open()
    assert facts["campus"]["left_cs"] == 120_000
    campus.commit(facts, session_time_cs=120_000)
    assert cards(campus) == {"The Ferryman": ("time over", "")}
    answer = campus.launch()
    assert (answer.status_code, code_of(answer.text)) == (403, "time-over")
    assert "30 minutes" in answer.text


def test_a_play_that_is_over_is_looked_at_for_as_long_as_one_likes(campus: Campus) -> None:
    in_group(campus, play_minutes_most=1)
    campus.sign_in(ANA)
    campus.finish()
    assert campus.open()["campus"]["left_cs"] is None


@pytest.mark.parametrize(
    ("audience", "visibility"),
    [(Audience.NOBODY, Visibility.ALL), (Audience.EVERYONE, Visibility.OWN)],
)
def test_r7_what_is_paid_stays_playable_when_the_game_is_withdrawn(
    campus: Campus, world: World, audience: Audience, visibility: Visibility
) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    set_audience(world, audience, visibility=visibility)
    assert campus.launch().status_code == 303
    bob = campus.elsewhere()
    bob.learner(BOB)
    bob.sign_in(BOB)
    assert cards(bob) == {}
    assert bob.launch().status_code == 403
    assert campus.consumed == 6


def test_games_that_can_be_played_come_first(campus: Campus, world: World) -> None:
    finished, begun = new_game(world, "Acheron"), new_game(world, "Zephyr")
    new_game(world, "Boat")
    for name, game in (("One", finished), ("Two", begun)):
        campus.register(campus.group(name, game=game), ANA)
    campus.sign_in(ANA)
    campus.finish(finished)
    assert list(cards(campus).items()) == [
        ("Zephyr", ("ready", "Start")),
        ("Boat", ("open", "Start")),
        ("Acheron", ("passed", "Look at it again")),
    ]


def test_progress_is_shown_where_the_game_says_it(campus: Campus) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    campus.commit(campus.open(), changes={"cmi.progress_measure": "0.4"})
    assert '<progress value="40" max="100"' in campus.get().text


def test_progress_that_makes_no_sense_is_not_shown(campus: Campus) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    for value in ("nan", "inf", "much"):
        campus.commit(campus.open(), changes={"cmi.progress_measure": value})
        page = campus.get()
        assert page.status_code == 200
        assert "nan" not in page.text.partition("<progress")[2][:40]


def test_a_crowd_is_told_to_wait_and_charged_nothing(
    campus: Campus, world: World, bridge: Bridge
) -> None:
    in_group(campus)
    limited = replace(bridge, rates=Rates(per_address="1/day"))
    campus = replace(campus, browser=create_app(limited).test_client())
    campus.sign_in(ANA)
    assert [campus.launch().status_code for _ in range(2)] == [303, 429]
    assert campus.count(Launch) == 1


def test_a_learner_of_one_client_opens_nothing_on_the_campus_of_another(
    campus: Campus, world: World, bridge: Bridge
) -> None:
    other = new_campus(world, bridge, "Gamma")
    in_group(campus)
    other.learner(ANA)
    other.sign_in(ANA)
    assert cards(other) == {}
    assert other.launch().status_code == 403


def test_a_game_that_is_not_there_is_not_found(campus: Campus) -> None:
    campus.learner(ANA)
    campus.sign_in(ANA)
    assert campus.send(f"/games/{new_id()}").status_code == 404
    assert campus.send("/games/x").status_code == 404


def test_who_is_not_signed_in_is_led_to_where_they_can(campus: Campus, world: World) -> None:
    in_group(campus)
    answer = campus.post(f"/games/{world.game.id}")
    assert (answer.status_code, answer.location) == (303, campus.path)
    assert campus.count(Launch) == 0


def test_a_click_from_another_page_opens_nothing(campus: Campus, world: World) -> None:
    set_audience(world, Audience.EVERYONE)
    campus.learner(ANA)
    campus.sign_in(ANA)
    form, path = campus.form, f"/games/{world.game.id}"
    assert campus.post(path, {"Sec-Fetch-Site": "cross-site"}, form=form).status_code == 403
    assert campus.post(path, OURS, form="forged").status_code == 403
    assert campus.consumed == 0
    assert campus.count(Launch) == 0


@pytest.mark.parametrize(("language", "says"), [("fr", "Commencer"), ("es", "Empezar")])
def test_the_page_is_in_the_learners_language_whatever_the_browsers(
    campus: Campus, language: str, says: str
) -> None:
    group = campus.group()
    campus.register(group, RosterLine(1, ANA, "Ana", language))
    campus.sign_in(ANA)
    assert says in campus.get(headers={"Accept-Language": "en"}).text
    assert campus.open()["language"] == language


def test_a_language_that_we_do_not_speak_leaves_it_to_the_browser(campus: Campus) -> None:
    campus.register(campus.group(), RosterLine(1, ANA, "Ana", "de"))
    campus.sign_in(ANA)
    assert "Start" in campus.get().text
    assert campus.open()["language"] == "en"


def test_the_player_that_is_loaded_again_after_a_while_leads_back_to_the_campus(
    campus: Campus, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    address = campus.launch().location
    later = time.time() + 11 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    answer = campus.browser.get(address)
    assert (answer.status_code, answer.location) == (303, bridge.places.campus_url(campus.code))
    assert campus.browser.get(address[:-1]).status_code == 403
    other = address.replace(campus.world.account_id.hex, new_id().hex)
    assert campus.browser.get(other).status_code == 404


def test_a_package_that_is_loaded_again_after_a_while_is_opened_in_the_lms(
    world: World, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.allocate(6)
    lms = new_lms(world, bridge)
    address = lms.launch().location
    later = time.time() + 11 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert "expired" in lms.browser.get(address).text


def test_a_member_tries_games_on_the_own_campus_from_the_own_wallet(
    world: World, bridge: Bridge
) -> None:
    with world.database.reading() as session:
        client = session.scalars(select(Client).where(Client.is_own)).one()
    own = campus_of(world, bridge, client)
    world.allocate(6, client)
    set_audience(world, Audience.EVERYONE, visibility=Visibility.OWN)
    own.sign_in("marc@ludum.example")
    assert own.open()["learner"]["name"] == "Marc"
    assert own.consumed == 6


def change(campus: Campus, **changes: Any) -> None:
    campus.world.database.write(
        lambda session: clients.change_client(
            session,
            actor=campus.world.operator,
            client=session.get_one(Client, (campus.client.account_id, campus.client.id)),
            **changes,
        )
    )


def board(campus: Campus, group: Group) -> list[tuple[str, str, str]]:
    answer = campus.get(f"/groups/{group.id}/leaderboard")
    assert answer.status_code == 200
    cell = r"<t[dh][^>]*>(.*?)</t[dh]>"
    return re.findall(rf"<tr[^>]*>{cell}{cell}{cell}</tr>", answer.text)[1:]


def scored(campus: Campus, group: Group, **scores: float) -> None:
    for name, score in scores.items():
        campus.register(group, RosterLine(1, f"{name}@beta.example", name.title()))
        campus.elsewhere().sign_in(f"{name}@beta.example").finish(score=score)


def test_the_leaderboard_of_a_group_has_names_and_scores(campus: Campus) -> None:
    change(campus, has_leaderboard=True)
    group = in_group(campus)
    scored(campus, group, bob=50, cleo=90.5, dan=50)
    campus.sign_in(ANA)
    assert board(campus, group) == [("1", "Cleo", "90.5"), ("2", "Bob", "50"), ("2", "Dan", "50")]
    campus.finish(score=70)
    assert [name for _, name, _ in board(campus, group)] == [
        "Cleo",
        "an… (you)",
        "Bob",
        "Dan",
    ]
    assert f"/groups/{group.id}/leaderboard" in campus.get().text


def test_nobodys_whole_address_is_on_a_leaderboard(campus: Campus) -> None:
    change(campus, has_leaderboard=True)
    group = campus.group()
    campus.register(group, ANA, RosterLine(2, BOB, "bob@beta.example"))
    campus.sign_in(ANA).finish()
    campus.elsewhere().sign_in(BOB).finish()
    page = campus.get(f"/groups/{group.id}/leaderboard").text
    assert "@" not in page


def test_a_leaderboard_has_ten_rows_and_ones_own(campus: Campus) -> None:
    change(campus, has_leaderboard=True)
    group = in_group(campus)
    scored(campus, group, **{f"learner{chr(97 + number)}": 99 - number for number in range(11)})
    campus.sign_in(ANA).finish(score=1)
    found = board(campus, group)
    assert len(found) == 11
    assert found[-1] == ("12", "an… (you)", "1")


def test_there_is_no_leaderboard_unless_the_client_wants_one(campus: Campus) -> None:
    group = in_group(campus)
    campus.sign_in(ANA).finish()
    assert "leaderboard" not in campus.get().text
    assert campus.get(f"/groups/{group.id}/leaderboard").status_code == 404


def test_only_who_is_in_a_group_sees_its_leaderboard(
    campus: Campus, world: World, bridge: Bridge
) -> None:
    change(campus, has_leaderboard=True)
    group = in_group(campus)
    other = campus.group("Other")
    campus.register(other, BOB)
    campus.sign_in(BOB)
    assert campus.get(f"/groups/{group.id}/leaderboard").status_code == 404
    assert campus.get(f"/groups/{new_id()}/leaderboard").status_code == 404
    assert campus.elsewhere().get(f"/groups/{group.id}/leaderboard").status_code == 303
    gamma = new_campus(
        world,
        bridge,
        "Gamma",
    )
    change(gamma, has_leaderboard=True)
    gamma.learner(ANA)
    gamma.sign_in(ANA)
    assert gamma.get(f"/groups/{group.id}/leaderboard").status_code == 404


def test_the_player_of_a_campus_says_where_to_go_back_to_and_that_of_a_package_does_not(
    campus: Campus, world: World
) -> None:
    in_group(campus)
    campus.sign_in(ANA)
    launched = campus.launch()
    page = campus.browser.get(launched.location)
    assert launch_facts(page)["campus"]["url"].endswith(campus.path)
    assert "/campus?language=" in page.text
