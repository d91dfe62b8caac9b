"""A learner who waits is let in without opening the game again, and is refused once."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from scorm_bridge import holds, usage
from scorm_bridge.models import Replays
from tests.scorm_bridge.lms import (
    DONE,
    LMS_ORIGIN,
    PUBLIC,
    Lms,
    consumed,
    launch_facts,
    new_package,
    rows,
    token_of,
)
from tests.scorm_bridge.member import MONEY, acted, change, refused
from tests.scorm_bridge.test_holds import told
from tests.scorm_bridge.test_rates import limited

SCRIPT = {"Accept": "application/json"}
WAITS = {"waits": 20}
SHOWS = {"shows": True}


@pytest.fixture
def page(lms: Lms) -> TestResponse:
    """The page of Cleo, who is held."""
    change(lms, burst_most=1, burst_minutes=10, burst_holds=True)
    lms.open("ana")
    return lms.launch("cleo", learner_name="Pérez, Cleo")


def retry(lms: Lms, page: TestResponse, headers: dict[str, str] | None = None) -> TestResponse:
    (token,) = re.findall(r'name="launch" value="([^"]+)"', page.text)
    return lms.browser.post(
        "/launch/retry",
        base_url=PUBLIC,
        data={"launch": token},
        headers={"Origin": PUBLIC, **(headers or {})},
    )


def asked(lms: Lms, page: TestResponse) -> Any:
    return retry(lms, page, SCRIPT).json


def release(lms: Lms) -> None:
    acted(lms, holds.release)


def test_the_page_of_who_waits_can_ask_again(lms: Lms, page: TestResponse) -> None:
    refused(page, "held")
    assert "Try now" in page.text
    assert f"form-action 'self' {lms.content_origin}" in page.headers["Content-Security-Policy"]
    assert "cleo" not in page.text
    assert "Pérez" not in page.text


def test_asking_again_is_no_new_refusal_and_changes_nothing(lms: Lms, page: TestResponse) -> None:
    before, told_before = rows(lms.world.database), told(lms)
    for _ in range(3):
        assert asked(lms, page) == WAITS
    refused(retry(lms, page), "held")
    assert rows(lms.world.database) == before
    assert acted(lms, usage.of_package).refused == {"held": 1}
    assert told(lms) == told_before


def test_who_was_released_is_let_in_and_charged_once(lms: Lms, page: TestResponse) -> None:
    release(lms)
    for _ in range(2):  # an answer that was lost is asked for again
        facts = launch_facts(lms.browser.get(asked(lms, page)["opens"]))
        assert facts["learner"] == {"id": "cleo", "name": "Pérez, Cleo"}
        assert (facts["mode"], facts["package"]["origin"]) == ("normal", LMS_ORIGIN)
    assert consumed(lms.world) == 12


def test_without_a_script_the_button_lets_in(lms: Lms, page: TestResponse) -> None:
    release(lms)
    answer = retry(lms, page)
    assert answer.status_code == 303
    assert launch_facts(lms.browser.get(answer.location))["learner"]["id"] == "cleo"
    assert consumed(lms.world) == 12


def test_what_else_became_of_the_launch_is_a_page_of_its_own(lms: Lms, page: TestResponse) -> None:
    change(lms, is_enabled=False)
    before = rows(lms.world.database)
    assert asked(lms, page) == SHOWS
    assert rows(lms.world.database) == before
    refused(retry(lms, page), "disabled")
    assert acted(lms, usage.of_package).refused == {"disabled": 1, "held": 1}


def test_a_client_that_ran_out_meanwhile_shows_no_places(lms: Lms, page: TestResponse) -> None:
    other = token_of(lms.world, new_package(lms.world))
    for number in range(19):  # 120 credits are 20 plays, of which Ana has one
        lms.launch(f"other {number}", token=other)
    release(lms)
    assert asked(lms, page) == SHOWS
    answer = retry(lms, page)
    assert (answer.status_code, "no place left" in answer.text) == (402, True)


def test_who_came_in_by_another_way_need_not_wait(lms: Lms, page: TestResponse) -> None:
    assert lms.launch("cleo", token=token_of(lms.world, new_package(lms.world))).status_code == 303
    assert "opens" in asked(lms, page)
    assert consumed(lms.world) == 12


def test_a_play_that_is_over_meanwhile_is_offered_again(lms: Lms, page: TestResponse) -> None:
    change(lms, replays=Replays.NEW_PLAY, burst_holds=False)
    lms.commit(lms.open("cleo"), outcome=DONE)
    assert asked(lms, page) == SHOWS
    assert "Play again" in retry(lms, page).text


def test_who_comes_after_the_most_that_are_kept_waits_and_is_not_counted_again(
    lms: Lms, page: TestResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "WAITING_MOST", 1)
    late = lms.launch("dan")
    assert asked(lms, late) == WAITS
    assert acted(lms, usage.of_package).refused == {"held": 2}
    monkeypatch.setattr(holds, "WAITING_MOST", 2)
    assert asked(lms, late) == WAITS
    assert rows(lms.world.database)["held_learners"] == 2


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_forged_page_opens_nothing(lms: Lms, token: str) -> None:
    before = rows(lms.world.database)
    data = {"launch": token}
    answer = lms.browser.post("/launch/retry", base_url=PUBLIC, data=data, headers=SCRIPT)
    assert answer.json == SHOWS
    refused(lms.browser.post("/launch/retry", base_url=PUBLIC, data=data), "expired")
    assert rows(lms.world.database) == before


def test_an_offer_is_no_page_that_waits(lms: Lms) -> None:
    offer = lms.bridge.tokens.offer([lms.token, "ana", "Ana", "normal", ""])
    answer = lms.browser.post("/launch/retry", base_url=PUBLIC, data={"launch": offer})
    refused(answer, "expired")


def test_waiting_is_never_reached_by_a_link(lms: Lms) -> None:
    assert lms.browser.get("/launch/retry", base_url=PUBLIC).status_code == 405


def test_too_many_questions_are_told_to_wait_longer(lms: Lms, page: TestResponse) -> None:
    few = limited(lms, per_address="1/minute")
    assert asked(few, page) == WAITS
    answer = retry(few, page, SCRIPT)
    assert answer.status_code == 429
    assert answer.json == {"waits": int(answer.headers["Retry-After"])}


def test_a_crowded_launch_keeps_its_mode(lms: Lms) -> None:
    lms.finish("ana")
    few = limited(lms, per_address="1/minute")
    few.launch("ben")
    page = few.launch("ana", mode="review")
    assert page.status_code == 429
    facts = launch_facts(lms.browser.get(asked(lms, page)["opens"]))
    assert (facts["mode"], facts["learner"]["id"]) == ("review", "ana")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Leave this page open"), ("fr", "Laissez cette page ouverte"), ("es", "Deja esta")],
)
def test_the_page_is_in_the_learners_language(
    lms: Lms, page: TestResponse, language: str, words: str
) -> None:
    change(lms, language=language)
    spoken = lms.launch("cleo")
    assert words in spoken.text
    assert f'<html lang="{language}">' in spoken.text
    assert not MONEY.search(spoken.text)
