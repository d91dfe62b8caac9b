"""Installing from a browser, against the emulator's own pages and its oauth.v2.access."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from pydantic import SecretStr
from werkzeug.test import TestResponse

from bot import people
from bot.demo.emulators import CLIENT_ID, CLIENT_SECRET, SlackEmulator, slack_emulator
from bot.demo.processes import LOOPBACK, free_port
from bot.demo.recorder import Fault
from bot.slack import grants, installs, manifest
from bot.slack.grants import NobodyKnown, granted, installer_of
from ledger.database import Database
from ledger.models import Role
from tests.bot.stage import serving, settings_for

AUTHORIZE = "/oauth/v2/authorize"


@dataclass(frozen=True, kw_only=True)
class Site:
    """The application at its fixed port, which the emulator knows for its redirect."""

    app: Flask
    slack: SlackEmulator
    port: int
    database: Database

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def get(self, client: FlaskClient, path: str, **more: Any) -> TestResponse:
        return client.get(path, base_url=more.pop("base_url", self.url), **more)

    def begun(self, client: FlaskClient) -> str:
        """Slack's page that a browser is sent to."""
        answer = self.get(client, installs.INSTALL)
        assert answer.status_code == 302
        return str(answer.location)

    def allowed(self, address: str, person: str = "ana") -> str:
        """Press a person's button on Slack's page; where the browser is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = urlencode({**asked, "user_id": self.slack.users[person]})
        with closing(HTTPConnection(urlsplit(self.slack.url).netloc)) as line:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", f"{AUTHORIZE}/callback", form, kind)
            back = urlsplit(line.getresponse().headers["Location"])
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[int, SlackEmulator]]:
    port = free_port()
    with slack_emulator(redirect_uri=f"http://{LOOPBACK}:{port}{installs.OAUTH}") as slack:
        yield port, slack


@contextmanager
def running(url: str, port: int, slack: SlackEmulator, database: Database) -> Iterator[Site]:
    settings = settings_for(
        url,
        port,
        slack_api_url=slack.api_url,
        slack_client_id=CLIENT_ID,
        slack_client_secret=SecretStr(CLIENT_SECRET),
        slack_authorize_url=f"{slack.url}{AUTHORIZE}",
    )
    with serving(settings) as app:
        yield Site(app=app, slack=slack, port=port, database=database)


@pytest.fixture
def site(place: tuple[int, SlackEmulator], database_url: str, database: Database) -> Iterator[Site]:
    port, slack = place
    with running(database_url, port, slack, database) as site:
        yield site


def owner(site: Site, person: str = "ana") -> str | None:
    caller = site.database.read(
        lambda session: people.find_caller(
            session, team_id=site.slack.team_id, slack_user_id=site.slack.users[person]
        )
    )
    if caller is None or caller.member is None or caller.member.role is not Role.OWNER:
        return None
    return caller.member.name


def test_a_browser_is_sent_to_slack_with_what_the_manifest_asks_for(site: Site) -> None:
    answer = site.get(site.client(), installs.INSTALL)
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["scope"] == [",".join(manifest.scopes())]
    assert asked["redirect_uri"] == [f"{site.url}/slack/oauth"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/slack" in cookie
    assert "Secure" not in cookie  # on this machine it is http


def test_the_first_who_installs_owns_the_account_and_the_next_does_not(site: Site) -> None:
    client = site.client()
    page = site.get(client, site.allowed(site.begun(client)))
    assert page.status_code == 200
    assert "Obole is in Atelier" in page.text
    assert "https://slack.com/app_redirect?app=" in page.text
    assert owner(site) == "Ana Pérez"
    again = site.client()
    page = site.get(again, site.allowed(site.begun(again), "marc"))
    assert "Obole is in Atelier again" in page.text
    assert owner(site, "marc") is None


def test_what_the_address_and_slack_say_is_never_logged_nor_carried_on(site: Site) -> None:
    client = site.client()
    back = site.allowed(site.begun(client))
    with structlog.testing.capture_logs() as logged:
        page = site.get(client, back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert code not in str(logged)
    assert "xoxb" not in str(logged)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_who_declines_reads_that_nothing_was_installed(site: Site) -> None:
    client = site.client()
    site.begun(client)
    french = {"Accept-Language": "fr-CA, en;q=0.5"}
    page = site.get(client, "/slack/oauth?error=access_denied&state=x", headers=french)
    assert page.status_code == 200
    assert "Rien n’a été installé" in page.text
    assert 'lang="fr"' in page.text
    page = site.get(client, "/slack/oauth?error=<script>")
    assert (page.status_code, "<script>" in page.text) == (400, False)


@pytest.mark.parametrize("trouble", ["another browser", "forged", "missing", "used", "old"])
def test_a_state_that_is_not_this_browsers_changes_nothing(
    site: Site, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client()
    back = site.allowed(site.begun(client))
    if trouble == "another browser":
        client = site.client()
        site.begun(client)
    elif trouble == "forged":
        back = back.replace("state=", "state=x")
    elif trouble == "missing":
        back = back.partition("&state")[0]
    elif trouble == "used":
        assert site.get(client, back).status_code == 200
    elif trouble == "old":
        monkeypatch.setattr(installs, "STATE_SECONDS", -1)
    page = site.get(client, back)
    assert page.status_code == 400
    assert "was not begun in this browser" in page.text
    assert owner(site) == ("Ana Pérez" if trouble == "used" else None)


@pytest.mark.parametrize(
    ("method", "fault", "status"),
    [
        ("oauth.v2.access", Fault(error="invalid_code"), 400),
        ("oauth.v2.access", Fault(status=503, error="down"), 400),
        ("users.info", Fault(error="missing_scope"), 400),
        ("users.info", Fault(seconds=1.5), 502),
    ],
)
def test_where_slack_fails_nothing_is_changed_and_it_can_be_begun_again(
    site: Site, method: str, fault: Fault, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grants, "CALL_SECONDS", 1)
    client = site.client()
    back = site.allowed(site.begun(client))
    site.slack.recorder.faults[method] = [fault] * (3 if fault.seconds else 1)
    page = site.get(client, back)
    site.slack.recorder.faults.clear()
    assert page.status_code == status
    assert 'href="/slack/install"' in page.text
    assert owner(site) is None


def test_a_content_host_installs_nothing(site: Site) -> None:
    content = f"http://a0.localhost:{site.port}"
    for path in (installs.INSTALL, installs.OAUTH):
        assert site.get(site.client(), path, base_url=content).status_code == 404


ANSWER: dict[str, Any] = {
    "access_token": "xoxe.xoxb-1",
    "bot_user_id": "U0BOT",
    "scope": "commands",
    "team": {"id": "T0ONE", "name": "One"},
    "enterprise": {"id": "E0ORG", "name": "The Org"},
    "is_enterprise_install": False,
}


NO_ORG = {"enterprise": None}


def test_an_org_wide_install_is_the_orgs_and_another_the_workspaces() -> None:
    """Slack's page on oauth.v2.access: of an org-wide install `team` is null."""
    assert (granted(ANSWER).team_id, granted(ANSWER).is_org) == ("T0ONE", False)
    org = granted({**ANSWER, "team": None, "is_enterprise_install": True})
    assert (org.team_id, org.team_name, org.is_org) == ("E0ORG", "The Org", True)


def test_an_answer_that_is_not_as_documented_is_no_grant() -> None:
    for answer in (
        {},
        {**ANSWER, "team": None},
        {**ANSWER, "is_enterprise_install": True} | NO_ORG,
    ):
        with pytest.raises(LookupError):
            granted(answer)


def test_who_has_no_address_cannot_be_an_owner() -> None:
    with pytest.raises(NobodyKnown):
        installer_of({"id": "U0ANA", "real_name": "Ana", "profile": {}})


def test_it_is_installed_from_a_real_browser(
    place: tuple[int, SlackEmulator], database_url: str, database: Database, browser: Browser
) -> None:
    port, slack = place
    with running(database_url, port, slack, database) as site:
        page = browser.new_page(locale="fr-FR")
        page.goto(f"{site.url}/slack/install")
        page.get_by_role("button", name="Vera").click()
        page.get_by_role("heading", name="Obole est dans Atelier").wait_for()
        assert page.get_by_role("link", name="Ouvrir Slack").is_visible()
        page.close()
        assert owner(site, "vera") == "Vera Novak"
