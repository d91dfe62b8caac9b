"""The connection test's package and its two routes: who gets one, what opens, what is kept."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ledger import clients, clock
from ledger.errors import ClientArchived, NotAllowed
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.models import Access, Client, Member
from scorm_bridge import connection_tests, manifest
from scorm_bridge.app import create_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.errors import AccessIsCampus, TokenRejected
from scorm_bridge.models import PackageStandard
from scorm_bridge.player import LANGUAGES
from scorm_bridge.tokens import Connection, Tokens
from tests.scorm_bridge.lms import LMS_ORIGIN, PUBLIC, rows
from tests.scorm_bridge.member import MONEY
from tests.scorm_bridge.schemas import flaws
from tests.worlds import SECRET_KEY, World


@pytest.fixture
def browser(bridge: Bridge) -> FlaskClient:
    return create_app(bridge).test_client()


def written(
    world: World,
    bridge: Bridge,
    *,
    by: Member | None = None,
    client: Client | None = None,
    standard: PackageStandard = PackageStandard.SCORM_12,
) -> dict[str, bytes]:
    whole = world.database.read(
        lambda session: connection_tests.as_zip(
            session,
            actor=world.actor(by or world.manager),
            client=client or world.acme,
            standard=standard,
            tokens=bridge.tokens,
            places=bridge.places,
        )
    )
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def config_of(members: dict[str, bytes]) -> dict[str, Any]:
    text = members["config.js"].decode().removeprefix("window.OBOLE = ").rstrip(";\n")
    config: dict[str, Any] = json.loads(text)
    return config


def token_for(world: World, bridge: Bridge) -> str:
    return bridge.tokens.connection_test(world.account_id, world.acme.id, clock.now())


def begin(browser: FlaskClient, token: str) -> TestResponse:
    form = {"token": token, "learner_id": "ana", "learner_name": "Pérez, Ana", "mode": "normal"}
    headers = {"Origin": LMS_ORIGIN}
    return browser.post("/connection-test", base_url=PUBLIC, data=form, headers=headers)


@pytest.mark.parametrize("standard", PackageStandard)
def test_the_package_is_a_valid_one_like_any_other(
    world: World, bridge: Bridge, standard: PackageStandard
) -> None:
    members = written(world, bridge, standard=standard)
    assert flaws(members["imsmanifest.xml"], standard) == ""
    found = manifest.read(members["imsmanifest.xml"])
    assert found.title == "Connection test"
    assert [sco.launch_path for sco in found.scos] == ["index.html"]
    config = config_of(members)
    assert config["launch"] == f"{PUBLIC}/connection-test"
    assert config["player"] == bridge.places.content_origin(world.account_id)
    assert config["standard"] == standard.runtime.value


def test_it_opens_a_page_of_the_content_origin_and_nothing_is_kept(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    before = rows(world.database)
    begun = begin(browser, config_of(written(world, bridge))["token"])
    assert begun.status_code == 303
    assert begun.location.startswith(bridge.places.content_origin(world.account_id))
    assert "ana" not in begun.location
    page = browser.get(begun.location)
    assert page.status_code == 200
    assert f'"origin": "{LMS_ORIGIN}"' in page.text
    assert browser.post(begun.location, data=b"x" * 60 * 1024).status_code == 204
    assert rows(world.database) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_worded_in_each_language_without_a_word_on_money(
    world: World, bridge: Bridge, browser: FlaskClient, language: str
) -> None:
    begun = begin(browser, token_for(world, bridge))
    page = browser.get(begun.location, headers={"Accept-Language": language})
    said = connection_tests.texts(language)
    assert f'<html lang="{language}">' in page.text
    assert said["intro"] in page.text
    assert not MONEY.search(json.dumps(said, ensure_ascii=False))


def test_a_browser_of_another_language_is_answered_in_the_accounts(
    bridge: Bridge, world: World, browser: FlaskClient
) -> None:
    run = Connection(
        account_id=world.account_id, client_id=world.acme.id, lms_origin=None, language="es"
    )
    address = f"/connection-test/{bridge.tokens.connection(run)}"
    origin = bridge.places.content_origin(world.account_id)
    page = browser.get(address, base_url=origin, headers={"Accept-Language": "de"})
    assert '<html lang="es">' in page.text


def test_every_language_has_every_text() -> None:
    def keys(texts: dict[str, Any]) -> set[tuple[str, str]]:
        return {
            (group, key)
            for group, words in texts.items()
            for key in (words if isinstance(words, dict) else [""])
        }

    english, *others = (keys(connection_tests.texts(language)) for language in LANGUAGES)
    assert others == [english] * len(others)


def test_a_token_that_was_changed_opens_nothing(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    token = token_for(world, bridge)
    nobodys = bridge.tokens.connection_test(world.account_id, new_id(), clock.now())
    preview = bridge.tokens.preview(world.account_id, world.acme.id)
    for forged in ("", token[:-1], "é", nobodys, preview):
        answer = begin(browser, forged)
        assert answer.status_code == 403
        assert '<p class="code">token · ' in answer.text


def test_it_outlives_a_rotation_of_the_secret_but_not_its_end(world: World, bridge: Bridge) -> None:
    token = token_for(world, bridge)
    rotated = Tokens(KeyRing(["another secret, a new one", SECRET_KEY]))
    assert rotated.connection_tested(token) == (world.account_id, world.acme.id)
    with pytest.raises(TokenRejected):
        Tokens(KeyRing(["another secret, a new one"])).connection_tested(token)


def test_a_page_of_another_account_or_of_long_ago_takes_nothing(
    world: World, bridge: Bridge, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = begin(browser, token_for(world, bridge)).location
    path = location.rpartition("/connection-test/")[2]
    other = bridge.places.content_origin(new_id())
    assert browser.get(f"/connection-test/{path}", base_url=other).status_code == 404
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr("itsdangerous.timed.time.time", later.timestamp)
    assert browser.get(location).status_code == 403
    assert browser.post(location).status_code == 403


def test_a_save_that_is_too_large_is_refused(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    location = begin(browser, token_for(world, bridge)).location
    assert browser.post(location, data=b"x" * 256 * 1024).status_code == 413


def test_an_archived_client_has_no_test_and_its_old_one_opens_nothing(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    token = token_for(world, bridge)
    archived = world.database.write(lambda session: archive(session.merge(world.acme)))
    with pytest.raises(ClientArchived):
        written(world, bridge, client=archived)
    assert '<p class="code">disabled · ' in begin(browser, token).text


def archive(client: Client) -> Client:
    client.archived_at = clock.now()
    return client


def test_only_who_may_build_packages_gets_one_and_only_for_a_scorm_client(
    world: World, bridge: Bridge
) -> None:
    with pytest.raises(NotAllowed):
        written(world, bridge, by=world.viewer)
    campus = world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name="Campus", access=Access.CAMPUS
        )
    )
    with pytest.raises(AccessIsCampus):
        written(world, bridge, client=campus)


def test_the_test_is_on_the_hosts_it_belongs_to(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    origin = bridge.places.content_origin(world.account_id)
    form = {"token": bridge.tokens.connection_test(world.account_id, world.acme.id, clock.now())}
    assert browser.post("/connection-test", base_url=origin, data=form).status_code == 404
    assert browser.get("/connection-test/x", base_url=PUBLIC).status_code == 404
