"""An account with very many clients, and how soon one request of it is acknowledged."""

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

ROUNDS = 9


def acknowledged_in(typed: Callable[[], TestResponse]) -> float:
    """Milliseconds from a signed request to its acknowledgement, the median of nine."""
    typed()  # the first one opens connections and compiles statements
    return statistics.median(measured(typed) for _ in range(ROUNDS))


def measured(typed: Callable[[], TestResponse]) -> float:
    started = time.perf_counter()
    response = typed()
    milliseconds = (time.perf_counter() - started) * 1000
    assert response.status_code == 200
    assert "clients" in response.text
    return milliseconds


def fill(database: Database, account_id: UUID, count: int) -> list[UUID]:
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
    return ids
