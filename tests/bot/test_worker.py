"""The worker: what the outbox holds reaches the owner in Slack, once, or is a dead letter."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select, update

from bot import people
from bot import worker as workers
from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.models import SlackUser
from bot.onlookers import HOME
from bot.profiles import PROFILE
from bot.slack import handover, history_file
from bot.slack.messages import TYPED
from bot.worker import Worker
from ledger import alerts, clock, outbox
from ledger.ids import new_id
from ledger.models import OutboxRow, OutboxState
from tests.bot.stage import ANA, connect
from tests.worlds import KEYRING, World


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackEmulator]:
    with slack_emulator() as emulator:
        yield emulator


@pytest.fixture
def ana(world: World, slack: SlackEmulator) -> str:
    """Ana's user in the emulator: she is the account's owner, and connected."""
    connect(world, slack.bot_token)
    user = slack.users["ana"]
    world.database.write(
        lambda session: people.connect_user(session, member=world.owner, slack_user_id=user)
    )
    return user


def worker(world: World, api_url: str) -> Worker:
    return Worker(database=world.database, keyring=KEYRING, api_url=api_url)


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [(HOME, 5), (PROFILE, 5), (handover.FILE, 30), (history_file.MOVEMENTS, 30)],
)
def test_only_an_errand_that_is_held_may_wait_for_longer_than_a_letter(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, seconds: int
) -> None:
    """The others have to end within the lease, or a second worker would do them as well."""
    waits: list[int] = []
    monkeypatch.setitem(workers.ERRANDS, kind, lambda errand: waits.append(errand.call_seconds))
    add(world, kind)
    worker(world, "http://127.0.0.1:1/").drain()
    assert waits == [seconds]


def test_an_owner_is_told_in_the_language_of_their_slack(
    world: World, ana: str, slack: SlackEmulator
) -> None:
    world.database.write(
        lambda s: s.execute(
            update(SlackUser).where(SlackUser.slack_user_id == ana).values(locale="fr-FR")
        )
    )
    run_low(world)
    worker(world, slack.api_url).drain()
    assert "n’aura bientôt plus de crédits" in slack.messages(ana)[-1]["text"]


def run_low(world: World) -> None:
    world.allocate(66)
    for learner in "abcd":
        world.register(learner)


def rows(world: World) -> list[OutboxRow]:
    return world.database.read(lambda s: list(s.scalars(select(OutboxRow).order_by(OutboxRow.id))))


def add(world: World, kind: str) -> None:
    world.database.write(
        lambda session: outbox.add(
            session,
            account_id=world.account_id,
            kind=kind,
            recipient_id=world.owner.id,
            facts={"wallet_id": str(new_id()), "matter": "low"},
        )
    )


def test_an_owner_is_told_once_that_a_client_runs_low(
    world: World, slack: SlackEmulator, ana: str
) -> None:
    before = len(slack.messages(ana))
    run_low(world)
    assert worker(world, slack.api_url).drain() == 1
    assert worker(world, slack.api_url).drain() == 0
    [message] = slack.messages(ana)[before:]
    assert message["text"] == (
        ":warning: *Acme Learning (acme)* runs low: 54 credits, 9 plays left, "
        "below 60 credits, 10 plays.\n"
        "The pool holds 534 credits, 89 plays. For 20 more learners, 120 credits: "
        "`/credits allocate acme 120`"
    )
    button = message["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == (TYPED, "allocate acme 120")
    [row] = rows(world)
    assert (row.state, row.attempts) == (OutboxState.SENT, 1)
    assert row.external_id is not None
    assert row.external_id.endswith(message["ts"])


def test_what_no_message_is_known_for_is_a_dead_letter_and_holds_nothing_up(
    world: World, slack: SlackEmulator, ana: str
) -> None:
    before = len(slack.messages(ana))
    add(world, "unheard of")
    run_low(world)
    worker(world, slack.api_url).drain()
    assert [row.state for row in rows(world)] == [OutboxState.DEAD, OutboxState.SENT]
    assert rows(world)[0].last_error == "no message is known for unheard of"
    assert len(slack.messages(ana)) == before + 1


def test_a_member_without_a_slack_user_is_a_dead_letter(world: World, slack: SlackEmulator) -> None:
    run_low(world)
    worker(world, slack.api_url).drain()
    [row] = rows(world)
    assert row.state is OutboxState.DEAD
    assert row.last_error == "the member has no Slack user, or the account no workspace"


def test_a_failure_of_ours_is_tried_again_and_holds_nobody_up(
    world: World, slack: SlackEmulator, ana: str
) -> None:
    add(world, alerts.OPENED)  # of a client that is not there
    worker(world, slack.api_url).drain()
    [row] = rows(world)
    assert (row.state, row.last_error) == (OutboxState.PENDING, "NoResultFound")
    assert row.due_at > clock.now()


def test_a_user_whom_slack_no_longer_knows_is_a_dead_letter(world: World) -> None:
    connect(world)
    run_low(world)
    with answering(200, {}, b'{"ok": false, "error": "user_not_found"}') as api_url:
        worker(world, api_url).drain()
    [row] = rows(world)
    assert (row.state, row.last_error) == (OutboxState.DEAD, "Slack said user_not_found")


def test_slack_is_left_alone_for_as_long_as_it_says(world: World) -> None:
    connect(world)
    run_low(world)
    body = b'{"ok": false, "error": "ratelimited"}'
    with answering(429, {"Retry-After": "77"}, body) as api_url:
        worker(world, api_url).drain()
    [row] = rows(world)
    assert (row.state, row.last_error) == (OutboxState.PENDING, "Slack said ratelimited")
    assert timedelta(seconds=60) < row.due_at - clock.now() <= timedelta(seconds=77)


def test_a_slack_that_does_not_answer_is_tried_again_later(
    world: World, slack: SlackEmulator, ana: str
) -> None:
    run_low(world)
    worker(world, "http://127.0.0.1:1/").drain()
    assert rows(world)[0].state is OutboxState.PENDING
    due_now = update(OutboxRow).values(due_at=clock.now())
    world.database.write(lambda session: session.execute(due_now))
    worker(world, slack.api_url).drain()
    assert (rows(world)[0].state, rows(world)[0].attempts) == (OutboxState.SENT, 2)


def test_a_running_worker_ends_when_it_is_told_to(
    world: World, slack: SlackEmulator, ana: str
) -> None:
    run_low(world)
    stopping = threading.Event()
    thread = threading.Thread(target=worker(world, slack.api_url).run, args=(stopping,))
    thread.start()
    while rows(world)[0].state is not OutboxState.SENT:
        stopping.wait(0.01)
    stopping.set()
    thread.join(5)
    assert not thread.is_alive()


def test_the_token_is_kept_encrypted(world: World) -> None:
    connect(world)
    mailbox = world.database.read(
        lambda s: people.find_mailbox(s, account_id=world.account_id, member_id=world.owner.id)
    )
    assert mailbox is not None
    assert mailbox.slack_user_id == ANA
    assert b"xoxb" not in mailbox.installation.bot_token


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """The URL of a Web API that says one thing only."""

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
