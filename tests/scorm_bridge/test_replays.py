"""A learner whose play is over: a review, or another play once they press for it."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from scorm_bridge.models import Replays
from tests.scorm_bridge.lms import DONE, LMS_ORIGIN, PUBLIC, Lms, consumed, launch_facts, rows
from tests.scorm_bridge.member import MONEY, change, refused
from tests.scorm_bridge.test_concurrency import at_once

pytestmark = pytest.mark.timeout(60)


def test_a_finished_play_is_reviewed_unless_the_package_says_otherwise(lms: Lms) -> None:
    lms.finish()
    assert lms.open()["mode"] == "review"
    change(lms, replays=Replays.REFUSED)
    refused(lms.launch(), "finished")
    assert lms.open(mode="review")["mode"] == "review"
    assert consumed(lms.world) == 6


def test_a_new_play_is_offered_and_charged_at_the_press(lms: Lms) -> None:
    change(lms, replays=Replays.NEW_PLAY)
    lms.finish()
    page = lms.launch()
    assert (page.status_code, consumed(lms.world)) == (200, 6)
    assert "Play again" in page.text
    assert f"form-action 'self' {lms.content_origin}" in page.headers["Content-Security-Policy"]
    assert not MONEY.search(page.text)
    assert opened(lms, press(lms, page, "review"))["mode"] == "review"
    assert consumed(lms.world) == 6
    first = opened(lms, press(lms, page))
    assert (first["mode"], first["package"]["origin"]) == ("normal", LMS_ORIGIN)
    assert first["state"] == {}
    assert consumed(lms.world) == 12
    again = opened(lms, press(lms, page))
    assert again["package"]["pointer"] == first["package"]["pointer"]
    lms.commit(again, outcome=DONE)
    assert "Play again" in press(lms, page).text  # spent: that play is over as well
    assert consumed(lms.world) == 12


def test_play_again_pressed_many_times_is_charged_once(lms: Lms) -> None:
    change(lms, replays=Replays.NEW_PLAY)
    lms.finish()
    page = lms.launch()
    assert {answer.status_code for answer in at_once(12, lambda _: press(lms, page))} == {303}
    assert consumed(lms.world) == 12


def test_an_offer_is_bound_by_the_options_of_the_moment(lms: Lms) -> None:
    change(lms, replays=Replays.NEW_PLAY)
    lms.finish()
    page = lms.launch()
    change(lms, language="es")
    assert "otra plaza de Acme Learning" in lms.launch().text
    change(lms, cap=1, language=None)
    refused(press(lms, page), "full")
    change(lms, cap=None, is_closed_to_newcomers=True)
    assert opened(lms, press(lms, page))["mode"] == "review"
    change(lms, is_enabled=False)
    refused(press(lms, page), "disabled")
    assert consumed(lms.world) == 6


@pytest.mark.parametrize("offer", ["", "x", "é"])
def test_an_offer_that_is_forged_opens_nothing(lms: Lms, offer: str) -> None:
    before = rows(lms.world.database)
    answer = lms.browser.post("/launch/again", base_url=PUBLIC, data={"offer": offer})
    refused(answer, "expired")
    assert rows(lms.world.database) == before


def press(lms: Lms, page: TestResponse, choice: str = "again") -> TestResponse:
    """Press a button of the page that offers another play."""
    (offer,) = re.findall(r'name="offer" value="([^"]+)"', page.text)
    return lms.browser.post(
        "/launch/again",
        base_url=PUBLIC,
        data={"offer": offer, "choice": choice},
        headers={"Origin": PUBLIC},
    )


def opened(lms: Lms, answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 303, answer.text
    return launch_facts(lms.browser.get(answer.location))
