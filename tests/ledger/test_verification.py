"""Verifying: a ledger that was left alone is clean; whatever a hand did to it in SQL is found."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.orm import Session

from ledger import clock, group_registration, seals, verification
from ledger.database import Database
from ledger.ids import new_id
from ledger.models import (
    Client,
    Registration,
    Seal,
    Source,
    Transfer,
    TransferKind,
    Verification,
    Wallet,
    WalletKind,
)
from ledger.verification import Verified, Wrong, verify
from tests.worlds import World, buy, new_world


@dataclass(frozen=True, slots=True)
class Books:
    """What a hand may reach for: 120 credits in, Ana and Ben registered, 6 credits in."""

    world: World
    first: UUID
    ana: UUID
    ben: UUID
    last: UUID
    anas_registration: UUID
    bens_registration: UUID
    own_client: UUID

    @property
    def account(self) -> UUID:
        return self.world.account_id

    @property
    def acme(self) -> UUID:
        return self.world.acme.id


@pytest.fixture
def books(world: World) -> Books:
    first = world.allocate(120)
    ana, ben = world.register("ana"), world.register("ben")
    last = world.allocate(6)
    with world.database.reading() as session:
        paid = {row.registration_id: row.id for row in session.scalars(select(Transfer)).all()}
        own = session.scalars(select(Client.id).where(Client.is_own)).one()
    return Books(world, first.id, paid[ana.id], paid[ben.id], last.id, ana.id, ben.id, own)


@pytest.fixture
def sealed(books: Books) -> Books:
    books.world.database.write(seals.seal_some)
    return books


def test_a_ledger_that_was_left_alone_is_clean(sealed: Books) -> None:
    """An allocation is read in both its wallets: 3 lines of the pool and 4 of the client."""
    assert verified(sealed.world) == Verified(
        wallets=3, transfers=7, registrations=2, sealed=7, wrong=None
    )


def test_a_ledger_that_is_not_sealed_yet_is_clean(books: Books) -> None:
    found = verified(books.world)
    assert (found.wrong, found.sealed) == (None, 0)


def test_an_empty_database_is_clean(database: Database) -> None:
    assert database.read(verify) == Verified(wallets=0, transfers=0, registrations=0, sealed=0)


Act = Callable[[Books], list[Any]]


def of(id: UUID) -> Any:
    return update(Transfer).where(Transfer.id == id)


def wallet(id: UUID) -> Any:
    return update(Wallet).where(Wallet.id == id)


BY_HAND: dict[str, tuple[Act, str, str, str]] = {
    "amount": (lambda b: [of(b.ana).values(credits=5)], "transfers", "ana", "holds 114"),
    "balance": (lambda b: [of(b.ana).values(debit_balance=99)], "transfers", "ana", "holds 99"),
    "time": (
        lambda b: [of(b.ben).values(at=clock.now() - timedelta(days=1))],
        "transfers",
        "ben",
        "time is before",
    ),
    "number": (lambda b: [of(b.ben).values(debit_number=9)], "transfers", "last", "3 comes next"),
    "kind": (
        lambda b: [of(b.ben).values(kind=TransferKind.REFUND)],
        "transfers",
        "ben",
        "R5: a refund joins client and consumed",
    ),
    "to another client": (
        lambda b: [of(b.ben).values(credit_wallet_id=b.own_client)],
        "transfers",
        "ben",
        "R5",
    ),
    "to another client, by its kind": (
        lambda b: [of(b.ben).values(credit_wallet_id=b.own_client, credit_kind=WalletKind.CLIENT)],
        "transfers",
        "ben",
        "R5",
    ),
    "transfer removed": (
        lambda b: [delete(Transfer).where(Transfer.id == b.ana)],
        "transfers",
        "ben",
        "it is number 3",
    ),
    "last transfer removed": (
        lambda b: [delete(Transfer).where(Transfer.id == b.last)],
        "wallets",
        "account",
        "126 out after 3 transfers",
    ),
    "credited": (lambda b: [wallet(b.acme).values(credited=127)], "wallets", "acme", "127 in"),
    "debited": (lambda b: [wallet(b.acme).values(debited=6)], "wallets", "acme", "6 out"),
    "last number": (lambda b: [wallet(b.acme).values(last_number=5)], "wallets", "acme", "after 5"),
    "below zero": (
        lambda b: [
            of(b.ben).values(credits=115, debit_balance=-1),
            of(b.last).values(credit_balance=5),
            wallet(b.acme).values(debited=121),
        ],
        "transfers",
        "ben",
        "below zero",
    ),
    "negative amount": (
        lambda b: [
            of(b.ben).values(credits=-6, debit_balance=120),
            of(b.last).values(credit_balance=126),
            wallet(b.acme).values(debited=0),
        ],
        "transfers",
        "ben",
        "-6 credits",
    ),
    "registration removed": (
        lambda b: [delete(Registration).where(Registration.id == b.anas_registration)],
        "transfers",
        "ana",
        "R10: it pays for no registration",
    ),
    "registration not paid": (
        lambda b: [of(b.ana).values(registration_id=None)],
        "registrations",
        "anas_registration",
        "R10: no consumption pays",
    ),
    "registration of another client": (
        lambda b: [
            update(Registration)
            .where(Registration.id == b.anas_registration)
            .values(client_id=b.own_client)
        ],
        "registrations",
        "anas_registration",
        "R10: no consumption pays",
    ),
    "paid twice": (
        lambda b: [
            insert(Transfer).values(**second_charge(b)),
            wallet(b.acme).values(debited=18, last_number=5),
        ],
        "registrations",
        "anas_registration",
        "R10: it is paid for more than once",
    ),
}

BEHIND_THE_SEALS: dict[str, tuple[Act, str, str, str]] = {
    "amount, and all that follows from it": (
        lambda b: [
            of(b.ana).values(credits=5, debit_balance=115),
            of(b.ben).values(debit_balance=109),
            of(b.last).values(credit_balance=115),
            wallet(b.acme).values(debited=11),
        ],
        "transfers",
        "last",
        "the seal 3",
    ),
    "time": (
        lambda b: [of(b.last).values(at=clock.now() + timedelta(days=1))],
        "transfers",
        "last",
        "the seal 3",
    ),
    "who was paid for": (
        lambda b: [
            of(b.ana).values(registration_id=new_id()),
            of(b.ben).values(registration_id=b.anas_registration),
            of(b.ana).values(registration_id=b.bens_registration),
        ],
        "transfers",
        "ana",
        "the seal 2",
    ),
    "the seal": (
        lambda b: [seal_of(b, update(Seal)).values(digest="f" * 64)],
        "transfers",
        "ana",
        "the seal 2",
    ),
    "whose seal it is": (
        lambda b: [seal_of(b, update(Seal)).values(transfer_id=b.ben)],
        "transfers",
        "ana",
        "the seal 2",
    ),
    "the seal removed": (
        lambda b: [seal_of(b, delete(Seal))],
        "transfers",
        "ana",
        "the seal 2",
    ),
    "the last play without a trace": (
        lambda b: [
            delete(Transfer).where(Transfer.id == b.last),
            wallet(b.acme).values(credited=120, last_number=3),
            wallet(b.account).values(debited=120, last_number=2),
        ],
        "wallets",
        "account",
        "3 seals and 2 transfers",
    ),
}


@pytest.mark.parametrize("how", BY_HAND)
def test_what_a_hand_did_is_found_and_the_first_wrong_row_is_named(books: Books, how: str) -> None:
    act, table, name, flaw = BY_HAND[how]
    found = verified_after(books, act(books))
    assert found is not None
    assert (found.account_id, found.table, found.id) == (books.account, table, getattr(books, name))
    assert flaw in found.flaw


@pytest.mark.parametrize("how", BEHIND_THE_SEALS)
def test_what_was_made_to_fit_does_not_fit_the_seals(sealed: Books, how: str) -> None:
    act, table, name, flaw = BEHIND_THE_SEALS[how]
    found = verified_after(sealed, act(sealed))
    assert found is not None
    assert (found.table, found.id) == (table, getattr(sealed, name))
    assert flaw in found.flaw


def test_a_number_given_twice_is_found(books: Books) -> None:
    found = verified_after(books, [of(books.ben).values(debit_number=2)])
    assert found is not None
    assert found.id in {books.ana, books.ben}
    assert "it is number 2" in found.flaw


def test_nothing_is_said_to_be_wrong_where_the_hands_changed_nothing(sealed: Books) -> None:
    """That the guards are gone alone is no flaw: what the tests above find is what was done."""
    assert verified_after(sealed, [of(sealed.ana).values(credits=6)]) is None


def test_one_account_is_verified_without_the_others(books: Books) -> None:
    other = new_world(books.world.database)
    with guards_down(books.world.database) as session:
        session.execute(of(books.ana).values(credits=5))
        assert verify(session, account_id=other.account_id).wrong is None
        assert verify(session, account_id=books.account).wrong is not None
        found = verify(session).wrong
    assert found is not None
    assert found.account_id == books.account


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pages_are_no_seams(sealed: Books, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PAGE", size)
    assert verified(sealed.world).transfers == 7
    assert verified_after(sealed, [of(sealed.last).values(credits=5)]) is not None


def test_progress_says_how_many_transfers_were_read(
    sealed: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "PAGE", 2)
    said: list[int] = []
    with sealed.world.database.reading() as session:
        verify(session, progress=said.append)
    assert said == sorted(said)
    assert said[-1] == 7


def test_a_ledger_that_is_written_to_meanwhile_is_not_said_to_be_wrong(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read as it was at one instant: a transfer in between is no gap and no missing total."""
    monkeypatch.setattr(verification, "PAGE", 1)

    def meanwhile(_: int) -> None:
        books.world.allocate(6)
        books.world.register(books.world.key())
        books.world.database.write(seals.seal_some)

    with books.world.database.reading() as session:
        found = verify(session, progress=meanwhile)
    assert (found.wrong, found.transfers) == (None, 7)
    assert verified(books.world).wrong is None


