"""The Home follows what changes, for who looks at it, and is published seldom in a burst."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from bot import freshness, onlookers
from bot.freshness import Freshness
from bot.models import SlackUser
from bot.worker import Worker
from ledger import clients, clock, members, purchases, registration
from ledger.models import Access, OutboxRow, OutboxState, Role, Source
from tests.bot.stage import Stage
from tests.worlds import KEYRING, World


@pytest.fixture
def fresh(workspace: Stage) -> Freshness:
    """That of a worker which has seen all there is so far."""
    found = Freshness(workspace.world.database)
    workspace.world.database.write(freshness.seal)
    found.look()
    return found


@pytest.fixture
def looking(workspace: Stage, fresh: Freshness) -> Stage:
    """Ana has her Home before her, and nothing changed since."""
    workspace.driver.home(workspace.ana)
    fresh.look()
    workspace.world.database.write(lambda session: session.execute(delete(OutboxRow)))
    return workspace


def worker(stage: Stage) -> Worker:
    assert stage.slack is not None
    return Worker(database=stage.world.database, keyring=KEYRING, api_url=stage.slack.api_url)


def published(stage: Stage, mark: int) -> list[str]:
    """To whom Homes were published since, by the text of their first lines."""
    assert stage.slack is not None
    calls = stage.slack.recorder.after(mark)
    return [
        call["arguments"]["view"]["blocks"][0]["text"]["text"]
        for call in calls
        if call["method"] == "views.publish"
    ]


def mark_of(stage: Stage) -> int:
    assert stage.slack is not None
    return len(stage.slack.recorder.calls)


def waiting(world: World) -> list[OutboxRow]:
    pending = select(OutboxRow).where(
        OutboxRow.kind == onlookers.HOME, OutboxRow.state == OutboxState.PENDING
    )
    return world.database.read(lambda session: list(session.scalars(pending)))


def add_client(world: World) -> None:
    world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name="Umbra", access=Access.SCORM
        )
    )


def test_a_transfer_is_seen_in_the_home_of_who_looks(looking: Stage) -> None:
    mark = mark_of(looking)
    looking.world.allocate(120)
    looking.world.database.write(freshness.seal)
    assert worker(looking).drain() == 1
    assert published(looking, mark) == ["The pool: 480 credits, 80 plays"]


def test_what_is_no_transfer_is_seen_too(looking: Stage, fresh: Freshness) -> None:
    mark = mark_of(looking)
    add_client(looking.world)
    assert fresh.look() == 1
    assert fresh.look() == 0
    worker(looking).drain()
    assert len(published(looking, mark)) == 1


def test_a_running_worker_publishes_what_changes(looking: Stage) -> None:
    mark, stopping = mark_of(looking), threading.Event()
    thread = threading.Thread(target=worker(looking).run, args=(stopping,))
    thread.start()
    try:
        looking.world.allocate(120)
        deadline = time.monotonic() + 20
        while "The pool: 480 credits, 80 plays" not in published(looking, mark):
            assert time.monotonic() < deadline
            stopping.wait(0.01)
    finally:
        stopping.set()
        thread.join(10)


def test_nothing_is_published_while_nothing_changes(looking: Stage, fresh: Freshness) -> None:
    assert fresh.look() == 0
    looking.world.database.write(freshness.seal)
    assert waiting(looking.world) == []


def test_nobody_looks_and_nothing_is_published(workspace: Stage, fresh: Freshness) -> None:
    add_client(workspace.world)
    workspace.world.allocate(120)
    workspace.world.database.write(freshness.seal)
    assert fresh.look() == 0
    assert waiting(workspace.world) == []


def test_who_did_not_look_for_a_week_looks_no_more(looking: Stage, fresh: Freshness) -> None:
    long_ago = clock.now() - timedelta(days=7, minutes=1)
    looked = update(SlackUser).values(home_opened_at=long_ago)
    looking.world.database.write(lambda session: session.execute(looked))
    add_client(looking.world)
    assert fresh.look() == 0


def test_what_changed_while_no_worker_ran_is_seen_by_the_next(looking: Stage) -> None:
    add_client(looking.world)
    assert Freshness(looking.world.database).look() == 1


def test_two_workers_find_one_change_and_it_is_published_once(
    looking: Stage, fresh: Freshness
) -> None:
    add_client(looking.world)
    fresh.look()
    Freshness(looking.world.database).look()
    assert len(waiting(looking.world)) == 1


def test_who_left_the_team_meanwhile_gets_no_home(looking: Stage, fresh: Freshness) -> None:
    world = looking.world
    mark = mark_of(looking)
    add_client(world)
    fresh.look()

    def leave(session: Session) -> None:
        by = world.operator
        members.change_role(session, actor=by, member=world.manager, role=Role.OWNER)
        members.remove_member(session, actor=by, member=session.merge(world.owner))

    world.database.write(leave)
    worker(looking).drain()
    assert published(looking, mark) == []
    assert waiting(world) == []


def test_a_home_that_slack_refuses_holds_up_no_message(looking: Stage, fresh: Freshness) -> None:
    add_client(looking.world)
    fresh.look()
    [home] = waiting(looking.world)
    assert home.recipient_id != looking.world.owner.id


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock that the test moves; its one entry is what it shows."""
    shown = [clock.now()]
    monkeypatch.setattr("ledger.clock.now", lambda: shown[0])
    return shown


def test_a_burst_of_a_thousand_launches_is_few_publishes(
    looking: Stage, ticking: list[datetime]
) -> None:
    """A thousand in 20 seconds, sealed and delivered five times a second: one publish at once,
    then one every 5 seconds; and the last one shows how it ended."""
    world, mark = looking.world, mark_of(looking)
    buy_for(world, launches=1_000)
    hand = worker(looking)
    for batch in range(100):
        if batch == 10 and not world.database.is_sqlite:
            # PostgreSQL plans for the empty tables of the start until it counts them.
            world.database.write(lambda session: session.execute(text("ANALYZE")))
        launch(world, [f"learner {batch} {number}" for number in range(10)])
        ticking[0] += timedelta(milliseconds=200)
        world.database.write(freshness.seal)
        hand.drain()
    ticking[0] += onlookers.EVERY
    hand.drain()
    assert 4 <= len(published(looking, mark)) <= 6
    assert (
        shown_last(looking) == "2 clients: 6,000 allocated, 6,000 consumed, 0 available, 0 plays."
    )


def buy_for(world: World, *, launches: int) -> None:
    def bought(session: Session) -> None:
        order = purchases.order_credits(
            session, actor=world.actor(world.owner), credits=6 * launches, key=world.key()
        )
        purchases.confirm_payment(
            session, actor=world.operator, number=order.number, payment_reference="transfer 2"
        )

    world.database.write(bought)
    world.allocate(6 * launches)


def launch(world: World, learners: list[str]) -> None:
    def launched(session: Session) -> None:
        for learner in learners:
            registration.register(
                session,
                place=world.place(),
                newcomer=world.newcomer(learner),
                source=Source.LMS,
                new_play=False,
            )

    world.database.write(launched)


def shown_last(stage: Stage) -> str:
    assert stage.slack is not None
    calls = [one for one in stage.slack.recorder.calls if one["method"] == "views.publish"]
    said: str = calls[-1]["arguments"]["view"]["blocks"][1]["text"]["text"]
    return said
