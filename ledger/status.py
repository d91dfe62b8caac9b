"""How the credits stand (R11)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledger import journal
from ledger.amounts import plays
from ledger.models import Client, Wallet, WalletKind

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A client's credits, and what they are in plays at 6 credits (R14)."""

    client_id: UUID
    name: str
    alias: str
    allocated: int
    consumed: int
    low_below: int

    @property
    def available(self) -> int:
        return self.allocated - self.consumed

    @property
    def plays(self) -> int:
        return plays(self.available)

    @property
    def is_low(self) -> bool:
        return self.available < self.low_below


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """The pool, the sums over all clients, and the clients that run out first."""

    pool: int
    clients: int
    allocated: int
    consumed: int
    most_urgent: list[Balance]

    @property
    def available(self) -> int:
        return self.allocated - self.consumed


def balance(client: Client, wallet: Wallet) -> Balance:
    return Balance(
        client_id=client.id,
        name=client.name,
        alias=client.alias,
        allocated=wallet.credited,
        consumed=wallet.debited,
        low_below=wallet.low_below,
    )


def with_wallets(account_id: UUID) -> Select[Client, Wallet]:
    return (
        select(Client, Wallet)
        .join(Wallet, (Wallet.account_id == Client.account_id) & (Wallet.id == Client.id))
        .where(Client.account_id == account_id)
    )


def of_client(session: Session, *, account_id: UUID, client_id: UUID) -> Balance:
    row = session.execute(with_wallets(account_id).where(Client.id == client_id)).one()
    return balance(*row)


def of_account(session: Session, *, account_id: UUID, shown: int = SHOWN) -> AccountStatus:
    """The pool and every client's sums; of the clients, the `shown` with the fewest credits left.

    A client that never had credits is not urgent: it comes after those that ran out.
    """
    client_wallets = select(
        func.count(),
        func.coalesce(func.sum(Wallet.credited), 0),
        func.coalesce(func.sum(Wallet.debited), 0),
    ).where(Wallet.account_id == account_id, Wallet.kind == WalletKind.CLIENT)
    clients, allocated, consumed = session.execute(client_wallets).one()
    rows = session.execute(
        with_wallets(account_id)
        .order_by(Wallet.credited == 0, Wallet.credited - Wallet.debited, Client.alias_key)
        .limit(shown)
    )
    return AccountStatus(
        pool=journal.balance(session, account_id, account_id),
        clients=clients,
        allocated=int(allocated),
        consumed=int(consumed),
        most_urgent=[balance(*row) for row in rows],
    )
