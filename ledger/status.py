"""How the credits stand (R11)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ledger import journal
from ledger.amounts import plays
from ledger.models import Client, Wallet, WalletKind

SHOWN = 20


@dataclass(frozen=True, slots=True)
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
    def tenths(self) -> int:
        """What is left of all that was allocated, from 0 to 10: 0 only where nothing is."""
        return -(-10 * self.available // self.allocated) if self.allocated else 0

    @property
    def is_low(self) -> bool:
        return self.available < self.low_below


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """The pool, the sums over all clients, and the clients that run out first: a page of them,
    behind as many as were `skipped`."""

    pool: int
    clients: int
    allocated: int
    consumed: int
    most_urgent: list[Balance]
    skipped: int = 0

    @property
    def last(self) -> int:
        """The place of the last client shown, from 1."""
        return self.skipped + len(self.most_urgent)

    @property
    def hidden(self) -> int:
        """How many come after those shown."""
        return self.clients - self.last

    @property
    def available(self) -> int:
        return self.allocated - self.consumed


# Composed once, as the slowest question that a whole team may ask in the same minute; a row of
# BALANCES is what `Balance` takes.
SUMS = select(func.count(), func.sum(Wallet.credited), func.sum(Wallet.debited)).where(
    Wallet.account_id == bindparam("account"), Wallet.kind == WalletKind.CLIENT
)
BALANCES = (
    select(Client.id, Client.name, Client.alias, Wallet.credited, Wallet.debited, Wallet.low_below)
    .join(Wallet, (Wallet.account_id == Client.account_id) & (Wallet.id == Client.id))
    .where(Client.account_id == bindparam("account"))
)
OF_CLIENT = BALANCES.where(Client.id == bindparam("client"))
URGENCY = (Wallet.credited == 0, Wallet.credited - Wallet.debited)
# Found among the wallets alone: thousands of clients need not be joined to show a few.
MOST_URGENT = BALANCES.where(
    Wallet.id.in_(
        select(Wallet.id)
        .where(Wallet.account_id == bindparam("account"), Wallet.kind == WalletKind.CLIENT)
        .order_by(*URGENCY, Wallet.id)
        .offset(bindparam("skipped"))
        .limit(bindparam("shown"))
    )
).order_by(*URGENCY, Client.alias_key)


def of_client(session: Session, *, account_id: UUID, client_id: UUID) -> Balance:
    named = {"account": account_id, "client": client_id}
    return Balance(*session.execute(OF_CLIENT, named).one())


def of_account(
    session: Session, *, account_id: UUID, shown: int = SHOWN, skipped: int = 0
) -> AccountStatus:
    """The pool and every client's sums; of the clients, the `shown` with the fewest credits left,
    behind the first `skipped`; the first of all where there are not so many.

    A client that never had credits is not urgent: it comes after those that ran out. Where only
    some of those with equally many are shown, they are those that were added first.
    """
    clients, allocated, consumed = session.execute(SUMS, {"account": account_id}).one()
    page = {"account": account_id, "shown": shown, "skipped": skipped}
    shown_clients = [Balance(*row) for row in session.execute(MOST_URGENT, page)]
    if not shown_clients:
        return of_account(session, account_id=account_id, shown=shown)
    return AccountStatus(
        pool=journal.balance(session, account_id, account_id),
        clients=clients,
        allocated=int(allocated),
        consumed=int(consumed),
        most_urgent=shown_clients,
        skipped=skipped,
    )


def page(
    session: Session, *, account_id: UUID, skipped: int, most: int = SHOWN
) -> tuple[list[Balance], int]:
    """The clients by alias after `skipped` of them, and how many there are in all."""
    rows = session.execute(
        BALANCES.order_by(Client.alias_key).offset(skipped).limit(most), {"account": account_id}
    ).all()
    count = session.scalar(select(func.count()).where(Client.account_id == account_id))
    return [Balance(*row) for row in rows], count or 0
