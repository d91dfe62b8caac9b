"""Slack's bad days and the worker's: everything arrives, in order, and at most once too often."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import courier
from bot import worker as workers
from bot.deliveries import COMPOSED
from bot.language import ENGLISH
from bot.letters import Letter
from bot.slack.messages import message
from bot.worker import Worker
from ledger import clock, outbox
from ledger.database import Database
from ledger.models import OutboxRow, OutboxState
from tests.bot.stage import ANA, MARC, VERA, connect
from tests.bot.stand_in import StandIn, stand_in
from tests.worlds import KEYRING, SECRET_KEY, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def slack(world: World) -> Iterator[StandIn]:
    connect(world)
    with stand_in() as slack:
        yield slack


class Clock:
    """The time of the ledger, which a test moves on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead, now = timedelta(), clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + self.ahead)

    def moves(self, by: timedelta) -> None:
        self.ahead += by


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def numbers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of outbox row whose message is its number."""

    def composed(_session: object, delivery: outbox.Delivery) -> Letter:
        return Letter(language=ENGLISH, message=message(str(delivery.facts["number"])))

    monkeypatch.setitem(COMPOSED, "number", composed)


def tell(world: World, numbers: range, user: str = ANA) -> None:
    members = {ANA: world.owner, MARC: world.manager, VERA: world.viewer}

    def told(session: Session) -> None:
        for number in numbers:
            outbox.add(
                session,
                account_id=world.account_id,
                kind="number",
                recipient_id=members[user].id,
                facts={"number": number},
            )

    world.database.write(told)


def add(world: World, kind: str, recipient_id: UUID) -> None:
    world.database.write(
        lambda session: outbox.add(
            session,
            account_id=world.account_id,
            kind=kind,
            recipient_id=recipient_id,
            facts={},
        )
    )


def texts(numbers: range) -> list[str]:
    return [str(number) for number in numbers]


def states(world: World) -> set[OutboxState]:
    return set(world.database.read(lambda session: session.scalars(select(OutboxRow.state)).all()))


def worker(world: World, url: str) -> Worker:
    return Worker(database=world.database, keyring=KEYRING, api_url=url)


def test_who_is_asked_to_wait_by_slack_is_told_all_of_it_in_order(
    world: World, slack: StandIn, time: Clock
) -> None:
    tell(world, range(4))
    tell(world, range(4), MARC)
    slack.limits = [30, 1, 30]
    for _ in range(6):
        worker(world, slack.url).drain()
        time.moves(MINUTE)
    assert slack.to(ANA) == slack.to(MARC) == texts(range(4))
    assert states(world) == {OutboxState.SENT}


def test_however_often_slack_asks_to_wait_nothing_is_given_up(
    world: World, slack: StandIn, time: Clock
) -> None:
    tell(world, range(2))
    slack.limits = [30] * 2 * outbox.MOST_ATTEMPTS
    for _ in range(2 * outbox.MOST_ATTEMPTS + 1):
        worker(world, slack.url).drain()
        time.moves(MINUTE)
    assert slack.to(ANA) == texts(range(2))
    assert states(world) == {OutboxState.SENT}


def test_after_an_hour_without_slack_everything_arrives_in_order_and_once(
    world: World, slack: StandIn, time: Clock
) -> None:
    tell(world, range(3))
    tell(world, range(3), MARC)
    slack.is_down = True
    for minute in range(60):
        worker(world, slack.url).drain()
        if minute == 30:
            tell(world, range(3, 5))
        time.moves(MINUTE)
    assert slack.messages == []
    slack.is_down = False
    assert states(world) == {OutboxState.PENDING}
    for _ in range(60):
        worker(world, slack.url).drain()
        time.moves(MINUTE)
    assert slack.to(ANA) == texts(range(5))
    assert slack.to(MARC) == texts(range(3))
    assert states(world) == {OutboxState.SENT}


@pytest.mark.parametrize("is_refused", [False, True], ids=["503", "no connection"])
def test_six_hours_without_slack_cost_nobody_a_message_nor_its_place(
    world: World, slack: StandIn, time: Clock, is_refused: bool
) -> None:
    tell(world, range(3))
    tell(world, range(3), MARC)
    slack.is_down = True
    url = "http://127.0.0.1:1/" if is_refused else slack.url
    for minutes in range(0, 6 * 60, 10):
        worker(world, url).drain()
        if minutes == 180:
            tell(world, range(3, 5))
        time.moves(10 * MINUTE)
    assert states(world) == {OutboxState.PENDING}
    slack.is_down = False
    for _ in range(7):
        worker(world, slack.url).drain()
        time.moves(10 * MINUTE)
    assert slack.to(ANA) == texts(range(5))
    assert slack.to(MARC) == texts(range(3))
    assert states(world) == {OutboxState.SENT}


def test_a_poisonous_row_dies_after_twelve_attempts_and_frees_its_recipients_queue(
    world: World, slack: StandIn, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def poisonous(_session: object, _delivery: outbox.Delivery) -> Letter:
        tried.append(clock.now())
        raise ValueError

    monkeypatch.setitem(COMPOSED, "poison", poisonous)
    add(world, "poison", world.owner.id)
    tell(world, range(2))
    tell(world, range(2), MARC)
    for _ in range(24):
        worker(world, slack.url).drain()
        time.moves(10 * MINUTE)
    assert slack.to(MARC) == slack.to(ANA) == texts(range(2))
    assert len(tried) == outbox.MOST_ATTEMPTS
    assert states(world) == {OutboxState.DEAD, OutboxState.SENT}


def test_a_row_over_which_workers_die_is_given_up_as_well(
    world: World, slack: StandIn, time: Clock
) -> None:
    tell(world, range(2))
    for attempt in range(outbox.MOST_ATTEMPTS):
        [dying] = world.database.write(outbox.take)
        assert dying.attempt == attempt + 1
        time.moves(outbox.LEASE)
    worker(world, slack.url).drain()
    assert slack.to(ANA) == ["1"]
    assert states(world) == {OutboxState.DEAD, OutboxState.SENT}


def test_of_a_slack_that_answers_too_late_all_arrives_and_what_it_took_may_come_twice(
    world: World, slack: StandIn, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()

    def late(count: int) -> None:
        if count == 1:
            may_answer.wait(20)

    slack.on_message = late
    monkeypatch.setattr(courier, "CALL_SECONDS", 0.3)
    tell(world, range(2))
    worker(world, slack.url).drain()
    may_answer.set()
    time.moves(MINUTE)
    worker(world, slack.url).drain()
    assert slack.to(ANA) == ["0", "0", "1"]


def test_a_worker_killed_between_sending_and_recording_sends_that_one_message_twice(
    world: World, database_url: str, slack: StandIn, time: Clock
) -> None:
    tell(world, range(4))
    tell(world, range(4), MARC)
    process = killed_at(slack, 3, database_url)
    assert process.returncode == -signal.SIGKILL
    [third] = slack.messages[2:]
    time.moves(outbox.LEASE)
    worker(world, slack.url).drain()
    for user in (ANA, MARC):
        once = list(dict.fromkeys(slack.to(user)))
        assert once == texts(range(4))
    twice = [one for one in set(slack.messages) if slack.messages.count(one) > 1]
    assert twice == [third]
    assert slack.messages.count(third) == 2
    assert states(world) == {OutboxState.SENT}


CHILD = """
import sys
from bot.cli import main
from bot.deliveries import COMPOSED
from bot.language import ENGLISH
from bot.letters import Letter
from bot.slack.messages import message
COMPOSED["number"] = lambda _, delivery: Letter(
    language=ENGLISH, message=message(str(delivery.facts["number"]))
)
sys.argv = ["obole", "worker", "--once"]
main()
"""


def killed_at(slack: StandIn, number: int, database_url: str) -> "subprocess.Popen[bytes]":
    """`obole worker`, killed when Slack took so many messages, before it answers the last."""
    environment = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "SLACK_API_URL": slack.url,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        env={**os.environ, **environment},
    )
    slack.on_message = lambda count: process.kill() if count == number else None
    process.wait(60)
    return process


def test_two_workers_at_once_send_everything_once_and_in_order(
    world: World, database_url: str, slack: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "IDLE_SECONDS", 0.01)
    for user in (ANA, MARC, VERA):
        tell(world, range(12), user)
    stopping, second = threading.Event(), Database(database_url)
    slack.on_message = lambda count: stopping.set() if count == 36 else None
    pair = [
        Worker(database=database, keyring=KEYRING, api_url=slack.url)
        for database in (world.database, second)
    ]
    threads = [threading.Thread(target=one.run, args=(stopping,)) for one in pair]
    for thread in threads:
        thread.start()
    assert stopping.wait(60)
    for thread in threads:
        thread.join(20)
    second.close()
    assert {user: slack.to(user) for user in (ANA, MARC, VERA)} == dict.fromkeys(
        (ANA, MARC, VERA), texts(range(12))
    )
    assert states(world) == {OutboxState.SENT}
