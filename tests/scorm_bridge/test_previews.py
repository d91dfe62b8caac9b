"""Preview links: what a member makes, who opens it how often, and that it costs nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ledger import clock
from ledger.errors import NoContent, NotAllowed
from ledger.ids import new_id
from ledger.models import AuditEntry, Member, Visibility
from scorm_bridge import previews
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.errors import BadPreview, UnknownPreview
from scorm_bridge.models import Launch, Mode, Preview
from scorm_bridge.rates import Rates
from tests.scorm_bridge.lms import COMMIT, PUBLIC, Lms, launch_facts, rows
from tests.scorm_bridge.member import MONEY
from tests.scorm_bridge.test_concurrency import at_once
from tests.worlds import World

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def browser(bridge: Bridge) -> FlaskClient:
    return create_app(bridge).test_client()


def made(world: World, *, by: Member | None = None, most: int = 3, days: int = 7) -> Preview:
    actor = world.actor(by or world.manager)
    return world.database.write(
        lambda session: previews.make(session, actor=actor, game=world.game, most=most, days=days)
    )


def path_of(bridge: Bridge, preview: Preview) -> str:
    return f"/preview/{bridge.tokens.preview(preview.account_id, preview.id)}"


def press(browser: FlaskClient, path: str) -> TestResponse:
    return browser.post(path, base_url=PUBLIC)


def look(browser: FlaskClient, path: str, language: str = "en") -> TestResponse:
    return browser.get(path, base_url=PUBLIC, headers={"Accept-Language": language})


def code_of(answer: TestResponse) -> str:
    return answer.text.partition('<p class="code">')[2].partition(" · ")[0]


def used(world: World) -> int:
    return world.database.read(lambda session: session.scalars(select(Preview.used)).one())


def end_now(world: World) -> None:
    past = clock.now() - timedelta(seconds=1)
    world.database.write(lambda session: session.execute(update(Preview).values(ends_at=past)))


def test_a_link_opens_the_game_as_a_preview_that_cannot_commit(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    opened = press(browser, path_of(bridge, made(world)))
    assert opened.status_code == 303
    facts = launch_facts(browser.get(opened.location))
    assert (facts["mode"], facts["package"], facts["commit"]["token"]) == ("browse", None, "")
    assert facts["learner"] == {"id": "", "name": ""}
    origin = bridge.places.content_origin(world.account_id)
    assert browser.post(COMMIT, base_url=origin, json={"token": ""}).status_code == 403


def test_only_the_button_uses_an_opening_up(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    path = path_of(bridge, made(world, most=2))
    for _ in range(5):
        assert browser.head(path, base_url=PUBLIC).status_code == 200
    page = look(browser, path)
    assert page.status_code == 200
    assert "The Ferryman" in page.text
    assert "opened 2 more times" in page.text
    assert used(world) == 0
    assert press(browser, path).status_code == 303
    assert "opened once more" in look(browser, path).text


def test_an_opening_adds_a_launch_and_nothing_else(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    """Nobody is registered, nothing is charged, no state is kept."""
    preview = made(world)
    before = rows(world.database)
    opened = press(browser, path_of(bridge, preview))
    launch_facts(browser.get(opened.location))
    assert rows(world.database) == before | {"launches": before["launches"] + 1}
    launch = world.database.read(lambda session: session.scalars(select(Launch)).one())
    assert (launch.preview_id, launch.package_id, launch.mode) == (preview.id, None, Mode.BROWSE)


def test_a_preview_opens_as_often_as_it_says(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    path = path_of(bridge, made(world, most=2))
    assert [press(browser, path).status_code for _ in range(3)] == [303, 303, 410]
    assert code_of(look(browser, path)) == "preview-used-up"
    assert used(world) == 2


def test_a_preview_never_opens_more_often_however_many_press_at_once(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    path = path_of(bridge, made(world, most=5))
    # Each a browser of its own. Applications are made one after the other: Python 3.11 parses in
    # one thread at a time, or stops with a SystemError.
    browsers = [create_app(bridge).test_client() for _ in range(20)]
    answers = at_once(20, lambda number: press(browsers[number], path))
    assert Counter(answer.status_code for answer in answers) == {303: 5, 410: 15}
    assert (used(world), rows(world.database)["launches"]) == (5, 5)


def test_beyond_the_launches_of_an_address_no_opening_is_used_up(
    world: World, bridge: Bridge
) -> None:
    browser = create_app(replace(bridge, rates=Rates(per_address="1/minute"))).test_client()
    path = path_of(bridge, made(world))
    first, second = press(browser, path), press(browser, path)
    assert (first.status_code, second.status_code) == (303, 429)
    assert int(second.headers["Retry-After"]) >= 1
    assert code_of(second) == "busy"
    assert used(world) == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This preview has ended."),
        ("fr", "Cet aperçu est terminé."),
        ("es", "Esta vista previa ha terminado."),
    ],
)
def test_a_preview_that_ended_opens_nothing_and_says_so(
    world: World, bridge: Bridge, browser: FlaskClient, language: str, sentence: str
) -> None:
    path = path_of(bridge, made(world))
    end_now(world)
    answer = look(browser, path, language)
    assert (answer.status_code, code_of(answer)) == (410, "preview-ended")
    assert sentence in answer.text
    assert press(browser, path).status_code == 410
    assert used(world) == 0


def test_a_link_that_was_changed_opens_nothing(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    path = path_of(bridge, made(world))
    nobodys = f"/preview/{bridge.tokens.preview(world.account_id, new_id())}"
    before = rows(world.database)
    for forged in (path[:-1], f"{path}x", "/preview/x", "/preview/%ED%A0%80", nobodys):
        for answer in (look(browser, forged), press(browser, forged)):
            assert (answer.status_code, code_of(answer)) == (404, "preview-token")
    assert rows(world.database) == before


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_page_of_a_link_says_nothing_of_money_and_holds_no_personal_data(
    world: World, bridge: Bridge, browser: FlaskClient, language: str
) -> None:
    page = look(browser, path_of(bridge, made(world, by=world.owner)), language)
    assert f'<html lang="{language}">' in page.text
    assert not MONEY.search(page.text)
    assert "ludum.example" not in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )


def test_a_preview_shows_a_game_that_no_client_sees(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    def hide(session: Session) -> None:
        session.merge(world.game).visibility = Visibility.ONLY

    world.database.write(hide)
    assert press(browser, path_of(bridge, made(world))).status_code == 303


def test_a_viewer_neither_makes_nor_ends_a_preview(world: World) -> None:
    viewer = world.actor(world.viewer)
    preview = made(world)
    with pytest.raises(NotAllowed) as refusal:
        made(world, by=world.viewer)
    assert refusal.value.allowed == ["owner", "manager"]
    with pytest.raises(NotAllowed):
        world.database.write(lambda session: previews.end(session, actor=viewer, preview=preview))


@pytest.mark.parametrize(
    ("most", "days", "measure"),
    [(0, 7, "openings"), (1001, 7, "openings"), (3, 0, "days"), (3, 91, "days")],
)
def test_limits_that_make_no_sense_make_no_link(
    world: World, most: int, days: int, measure: str
) -> None:
    before = rows(world.database)
    with pytest.raises(BadPreview) as refusal:
        made(world, most=most, days=days)
    assert refusal.value.measure == measure
    assert rows(world.database) == before


def test_a_game_without_content_has_no_preview(world: World) -> None:
    world.game.current_version = 0
    with pytest.raises(NoContent):
        made(world)


def test_previews_are_found_by_the_beginning_of_their_id_and_listed_newest_first(
    world: World,
) -> None:
    first, second = made(world), made(world)
    with world.database.reading() as session:
        listed = previews.all_previews(session, account_id=world.account_id, game=world.game)
        assert [shown.preview.id for shown in listed] == [second.id, first.id]
        found = previews.find_preview(session, account_id=world.account_id, given=str(first.id))
        assert found.preview.id == first.id
        for given in ("zzz", str(new_id()), ""):
            with pytest.raises(UnknownPreview):
                previews.find_preview(session, account_id=world.account_id, given=given)


def test_making_and_ending_are_audited_once_each(world: World) -> None:
    preview = made(world)
    for _ in range(2):
        world.database.write(
            lambda session: previews.end(
                session, actor=world.operator, preview=session.get_one(Preview, key_of(preview))
            )
        )
    acts = world.database.read(
        lambda session: session.scalars(
            select(AuditEntry.act)
            .where(AuditEntry.subject_id == preview.id)
            .order_by(AuditEntry.id)
        ).all()
    )
    assert acts == ["make preview", "end preview"]


def test_a_preview_of_a_game_leaves_packages_launches_as_they_are(lms: Lms, bridge: Bridge) -> None:
    path = path_of(bridge, made(lms.world))
    assert press(lms.browser, path).status_code == 303
    assert lms.open("ana")["mode"] == "normal"


def key_of(preview: Preview) -> tuple[object, object]:
    return preview.account_id, preview.id
