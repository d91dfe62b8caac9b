"""Verifying the whole ledger: every balance, every chain, and the rules that it holds.

It reads in pages, so that a ledger of any size takes the same memory, and stops at the first row
that is wrong, which it names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from ledger import clock, purchase_verification, seals
from ledger.ids import new_id
from ledger.models import (
    Account,
    Registration,
    Seal,
    Transfer,
    TransferKind,
    Verification,
    Wallet,
    WalletKind,
)

PAGE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """The first row that is wrong: its table, its id, and what is wrong with it."""

    account_id: UUID
    table: str
    id: UUID
    flaw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was read, and what was found wrong, if anything."""

    wallets: int
    transfers: int
    registrations: int
    sealed: int
    wrong: Wrong | None = None


class Flawed(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.flaw)
        self.wrong = wrong


@dataclass(slots=True)
class Count:
    wallets: int = 0
    transfers: int = 0
    registrations: int = 0
    sealed: int = 0


def verify(
    session: Session,
    *,
    account_id: UUID | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Verified:
    """Verify one account, or all. `progress` is told the number of transfers read so far.

    Checked of each wallet that keeps totals: its transfers are numbered without a gap, each
    balance follows from the one before, times never run backwards, the totals are those of its
    row, and its seals are what sealing makes again. Of the whole: each kind of transfer joins
    only the wallets it may (R5), and every registration has exactly the one consumption that
    paid it, whether started or not (R9, R10). What was issued is what was paid, once (R13), less
    what went back.
    """
    count, wrong = Count(), None
    try:
        for wallet in wallets(session, account_id):
            verify_wallet(session, wallet, count, progress)
            count.wallets += 1
        verify_kinds(session, account_id)
        verify_registrations(session, account_id, count)
        verify_purchases(session, account_id)
    except Flawed as found:
        wrong = found.wrong
    return Verified(
        wallets=count.wallets,
        transfers=count.transfers,
        registrations=count.registrations,
        sealed=count.sealed,
        wrong=wrong,
    )


def next_due(session: Session, *, age: timedelta) -> UUID | None:
    """An account whose books were not verified within `age`, if there is one."""
    recently = exists().where(
        Verification.account_id == Account.id, Verification.at > clock.now() - age
    )
    return session.scalar(select(Account.id).where(~recently).limit(1))


def record(session: Session, *, account_id: UUID, found: Verified) -> None:
    wrong = found.wrong
    session.add(
        Verification(
            account_id=account_id,
            id=new_id(),
            at=clock.now(),
            transfers=found.transfers,
            flaw=f"{wrong.table} {wrong.id}: {wrong.flaw}"[:1000] if wrong else None,
        )
    )


def flawed_accounts(session: Session) -> int:
    """How many accounts' last verification found something wrong: what a dashboard alarms on."""
    latest = (
        select(Verification.account_id, func.max(Verification.at).label("at"))
        .group_by(Verification.account_id)
        .subquery()
    )
    return session.execute(
        select(func.count())
        .select_from(Verification)
        .join(
            latest,
            (latest.c.account_id == Verification.account_id) & (latest.c.at == Verification.at),
        )
        .where(Verification.flaw.is_not(None))
    ).scalar_one()


def wallets(session: Session, account_id: UUID | None) -> Iterator[Wallet]:
    """The wallets that keep totals, by pages of their key."""
    last: tuple[UUID, UUID] | None = None
    while True:
        wanted = select(Wallet).where(Wallet.kind.in_((WalletKind.POOL, WalletKind.CLIENT)))
        if account_id is not None:
            wanted = wanted.where(Wallet.account_id == account_id)
        if last is not None:
            wanted = wanted.where(tuple_(Wallet.account_id, Wallet.id) > last)
        page = session.scalars(wanted.order_by(Wallet.account_id, Wallet.id).limit(PAGE)).all()
        yield from page
        if len(page) < PAGE:
            return
        last = (page[-1].account_id, page[-1].id)
        session.expunge_all()


def verify_wallet(
    session: Session, wallet: Wallet, count: Count, progress: Callable[[int], None]
) -> None:
    number = balance = credited = debited = 0
    digest, at = seals.FIRST, None
    sealed, _ = seals.head(session, account_id=wallet.account_id, wallet_id=wallet.id)
    while page := seals.transfers_after(session, wallet.account_id, wallet.id, number, PAGE):
        made = seals_after(session, wallet, number)
        for transfer in page:
            number += 1
            is_debit = transfer.debit_wallet_id == wallet.id
            balance += -transfer.credits if is_debit else transfer.credits
            debited += transfer.credits if is_debit else 0
            credited += 0 if is_debit else transfer.credits
            digest = seals.link(digest, transfer)
            flaw = flaw_of(transfer, wallet, number, balance)
            if flaw is None and at is not None and transfer.at < at:
                flaw = "its time is before that of the wallet's transfer before it"
            if flaw is None and number <= sealed and made.get(number) != (transfer.id, digest):
                flaw = f"the seal {number} of wallet {wallet.id} does not fit it"
            if flaw:
                raise Flawed(wrong(transfer, flaw))
            at = transfer.at
        count.transfers += len(page)
        session.expunge_all()
        progress(count.transfers)
    count.sealed += sealed
    must_add_up(wallet, number, credited, debited, sealed)


def flaw_of(transfer: Transfer, wallet: Wallet, number: int, balance: int) -> str | None:
    is_debit = transfer.debit_wallet_id == wallet.id
    held = transfer.debit_balance if is_debit else transfer.credit_balance
    found = seals.number_in(transfer, wallet.id)
    if found != number:
        return f"it is number {found} of wallet {wallet.id}, where {number} comes next"
    if held != balance:
        return f"it says that wallet {wallet.id} holds {held} after it, and that is {balance}"
    if transfer.credits < 1:
        return f"it moves {transfer.credits} credits"
    return "the wallet is below zero after it" if balance < 0 else None


def must_add_up(wallet: Wallet, number: int, credited: int, debited: int, sealed: int) -> None:
    found = (wallet.last_number, wallet.credited, wallet.debited)
    if found != (number, credited, debited):
        flaw = (
            f"its totals are {found[1]} in and {found[2]} out after {found[0]} transfers, "
            f"and its transfers make {credited} in and {debited} out after {number}"
        )
    elif sealed > number:
        flaw = f"it has {sealed} seals and {number} transfers"
    else:
        return
    raise Flawed(Wrong(account_id=wallet.account_id, table="wallets", id=wallet.id, flaw=flaw))


def seals_after(session: Session, wallet: Wallet, number: int) -> dict[int, tuple[UUID, str]]:
    rows = session.execute(
        select(Seal.number, Seal.transfer_id, Seal.digest).where(
            Seal.account_id == wallet.account_id,
            Seal.wallet_id == wallet.id,
            Seal.number > number,
            Seal.number <= number + PAGE,
        )
    )
    return {row.number: (row.transfer_id, row.digest) for row in rows}


def verify_kinds(session: Session, account_id: UUID | None) -> None:
    """R5: no kind of transfer joins other wallets than its own two, whatever it calls them."""
    debit, credit = aliased(Wallet), aliased(Wallet)
    allowed = or_(
        *(
            and_(
                Transfer.kind == kind,
                Transfer.debit_kind == kind.wallets[0],
                Transfer.credit_kind == kind.wallets[1],
                debit.kind == kind.wallets[0],
                credit.kind == kind.wallets[1],
            )
            for kind in TransferKind
        )
    )
    wanted = (
        select(Transfer, debit.kind, credit.kind)
        .outerjoin(debit, is_wallet(debit, Transfer.debit_wallet_id))
        .outerjoin(credit, is_wallet(credit, Transfer.credit_wallet_id))
        .where(allowed.is_not(True))
    )
    if account_id is not None:
        wanted = wanted.where(Transfer.account_id == account_id)
    found = session.execute(wanted.limit(1)).first()
    if found is not None:
        transfer, *kinds = found
        joined = " and ".join(kind or "no wallet" for kind in kinds)
        raise Flawed(wrong(transfer, f"R5: a {transfer.kind} joins {joined}"))


def is_wallet(wallet: type[Wallet], id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return and_(wallet.account_id == Transfer.account_id, wallet.id == id)


def verify_registrations(session: Session, account_id: UUID | None, count: Count) -> None:
    """R9, R10: each registration is paid by one consumption, and each consumption pays one."""
    pays = and_(
        Transfer.account_id == Registration.account_id,
        Transfer.debit_wallet_id == Registration.client_id,
        Transfer.registration_id == Registration.id,
    )
    is_consumption = Transfer.kind == TransferKind.CONSUMPTION
    paid = (Transfer.account_id, Transfer.debit_wallet_id, Transfer.registration_id)
    lacking = {
        ("registrations", "R10: no consumption pays for it"): select(
            Registration.account_id, Registration.id
        )
        .outerjoin(Transfer, pays)
        .where(Transfer.id.is_(None)),
        ("transfers", "R10: it pays for no registration"): select(Transfer.account_id, Transfer.id)
        .outerjoin(Registration, pays)
        .where(is_consumption, Registration.id.is_(None)),
        # A unique key forbids this one; it is read all the same, for a ledger whose key is gone.
        ("registrations", "R10: it is paid for more than once"): select(paid[0], paid[2])
        .where(is_consumption)
        .group_by(*paid)
        .having(func.count() > 1),
    }
    for (table, flaw), wanted in lacking.items():
        owner = Registration.account_id if "no consumption" in flaw else Transfer.account_id
        if account_id is not None:
            wanted = wanted.where(owner == account_id)
        found = session.execute(wanted.limit(1)).first()
        if found is not None:
            raise Flawed(Wrong(account_id=found[0], table=table, id=UUID(str(found[1])), flaw=flaw))
    total = select(func.count()).select_from(Registration)
    if account_id is not None:
        total = total.where(Registration.account_id == account_id)
    count.registrations = session.execute(total).scalar_one()


def verify_purchases(session: Session, account_id: UUID | None) -> None:
    for table, flaw, wanted in purchase_verification.flaws(account_id):
        found = session.execute(wanted.limit(1)).first()
        if found is not None:
            raise Flawed(Wrong(account_id=found[0], table=table, id=found[1], flaw=flaw))


def wrong(transfer: Transfer, flaw: str) -> Wrong:
    return Wrong(account_id=transfer.account_id, table="transfers", id=transfer.id, flaw=flaw)
