"""An account with very many clients."""

from uuid import UUID

from sqlalchemy import insert, text

from ledger import clock
from ledger.database import Database
from ledger.ids import new_id
from ledger.models import Access, Client, Wallet, WalletKind


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