def test_memory_does_not_grow_with_the_ledger(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "PAGE", 100)
    world.database.write(lambda session: buy(session, world, 4000 * 6))
    world.allocate(4000 * 6)
    register_many(world, 300)
    verified(world)
    few = peak_of(lambda: verified(world))
    register_many(world, 3000)
    many = peak_of(lambda: verified(world))
    assert many < 1.5 * few


def test_an_account_is_due_once_a_day_and_what_was_found_is_kept(books: Books) -> None:
    world = books.world
    assert due(world) == books.account
    keep(world, verified(world))
    assert due(world) is None
    with guards_down(world.database) as session:
        session.execute(of(books.ana).values(credits=5))
        found = verify(session)
    keep(world, found)
    assert world.database.read(verification.flawed_accounts) == 1
    with world.database.reading() as session:
        (clean, flawed) = session.scalars(select(Verification).order_by(Verification.id))
    assert (clean.transfers, clean.flaw) == (7, None)
    assert flawed.flaw is not None
    assert flawed.flaw.startswith(f"transfers {books.ana}: ")


def test_an_account_whose_last_verification_was_clean_is_not_flawed(books: Books) -> None:
    wrong = Wrong(account_id=books.account, table="transfers", id=books.ana, flaw="x" * 2000)
    keep(books.world, Verified(wallets=1, transfers=1, registrations=1, sealed=1, wrong=wrong))
    keep(books.world, verified(books.world))
    assert books.world.database.read(verification.flawed_accounts) == 0


