"""Workers are killed and the server falls, again and again: what was answered is there, once."""

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import journal, verification
from ledger.database import Database
from ledger.migrations import upgrade
from ledger.models import (
    IdempotencyKey,
    Learner,
    Purchase,
    PurchaseState,
    Registration,
    Transfer,
    TransferKind,
)
from tests.databases import own_server
from tests.workers import ACTS, Asked, Desk, Log, Workers
from tests.worlds import new_world

PRICE = 6


def fall(server: Any, how: signal.Signals) -> None:
    """End the server and start it again: SIGINT tells it to stop, SIGQUIT to drop everything."""
    postmaster = server.get_postmaster_info()
    os.kill(postmaster.pid, how)
    postmaster.process.wait(20)
    server.ensure_postgres_running()


@pytest.mark.timeout(120)
def test_killed_workers_and_a_falling_server_lose_and_double_nothing(tmp_path: Path) -> None:
    with own_server() as server, closing(Database(server.get_uri())) as database:
        upgrade(database)
        desk = opened(database)
        workers = Workers(desk, tmp_path)
        try:
            for how in (signal.SIGINT, signal.SIGQUIT):
                workers.go_on()
                workers.kill_some(2)
                workers.go_on()
                fall(server, how)
            workers.go_on()
            workers.finish()
        finally:
            workers.end()
        database.read(lambda session: check(session, desk, workers.logs))


def opened(database: Database) -> Desk:
    world = new_world(database, pool=0)
    return Desk(
        url=database.url.render_as_string(hide_password=False),
        owner=world.actor(world.owner),
        operator=world.operator,
        client=world.acme,
        place=world.place(price=PRICE),
    )


def check(session: Session, desk: Desk, logs: list[Log]) -> None:
    asked: dict[str, Asked] = {}
    answers: dict[str, Any] = {}
    for log in logs:
        assert not log.unanswered()
        asked |= log.asked()
        answers |= {key: answer for key, answer in log.answers().items() if answer is not None}
    assert {asked[key]["act"] for key in answers} == set(ACTS)
    assert verification.verify(session).wrong is None
    bought, allocated = check_keyed(session, asked, answers)
    registered = check_registered(session, asked, answers)
    held = journal.balance(session, desk.owner.account_id, desk.client.id)
    assert held == allocated - PRICE * registered
    pool = journal.balance(session, desk.owner.account_id, desk.owner.account_id)
    assert pool == bought - allocated


def check_keyed(
    session: Session, asked: dict[str, Asked], answers: dict[str, Any]
) -> tuple[int, int]:
    """Orders and allocations, each once under its key; the credits bought and allocated."""
    wanted = select(IdempotencyKey.key, IdempotencyKey.result_id)
    made = {key: str(id) for key, id in session.execute(wanted)}
    keyed = {key: answer for key, answer in answers.items() if isinstance(answer, str)}
    assert keyed.items() <= made.items()
    orders, allocations = (
        {id: asked[key]["credits"] for key, id in made.items() if asked[key]["act"] == act}
        for act in ("buy", "allocate")
    )
    transfers = select(Transfer.id, Transfer.credits)
    assert allocations == {
        str(id): credits
        for id, credits in session.execute(
            transfers.where(Transfer.kind == TransferKind.ALLOCATION)
        )
    }
    paid = (
        select(Purchase.id, Purchase.credits)
        .join(
            Transfer,
            (Transfer.account_id == Purchase.account_id) & (Transfer.id == Purchase.transfer_id),
        )
        .where(Purchase.state == PurchaseState.PAID)
    )
    assert orders == {str(id): credits for id, credits in session.execute(paid)}
    arrived = session.execute(transfers.where(Transfer.kind == TransferKind.PURCHASE)).all()
    assert len(arrived) == len(orders)
    return sum(orders.values()), sum(allocations.values())


def check_registered(session: Session, asked: dict[str, Asked], answers: dict[str, Any]) -> int:
    """Every learner of an answer has one registration; nobody has one who was not asked for."""
    learners = session.scalars(
        select(Learner.lms_id).join(
            Registration,
            (Registration.account_id == Learner.account_id)
            & (Registration.learner_id == Learner.id),
        )
    ).all()
    assert len(learners) == len(set(learners))
    told = {name for answer in answers.values() if isinstance(answer, list) for name in answer}
    wanted = {name for each in asked.values() for name in each["learners"]}
    assert told <= set(learners) <= wanted
    return len(learners)
