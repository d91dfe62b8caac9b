"""The team in its Slack workspace, in front of the application that answers it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from bot import people, workspaces
from bot.demo.emulators import SlackEmulator
from bot.demo.processes import LOOPBACK, free_port
from bot.settings import Settings
from bot.slack import limits
from bot.slack.driver import Driver
from bot.slack.routes import PATH
from bot.web import compose
from ledger import clock
from scorm_bridge import bridge
from tests.worlds import KEYRING, SECRET_KEY, World

TEAM = "T0LUDUM"
ANA, MARC, VERA, NOBODY = "U0ANA", "U0MARC", "U0VERA", "U0NOBODY"
SIGNING_SECRET = "the signing secret of the tests"
BOT_TOKEN = "xoxb-of-the-tests"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`driver` speaks to the application over HTTP, `client` without a socket.

    `ana`, `marc` and `vera` are the Slack users of the account's owner, manager and viewer.
    `slack` is the emulator that the application calls, None where it calls nothing.
    """

    world: World
    app: Flask
    driver: Driver
    ana: str = ANA
    marc: str = MARC
    vera: str = VERA
    slack: SlackEmulator | None = None

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def host(self) -> str:
        found: bridge.Bridge = self.app.extensions[bridge.EXTENSION]
        return found.places.public_host

    def post(self, body: str, headers: dict[str, str], *, host: str | None = None) -> TestResponse:
        form = "application/x-www-form-urlencoded"
        url = f"http://{host or self.host}"
        return self.client.post(PATH, data=body, headers=headers, content_type=form, base_url=url)

    def typed(self, text: str, *, user: str = ANA) -> TestResponse:
        """The acknowledgement of `/credits text`, in this process."""
        body = form_of(text, user)
        return self.post(body, signed(body))


def form_of(text: str, user: str = ANA) -> str:
    return urlencode(
        {"command": "/credits", "text": text, "team_id": TEAM, "user_id": user, "channel_id": "C0"}
    )


def signed(body: str, *, at: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    timestamp = str(int(at if at is not None else time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


def settings_for(database_url: str, port: int, **more: Any) -> Settings:
    return Settings(
        database_url=database_url,
        port=port,
        secret_key=SecretStr(SECRET_KEY),
        public_url=f"http://{LOOPBACK}:{port}",
        content_url=f"http://{{label}}.localhost:{port}",
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        **more,
    )


def connect(
    world: World,
    bot_token: str = BOT_TOKEN,
    *,
    team_id: str = TEAM,
    users: tuple[str, str, str] = (ANA, MARC, VERA),
) -> None:
    """Ana, Marc and Vera are connected to the account's workspace, and their locales asked for."""

    def connected(session: Any) -> None:
        workspaces.connect_workspace(
            session,
            account_id=world.account_id,
            team_id=team_id,
            bot_user_id="U0OBOLE",
            bot_token=bot_token,
            keyring=KEYRING,
        )
        members = (world.owner, world.manager, world.viewer)
        for member, user in zip(members, users, strict=True):
            people.connect_user(session, member=member, slack_user_id=user, asked_at=clock.now())

    world.database.write(connected)


@contextmanager
def running_stage(world: World, database_url: str) -> Iterator[Stage]:
    """The team in a workspace whose Web API nothing calls: for all that opens no modal."""
    connect(world)
    port = free_port()
    with (
        serving(settings_for(database_url, port)) as app,
        Driver(endpoint(port), signing_secret=SIGNING_SECRET, team_id=TEAM) as driver,
    ):
        yield Stage(world=world, app=app, driver=driver)


@contextmanager
def running_workspace(
    world: World, database_url: str, slack: SlackEmulator, **more: Any
) -> Iterator[Stage]:
    """The team in the emulator's workspace: modals open there, and messages arrive. `more` are
    settings.

    What the application sent there is read against Slack's limits when the context ends.
    """
    users = (slack.users["ana"], slack.users["marc"], slack.users["vera"])
    connect(world, slack.bot_token, team_id=slack.team_id, users=users)
    port, mark = free_port(), len(slack.recorder.calls)
    driver = Driver(
        endpoint(port),
        signing_secret=SIGNING_SECRET,
        team_id=slack.team_id,
        web_api=slack.web_api,
    )
    ana, marc, vera = users
    settings = settings_for(database_url, port, slack_api_url=slack.api_url, **more)
    with serving(settings) as app, driver:
        yield Stage(world=world, app=app, driver=driver, ana=ana, marc=marc, vera=vera, slack=slack)
    assert [flaw for call in slack.recorder.after(mark) for flaw in sent_flaws(call)] == []


def sent_flaws(call: dict[str, Any]) -> list[str]:
    """What is wrong with what was sent to the Web API."""
    arguments = call["arguments"]
    if "view" in arguments:
        return limits.flaws(arguments["view"])
    if call["method"].startswith("chat.") and call["method"] != "chat.delete":
        return list(limits.of_posted(arguments))
    if "initial_comment" in arguments:  # of files, in the place of a message's text
        return limits.flaws({"text": arguments["initial_comment"]})
    return []


def endpoint(port: int) -> str:
    return f"http://{LOOPBACK}:{port}{PATH}"


@contextmanager
def serving(settings: Settings) -> Iterator[Flask]:
    app = compose(settings)
    server = make_server(LOOPBACK, settings.port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield app
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions[bridge.EXTENSION].database.close()
