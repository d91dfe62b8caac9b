"""The only writer of transfers.

A wallet that keeps totals is changed by one conditional statement, which also numbers the
transfer and keeps the wallet's time from running backwards. Its row stays locked until the
commit, so whatever can be written before is written before.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, insert, select, update
from sqlalchemy.orm import Session

from ledger import clock
from ledger.errors import NotEnoughCredits
from ledger.ids import new_id
from ledger.models import Source, Transfer, TransferKind, Wallet, WalletKind
from ledger.models.journal import wallet_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A wallet just after a transfer."""

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

    `low_below`, given with an allocation, becomes the client's threshold. Raises
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
    session.execute(
        insert(Transfer).values(
            account_id=account_id,
            id=posted.id,
            kind=kind,
            credits=credits,
            at=posted.at,
            debit_wallet_id=from_id,
            debit_kind=from_kind,
            debit_number=debit.number,
            debit_balance=debit.balance,
            credit_wallet_id=to_id,
            credit_kind=to_kind,
            credit_number=credit.number,
            credit_balance=credit.balance,
            registration_id=registration_id,
            source=source,
            member_id=member_id,
        )
    )
    return posted


def take(
    session: Session, account_id: UUID, id: UUID, kind: WalletKind, credits: int, now: datetime
) -> Entry:
    if kind.is_counterpart:
        return Entry(None, None, now)
    row = session.execute(
        update(Wallet)
        .where(Wallet.account_id == account_id, Wallet.id == id)
        .where(Wallet.credited - Wallet.debited >= credits)
        .values(debited=Wallet.debited + credits, **next_line(now))
        .returning(
            Wallet.last_number, Wallet.credited - Wallet.debited, Wallet.last_at, Wallet.low_below
        ),
        execution_options={"synchronize_session": False},
    ).one_or_none()
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
    after = Wallet.credited - Wallet.debited + credits
    # Never above what is there now: or a client given less would be low without ever crossing.
    threshold = (
        Wallet.low_below if low_below is None else case((after < low_below, after), else_=low_below)
    )
    row = session.execute(
        update(Wallet)
        .where(Wallet.account_id == account_id, Wallet.id == id)
        .values(credited=Wallet.credited + credits, low_below=threshold, **next_line(now))
        .returning(
            Wallet.last_number, Wallet.credited - Wallet.debited, Wallet.last_at, Wallet.low_below
        ),
        execution_options={"synchronize_session": False},
    ).one()
    return Entry(*row)


def next_line(now: datetime) -> dict[str, object]:
    """The next number of a wallet, at a time that is never before its last one."""
    return {
        "last_number": Wallet.last_number + 1,
        "last_at": case((Wallet.last_at > now, Wallet.last_at), else_=now),
    }


def balance(session: Session, account_id: UUID, id: UUID) -> int:
    return session.execute(
        select(Wallet.credited - Wallet.debited).where(
            Wallet.account_id == account_id, Wallet.id == id
        )
    ).scalar_one()