def verified(world: World) -> Verified:
    with world.database.reading() as session:
        return verify(session)


def verified_after(books: Books, statements: list[Any]) -> Wrong | None:
    with guards_down(books.world.database) as session:
        for statement in statements:
            session.execute(statement, execution_options={"synchronize_session": False})
        return verify(session, account_id=books.account).wrong


@contextmanager
def guards_down(database: Database) -> Iterator[Session]:
    """The ledger's tables without triggers, keys or checks; all is as before at the end."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # Before the transaction, within which SQLite leaves its keys as they are.
            keys_of(connection, "OFF")
        cascade = "" if database.is_sqlite else " CASCADE"
        for table in ("seals", "registrations", "transfers", "wallets"):
            connection.execute(text(f"CREATE TABLE bare AS SELECT * FROM {table}"))
            connection.execute(text(f"DROP TABLE {table}{cascade}"))
            connection.execute(text(f"ALTER TABLE bare RENAME TO {table}"))
        with Session(connection) as session:
            yield session
        connection.rollback()
        if database.is_sqlite:
            keys_of(connection, "ON")


def keys_of(connection: Connection, state: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys = {state}")


def second_charge(books: Books) -> dict[str, Any]:
    with books.world.database.reading() as session:
        paid = session.get_one(Transfer, (books.account, books.ana))
    values = {column.name: getattr(paid, column.name) for column in Transfer.__table__.columns}
    later = {"id": new_id(), "debit_number": 5, "debit_balance": 108, "at": clock.now()}
    return values | later


def seal_of(books: Books, statement: Any) -> Any:
    """The seal of the client's second line, Ana's."""
    return statement.where(Seal.wallet_id == books.acme, Seal.number == 2)


def register_many(world: World, count: int) -> None:
    newcomers = [world.newcomer(world.key()) for _ in range(count)]
    world.database.write(
        lambda session: group_registration.register_learners(
            session, place=world.place(), learners=newcomers, source=Source.WEB
        )
    )


def peak_of(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def due(world: World) -> UUID | None:
    return world.database.read(
        lambda session: verification.next_due(session, age=timedelta(days=1))
    )


def keep(world: World, found: Verified) -> None:
    world.database.write(
        lambda session: verification.record(session, account_id=world.account_id, found=found)
    )
