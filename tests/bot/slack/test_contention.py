"""A database that is slow or away: no credits move without the person learning of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from bot.slack import acknowledgement
from ledger import journal
from scorm_bridge import bridge
from tests.bot.stage import Stage
from tests.troubles import Trouble, ended
from tests.worlds import World


@contextmanager
def held_up(world: World) -> Iterator[None]:
    """Another transaction holds the pool's wallet; on SQLite all that is written waits for it."""
    lock = "SELECT 1" if world.database.is_sqlite else "SELECT 1 FROM wallets FOR UPDATE"
    with world.database.engine.begin() as connection:
        connection.execute(text(lock))
        yield


def pool(world: World) -> int:
    account_id = world.account_id
    return world.database.read(lambda session: journal.balance(session, account_id, account_id))


def test_a_preview_that_waits_for_a_lock_is_acknowledged_and_comes_after_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acknowledgement, "COMMAND_SECONDS", 0.2)
    stage.driver.patience = 0
    with held_up(stage.world):
        answer = stage.driver.command("/credits allocate acme 120", user=stage.ana)
        assert (answer.status, answer.text) == (200, "")
    stage.driver.patience = 20
    assert stage.driver.next(answer).text.startswith("Allocate 120 credits, 20 plays to Acme")
    assert pool(stage.world) == 600


def test_an_allocation_that_waits_for_a_lock_is_told_when_it_is_made_and_made_once(
    stage: Stage,
) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=stage.ana)
    stage.driver.patience = 0
    with held_up(stage.world):
        pressed = [stage.driver.press(preview, "Allocate") for _ in range(2)]
        assert [(one.status, one.later) for one in pressed] == [(200, [])] * 2
        assert pool(stage.world) == 600
    stage.driver.patience = 20
    said = sorted(stage.driver.next(one).text.splitlines()[0] for one in pressed)
    assert said == [
        "Allocated 120 credits, 20 plays to Acme Learning.",
        "Already allocated: 120 credits, 20 plays to Acme Learning. Nothing was changed this time.",
    ]
    assert pool(stage.world) == 480


@pytest.fixture
def trouble(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Trouble:
    """Of the application's own connections."""
    found: bridge.Bridge = stage.app.extensions[bridge.EXTENSION]
    return Trouble(found.database, monkeypatch)


# A file is never away.
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@on_postgresql
@pytest.mark.parametrize("at", range(6))
def test_a_database_that_is_away_for_a_moment_is_not_noticed(
    stage: Stage, trouble: Trouble, at: int
) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=stage.ana)
    trouble.breaks, trouble.statements, trouble.at, trouble.times = ended, 0, at, 1
    pressed = stage.driver.press(preview, "Allocate")
    assert pressed.text.startswith("Allocated 120 credits, 20 plays to Acme Learning.")
    assert trouble.times == 0
    assert pool(stage.world) == 480


@on_postgresql
def test_a_database_that_stays_away_has_its_sentence_and_nothing_is_changed(
    stage: Stage, trouble: Trouble
) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=stage.ana)
    trouble.breaks, trouble.at, trouble.times = ended, Trouble.COMMIT, 100
    stage.driver.patience = 30  # seconds; every attempt connects anew
    pressed = stage.driver.press(preview, "Allocate")
    assert pressed.text.startswith("Something went wrong on our side; its number is ")
    trouble.times = 0
    assert pool(stage.world) == 600
    assert stage.driver.press(preview, "Allocate").text.startswith("Allocated 120 credits")
