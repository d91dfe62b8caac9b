"""A Slack workspace of one's own, for whoever has none: the emulator, and the app in this process.

The account is connected to it while the context lasts, on the database it has; its members are
the people in it. Alerts wait for the worker of a real workspace.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from bot import people, workspaces
from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.demo.processes import LOOPBACK, free_port
from bot.settings import Settings
from bot.slack.driver import Driver
from bot.slack.routes import PATH
from bot.web import compose
from ledger import clock
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.models import Member
from scorm_bridge import bridge


class Quiet(WSGIRequestHandler):
    """It writes no line a request: a person reads the answers at the same terminal."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """`users` are the Slack users of the members, by their ids."""

    driver: Driver
    users: dict[UUID, str]


@contextmanager
def own_workspace(
    settings: Settings, database: Database, members: Sequence[Member]
) -> Iterator[Workspace]:
    """`members` are those of one account that has no workspace. Raises ProgramEnded, BadSetting."""
    names = {member.id.hex: member.name for member in members}
    with slack_emulator(people=names) as slack:
        users = {member.id: slack.users[member.id.hex] for member in members}
        account_id, keyring = members[0].account_id, settings.keyring
        database.write(lambda session: connect(session, slack, users, members, keyring))
        try:
            with answering(settings, slack) as driver:
                yield Workspace(driver=driver, users=users)
        finally:
            database.write(
                lambda session: workspaces.disconnect_workspace(session, account_id=account_id)
            )


def connect(
    session: Session,
    slack: SlackEmulator,
    users: dict[UUID, str],
    members: Sequence[Member],
    keyring: KeyRing,
) -> None:
    workspaces.connect_workspace(
        session,
        account_id=members[0].account_id,
        team_id=slack.team_id,
        bot_user_id=slack.bot_user_id,
        bot_token=slack.bot_token,
        keyring=keyring,
    )
    for member in members:
        people.connect_user(
            session, member=member, slack_user_id=users[member.id], asked_at=clock.now()
        )


@contextmanager
def answering(settings: Settings, slack: SlackEmulator) -> Iterator[Driver]:
    """The app, on a port of its own; whoever has set no PUBLIC_URL gets one that is good here."""
    port = free_port()
    here: dict[str, Any] = {
        "port": port,
        "public_url": settings.public_url or f"http://{LOOPBACK}:{port}",
        "content_url": settings.content_url or f"http://{{label}}.localhost:{port}",
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": slack.api_url,
    }
    changed = Settings(**{**settings.model_dump(), **here})
    app = compose(changed)
    server = make_server(LOOPBACK, port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    driver = Driver(
        f"http://{LOOPBACK}:{port}{PATH}",
        signing_secret=slack.signing_secret,
        team_id=slack.team_id,
        web_api=slack.web_api,
        host=changed.places.public_host,
    )
    try:
        with driver:
            yield driver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions[bridge.EXTENSION].database.close()
