"""The link of a reminder: it turns them off, by a page or by one click of a mail program."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ledger import clients, erasure
from ledger.models import Learner, Registration
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from tests.scorm_bridge.lms import PUBLIC
from tests.worlds import World

OTHER = "b8n3q5y6rc"


@pytest.fixture
def browser(bridge: Bridge) -> FlaskClient:
    return create_app(bridge).test_client()


@pytest.fixture
def learner(world: World) -> Learner:
    world.allocate(6)
    play = world.register("ines@nord.example")
    with world.database.reading() as session:
        made = session.get_one(Registration, (world.account_id, world.acme.id, play.id))
        return session.get_one(Learner, (world.account_id, world.acme.id, made.learner_id))


@pytest.fixture
def path(world: World, bridge: Bridge, learner: Learner) -> str:
    code = world.database.read(lambda session: clients.campus_code(session, world.acme))
    token = bridge.tokens.reminders(learner.account_id, learner.client_id, learner.id)
    return f"/campus/{code}/reminders/{token}"


def look(browser: FlaskClient, path: str, language: str = "en") -> TestResponse:
    return browser.get(path, base_url=PUBLIC, headers={"Accept-Language": language})


def press(browser: FlaskClient, path: str) -> TestResponse:
    return browser.post(path, base_url=PUBLIC)


def off_at(world: World) -> datetime | None:
    with world.database.reading() as session:
        return session.scalars(select(Learner.reminders_off_at)).one()


def test_to_look_at_the_page_changes_nothing_and_its_button_turns_reminders_off(
    world: World, browser: FlaskClient, path: str
) -> None:
    shown = look(browser, path)
    assert "No more reminders</button>" in shown.text
    assert off_at(world) is None
    assert "You get no more reminders of Acme Learning." in press(browser, path).text
    assert off_at(world) is not None
    assert "<button" not in look(browser, path).text


def test_one_click_of_a_mail_program_is_enough(
    world: World, browser: FlaskClient, path: str
) -> None:
    """RFC 8058, 3.2: a POST of this one field, without a cookie; no redirect."""
    answer = browser.post(path, base_url=PUBLIC, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, off_at(world) is None) == (200, False)


def test_to_turn_them_off_again_changes_nothing(
    world: World, browser: FlaskClient, path: str
) -> None:
    press(browser, path)
    first = off_at(world)
    assert press(browser, path).status_code == 200
    assert off_at(world) == first


def test_the_page_is_in_the_browsers_language_else_in_the_learners(
    world: World, browser: FlaskClient, path: str, learner: Learner
) -> None:
    assert "Ne plus recevoir de rappels" in look(browser, path, "fr").text

    def speak_spanish(session: object) -> None:
        session.merge(learner).language = "es"  # type: ignore[attr-defined]

    world.database.write(speak_spanish)
    assert "No recibir más recordatorios" in look(browser, path, "de").text


def test_a_link_that_is_forged_or_of_another_campus_is_one_refusal(
    world: World, bridge: Bridge, browser: FlaskClient, path: str, learner: Learner
) -> None:
    ids = (learner.account_id, learner.client_id, learner.id)
    code = path.split("/")[2]
    forged = [
        path[:-3] + "abc",
        path.replace(code, OTHER),
        path.replace(code, f"{code}%00"),
        f"/campus/{code}/reminders/{bridge.tokens.sign_in(*ids[::2])}",
        f"/campus/{code}/reminders/{bridge.tokens.reminders(ids[0], ids[1], ids[0])}",
    ]
    for one in forged:
        for answer in (look(browser, one), press(browser, one)):
            assert answer.status_code == 404
            assert "This link is not valid" in answer.text
    assert off_at(world) is None


def test_who_was_erased_is_told_nothing_of_it(
    world: World, browser: FlaskClient, path: str, learner: Learner
) -> None:
    world.database.write(
        lambda session: erasure.erase_learner(
            session, actor=world.operator, client=world.acme, learner=session.merge(learner)
        )
    )
    for answer in (look(browser, path), press(browser, path)):
        assert "You get no more reminders of Acme Learning." in answer.text


def test_no_site_can_frame_the_page_and_it_holds_no_cookie(browser: FlaskClient, path: str) -> None:
    for answer in (look(browser, path), press(browser, path), look(browser, path[:-3])):
        assert answer.headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_it_is_on_the_bridges_host_alone(browser: FlaskClient, path: str) -> None:
    assert browser.post(path, base_url="https://x.games.example").status_code == 404
