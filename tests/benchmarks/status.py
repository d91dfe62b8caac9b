"""How soon `/credits status` is acknowledged in an account with 10,000 clients."""

import statistics
import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import insert, text
from werkzeug.test import TestResponse

from ledger import clock
from ledger.database import Database
from ledger.ids import new_id
from ledger.models import Access, Client, Wallet, WalletKind
from tests.bot.stage import running_stage
from tests.worlds import new_world

ROUNDS = 9


def status_with_10_000_clients(database_url: str) -> float:
    """Milliseconds from a signed request to its acknowledgement, the median of nine."""
    database = Database(database_url)
    try:
        world = new_world(database)
        fill(database, world.account_id, 10_000)
        with running_stage(world, database_url) as stage:
            return acknowledged_in(lambda: stage.typed("status"))
    finally:
        database.close()


def acknowledged_in(typed: Callable[[], TestResponse]) -> float:
    typed()  # the first one opens connections and compiles statements
    return statistics.median(measured(typed) for _ in range(ROUNDS))


def measured(typed: Callable[[], TestResponse]) -> float:
    started = time.perf_counter()
    response = typed()
    milliseconds = (time.perf_counter() - started) * 1000
    assert response.status_code == 200
    assert "clients" in response.text
    return milliseconds


def fill(database: Database, account_id: UUID, count: int) -> None:
    """Clients with balances of their own, written past the journal: nothing is read of it here."""
    ids, now = [new_id() for _ in range(count)], clock.now()
    clients = [
        {
            "account_id": account_id,
            "id": id,
            "name": f"Client number {number}",
            "name_key": f"client number {number}",
            "alias": f"c{number}",
            "alias_key": f"c{number}",
            "access": Access.SCORM,
            "created_at": now,
        }
        for number, id in enumerate(ids)
    ]
    wallets = [
        {
            "account_id": account_id,
            "id": id,
            "kind": WalletKind.CLIENT,
            "credited": 600,
            "debited": number % 600,
            "last_at": now,
        }
        for number, id in enumerate(ids)
    ]
    database.write(lambda session: session.execute(insert(Client), clients))
    database.write(lambda session: session.execute(insert(Wallet), wallets))
    database.write(lambda session: session.execute(text("ANALYZE")))
