"""Tokens that Slack rotates: each refresh token is used once, by whichever process comes first."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier
from urllib.parse import parse_qs

import pytest
from sqlalchemy import update

from bot import workspaces
from bot.models import Installation
from bot.slack.tokens import CLAIM, EARLY, Credentials, Tokens, claim
from ledger import clock
from ledger.database import Database
from tests.bot.test_workspaces import GRANT, installed
from tests.worlds import KEYRING

HALF_A_DAY = 43_200
TEAM = GRANT.team_id


class Slack(ThreadingHTTPServer):
    """`oauth.v2.access` for refresh tokens: each is good once, and gives the next pair."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.good, self.used = {"xoxe-first"}, list[str]()
        self.seconds = 0.0
        self.error: str | None = None
        self.lacks = ""
        self.lock = threading.Lock()

    def answer(self, asked: dict[str, str]) -> dict[str, object]:
        time.sleep(self.seconds)
        with self.lock:
            token = asked["refresh_token"]
            self.used.append(token)
            if self.error or token not in self.good:
                return {"ok": False, "error": self.error or "invalid_refresh_token"}
            number = len(self.used)
            self.good = {f"xoxe-{number}"}
            given = {
                "ok": True,
                "access_token": f"xoxe.xoxb-{number}",
                "refresh_token": f"xoxe-{number}",
                "expires_in": HALF_A_DAY,
            }
            return {name: value for name, value in given.items() if name != self.lacks}


class Handler(BaseHTTPRequestHandler):
    server: Slack

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        content = json.dumps(self.server.answer(asked)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def slack() -> Iterator[Slack]:
    server = Slack()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def tokens(database: Database, slack: Slack) -> Tokens:
    return Tokens(
        database=database,
        keyring=KEYRING,
        api_url=f"http://127.0.0.1:{slack.server_port}/api/",
        credentials=Credentials(client_id="1.2", client_secret="a secret"),
    )


def row(database: Database) -> Installation:
    found = database.read(lambda session: workspaces.find(session, TEAM))
    assert found is not None
    return found


def ends(database: Database, at: datetime) -> Installation:
    """The workspace, whose token is over at `at`."""
    installed(database)
    database.write(lambda s: s.execute(update(Installation).values(token_ends_at=at)))
    return row(database)


def soon() -> datetime:
    return clock.now() + EARLY / 2


def long_ago() -> datetime:
    return clock.now() - timedelta(hours=1)


def test_a_token_that_lives_is_used_and_slack_not_asked(database: Database, slack: Slack) -> None:
    installation = ends(database, clock.now() + 2 * EARLY)
    assert tokens(database, slack).of(installation) == "xoxe.xoxb-first"
    assert slack.used == []


def test_one_that_is_over_soon_is_exchanged_and_what_came_is_kept(
    database: Database, slack: Slack
) -> None:
    before = clock.now()
    assert tokens(database, slack).of(ends(database, soon())) == "xoxe.xoxb-1"
    found = row(database)
    assert KEYRING.decrypt(found.bot_token) == b"xoxe.xoxb-1"
    assert KEYRING.decrypt(found.refresh_token or b"") == b"xoxe-1"
    assert found.token_ends_at is not None
    assert found.token_ends_at >= before + timedelta(seconds=HALF_A_DAY)
    assert found.rotating_until is None


@pytest.mark.parametrize("when", [soon, long_ago])
def test_of_many_at_once_one_asks_and_all_get_a_token_that_is_good(
    database: Database, database_url: str, slack: Slack, when: Callable[[], datetime]
) -> None:
    """Each with a database of its own, as processes have."""
    installation = ends(database, when())
    slack.seconds, start = 0.2, Barrier(8)

    def token(_: int) -> str:
        with closing(Database(database_url, pool_size=1)) as own:
            start.wait()
            return tokens(own, slack).of(installation)

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(token, range(8)))
    assert slack.used == ["xoxe-first"]
    # The old one is good for as long as it lives.
    assert found == ({"xoxe.xoxb-1", "xoxe.xoxb-first"} if when is soon else {"xoxe.xoxb-1"})


def test_a_process_that_died_while_it_asked_leaves_it_to_the_next_when_its_claim_is_over(
    database: Database, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = ends(database, soon())
    assert database.write(lambda session: claim(session, TEAM)) is not None
    assert tokens(database, slack).of(installation) == "xoxe.xoxb-first"
    assert slack.used == []
    later = clock.now() + CLAIM + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tokens(database, slack).of(installation) == "xoxe.xoxb-1"


def test_while_slack_refuses_the_old_one_is_used_and_slack_left_alone(
    database: Database, slack: Slack
) -> None:
    installation, slack.error = ends(database, soon()), "internal_error"
    for _ in range(3):
        assert tokens(database, slack).of(installation) == "xoxe.xoxb-first"
    assert len(slack.used) == 1


@pytest.mark.parametrize("lacks", ["access_token", "refresh_token"])
def test_an_answer_that_is_not_as_documented_changes_nothing(
    database: Database, slack: Slack, lacks: str
) -> None:
    installation, slack.lacks = ends(database, soon()), lacks
    assert tokens(database, slack).of(installation) == "xoxe.xoxb-first"
    assert KEYRING.decrypt(row(database).refresh_token or b"") == b"xoxe-first"


def test_what_came_for_an_older_install_is_not_kept(database: Database, slack: Slack) -> None:
    installation = ends(database, soon())
    slack.seconds = 0.5
    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(tokens(database, slack).of, installation)
        while row(database).rotating_until is None:
            time.sleep(0.01)
        installed(database)  # again, with tokens that are newer
        asking.result()
    assert KEYRING.decrypt(row(database).bot_token) == b"xoxe.xoxb-first"


def test_an_app_without_credentials_rotates_nothing(database: Database, slack: Slack) -> None:
    plain = Tokens(database=database, keyring=KEYRING, api_url="http://127.0.0.1:1/")
    assert plain.of(ends(database, long_ago())) == "xoxe.xoxb-first"
