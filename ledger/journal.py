"""The only writer of transfers.

A wallet that keeps totals is changed by one conditional statement, which also numbers the
transfer and keeps the wallet's time from running backwards. Its row stays locked until the
commit, so whatever can be written before is written before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Update,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from ledger import clock
from ledger.database import UTCDateTime
from ledger.errors import NotEnoughCredits
from ledger.ids import new_id
from ledger.models import Source, Transfer, TransferKind, Wallet, WalletKind
from ledger.models.journal import wallet_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A wallet just after a transfer; `low_below` is the threshold that owners are told at."""

    number: int | None
    balance: int | None
    at: datetime
    low_below: int = 0

    @property
    def held(self) -> int:
        """The balance of a wallet that keeps one."""
        assert self.balance is not None
        return self.balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A transfer as it was written, with both wallets as it left them."""

    id: UUID
    credits: int
    debit: Entry
    credit: Entry

    @property
    def at(self) -> datetime:
        return self.credit.at


def open_wallet(
    session: Session, *, account_id: UUID, kind: WalletKind, client_id: UUID | None = None
) -> None:
    session.add(
        Wallet(
            account_id=account_id,
            id=wallet_id(account_id, kind, client_id),
            kind=kind,
            last_at=clock.now(),
        )
    )


def post(
    session: Session,
    *,
    account_id: UUID,
    kind: TransferKind,
    credits: int,
    source: Source,
    client_id: UUID | None = None,
    member_id: UUID | None = None,
    registration_id: UUID | None = None,
    low_below: int | None = None,
    transfer_id: UUID | None = None,
) -> Posted:
    """Move `credits` between the two wallets of `kind`; `client_id` names the client's.

    `low_below`, given where a wallet is credited, becomes its threshold in credits. Raises
    NotEnoughCredits when the debited wallet does not cover it; then nothing was changed.
    """
    session.flush()
    from_kind, to_kind = kind.wallets
    from_id = wallet_id(account_id, from_kind, client_id)
    to_id = wallet_id(account_id, to_kind, client_id)
    now = clock.now()
    # Always from before to: two transfers never wait for each other (pool before client).
    debit = take(session, account_id, from_id, from_kind, credits, now)
    credit = give(session, account_id, to_id, to_kind, credits, debit.at, low_below)
    if credit.at > debit.at and not from_kind.is_counterpart:
        # The other wallet was ahead of us: one transfer has one time, and it is the later one.
        session.execute(
            update(Wallet)
            .where(Wallet.account_id == account_id, Wallet.id == from_id)
            .values(last_at=credit.at)
        )
    posted = Posted(id=transfer_id or new_id(), credits=credits, debit=debit, credit=credit)
    values = {
        "account_id": account_id,
        "id": posted.id,
        "kind": kind,
        "credits": credits,
        "at": posted.at,
        "debit_wallet_id": from_id,
        "debit_kind": from_kind,
        "debit_number": debit.number,
        "debit_balance": debit.balance,
        "credit_wallet_id": to_id,
        "credit_kind": to_kind,
        "credit_number": credit.number,
        "credit_balance": credit.balance,
        "registration_id": registration_id,
        "source": source,
        "member_id": member_id,
    }
    session.connection().execute(WRITE, values)
    return posted


def post_consumptions(
    session: Session,
    *,
    account_id: UUID,
    client_id: UUID,
    registration_ids: Sequence[UUID],
    price: int,
    source: Source,
    member_id: UUID | None = None,
) -> Posted:
    """Pay for several registrations of a client at `price` credits each, all or none.

    One change of the wallet and one insert, however many there are. Returns them as one, with
    the wallet after the last. Raises NotEnoughCredits.
    """
    session.flush()
    count, now = len(registration_ids), clock.now()
    consumed_id = wallet_id(account_id, WalletKind.CONSUMED)
    debit = take(
        session, account_id, client_id, WalletKind.CLIENT, price * count, now, transfers=count
    )
    assert debit.number is not None
    rows = [
        {
            "account_id": account_id,
            "id": new_id(),
            "kind": TransferKind.CONSUMPTION,
            "credits": price,
            "at": debit.at,
            "debit_wallet_id": client_id,
            "debit_kind": WalletKind.CLIENT,
            "debit_number": debit.number - left,
            "debit_balance": debit.held + left * price,
            "credit_wallet_id": consumed_id,
            "credit_kind": WalletKind.CONSUMED,
            "registration_id": registration_id,
            "source": source,
            "member_id": member_id,
        }
        for left, registration_id in zip(reversed(range(count)), registration_ids, strict=True)
    ]
    session.connection().execute(WRITE, rows)
    credit = Entry(None, None, debit.at)
    return Posted(id=rows[-1]["id"], credits=price * count, debit=debit, credit=credit)  # type: ignore[arg-type]


def take(
    session: Session,
    account_id: UUID,
    id: UUID,
    kind: WalletKind,
    credits: int,
    now: datetime,
    *,
    transfers: int = 1,
) -> Entry:
    if kind.is_counterpart:
        return Entry(None, None, now)
    values = {
        "account": account_id,
        "wallet": id,
        "taken": credits,
        "transfers": transfers,
        "now": now,
    }
    row = session.connection().execute(TAKE, values).one_or_none()
    if row is None:
        raise NotEnoughCredits(wanted=credits, available=balance(session, account_id, id))
    return Entry(*row)


def give(
    session: Session,
    account_id: UUID,
    id: UUID,
    kind: WalletKind,
    credits: int,
    now: datetime,
    low_below: int | None,
) -> Entry:
    if kind.is_counterpart:
        return Entry(None, None, now)
    values = {
        "account": account_id,
        "wallet": id,
        "given": credits,
        "transfers": 1,
        "now": now,
        "low": low_below,
    }
    return Entry(*session.connection().execute(GIVE, values).one())


def balance(session: Session, account_id: UUID, id: UUID) -> int:
    return session.execute(
        select(Wallet.credited - Wallet.debited).where(
            Wallet.account_id == account_id, Wallet.id == id
        )
    ).scalar_one()


def held(session: Session, account_id: UUID, id: UUID) -> int:
    """The balance, which stays as it is until the transaction ends."""
    return standing(session, account_id, id).held


def standing(session: Session, account_id: UUID, id: UUID) -> Entry:
    """The wallet after its last transfer, and so it stays until the transaction ends."""
    session.flush()
    row = session.execute(
        select(
            Wallet.last_number, Wallet.credited - Wallet.debited, Wallet.last_at, Wallet.low_below
        )
        .where(Wallet.account_id == account_id, Wallet.id == id)
        .with_for_update(key_share=True)
    ).one()
    return Entry(*row)


def changing(**totals: ColumnElement[int]) -> Update:
    """The change of one wallet's `totals`, with its next number and a time that never runs back."""
    now = bindparam("now", type_=UTCDateTime())
    return (
        update(Wallet)
        .where(Wallet.account_id == bindparam("account"), Wallet.id == bindparam("wallet"))
        .values(
            last_number=Wallet.last_number + bindparam("transfers"),
            last_at=case((Wallet.last_at > now, Wallet.last_at), else_=now),
            **totals,
        )
        .returning(
            Wallet.last_number, Wallet.credited - Wallet.debited, Wallet.last_at, Wallet.low_below
        )
    )


# Made once: to make a statement anew takes longer than to run it.
TAKE = changing(debited=Wallet.debited + bindparam("taken")).where(
    Wallet.credited - Wallet.debited >= bindparam("taken")
)
GIVE = changing(
    credited=Wallet.credited + bindparam("given"),
    low_below=func.coalesce(bindparam("low", type_=BigInteger), Wallet.low_below),
)
WRITE = insert(Transfer)
