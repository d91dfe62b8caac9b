"""The journal by hand in SQL: what the database itself refuses, on both engines."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from ledger import clock
from ledger.ids import new_id
from ledger.models import Client, Registration, Source, Transfer, TransferKind, Wallet, WalletKind
from ledger.models.journal import wallet_id
from tests.worlds import World


@pytest.fixture
def played(world: World) -> World:
    world.allocate(120)
    world.register("ana")
    return world


@pytest.mark.parametrize(
    "statement",
    [
        update(Transfer).values(credits=1),
        delete(Transfer),
        text("UPDATE transfers SET at = at"),
    ],
    ids=["update", "delete", "touch"],
)
def test_a_transfer_is_neither_changed_nor_removed(played: World, statement: Any) -> None:
    assert refused(played, statement, "written once")


def test_an_insert_or_replace_does_not_slip_past_the_trigger(played: World) -> None:
    if not played.database.is_sqlite:
        statement = "TRUNCATE transfers CASCADE"
    else:
        statement = "INSERT OR REPLACE INTO transfers SELECT * FROM transfers"
    assert refused(played, text(statement), "written once")


def test_no_wallet_goes_below_zero(played: World) -> None:
    overdrawn = update(Wallet).where(Wallet.kind == WalletKind.CLIENT).values(debited=121)
    assert refused(played, overdrawn, "never_below_zero")


@pytest.mark.parametrize("credits", [0, -6])
def test_a_transfer_moves_a_positive_number(played: World, credits: int) -> None:
    assert refused(played, transfer(played, credits=credits), "positive")


@pytest.mark.parametrize(
    ("kind", "debit", "credit"),
    [
        (kind, debit, credit)
        for kind in TransferKind
        for debit in WalletKind
        for credit in WalletKind
        if debit != credit and (debit, credit) != kind.wallets
    ],
)
def test_r5_a_kind_joins_only_the_wallets_it_may(
    played: World, kind: TransferKind, debit: WalletKind, credit: WalletKind
) -> None:
    statement = transfer(played, kind=kind, debit=debit, credit=credit)
    assert refused(played, statement, "ck_transfers")


def test_r5_a_wallet_cannot_be_called_by_another_kind(played: World) -> None:
    """From client to client, dressed up as an allocation: the keys carry the wallets' kinds."""
    statement = transfer(played, kind=TransferKind.ALLOCATION).values(
        debit_wallet_id=own_client_id(played), debit_kind=WalletKind.POOL
    )
    assert refused(played, statement, "foreign key", "fk_transfers_debit")


def test_r10_a_second_consumption_of_a_registration_is_refused(played: World) -> None:
    statement = transfer(played, kind=TransferKind.CONSUMPTION).values(
        registration_id=registration_id(played)
    )
    assert refused(played, statement, "uq_transfers_registration", "unique")


def test_r10_a_consumption_without_a_registration_is_refused(played: World) -> None:
    statement = transfer(played, kind=TransferKind.CONSUMPTION)
    assert refused(played, statement, "consumption_registers")


def test_r10_a_registration_without_a_consumption_does_not_commit(played: World) -> None:
    copied = (
        "INSERT INTO registrations (account_id, client_id, id, learner_id, game_id, number, "
        "group_id, game_version, source, registered_at) SELECT account_id, client_id, :id, "
        "learner_id, game_id, 2, group_id, game_version, source, registered_at FROM registrations"
    )
    id = new_id().hex if played.database.is_sqlite else new_id()
    assert refused(played, text(copied).bindparams(id=id), "foreign key")


def test_transfers_of_a_wallet_are_numbered_in_order_with_the_balance_after_each(
    played: World,
) -> None:
    played.allocate(6)
    with played.database.reading() as session:
        lines = session.execute(
            select(Transfer).where(
                (Transfer.debit_wallet_id == played.acme.id)
                | (Transfer.credit_wallet_id == played.acme.id)
            )
        ).scalars()
        seen = sorted(
            (line.debit_number, line.debit_balance)
            if line.debit_wallet_id == played.acme.id
            else (line.credit_number, line.credit_balance)
            for line in lines
        )
    assert seen == [(1, 120), (2, 114), (3, 120)]


def test_time_never_runs_backwards_within_a_wallet(
    played: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server whose clock is behind gives its transfer the time of the wallet's last one."""
    earlier = clock.now().replace(year=2020)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    late = played.allocate(6)
    with played.database.reading() as session:
        times = list(
            session.scalars(
                select(Transfer.at)
                .where(Transfer.debit_wallet_id == played.account_id)
                .order_by(Transfer.debit_number)
            )
        )
        assert session.get_one(Transfer, (played.account_id, late.id)).at == times[-1]
    assert times == sorted(times)
    assert times[-1].year > 2020


def transfer(
    world: World,
    *,
    kind: TransferKind = TransferKind.ALLOCATION,
    debit: WalletKind | None = None,
    credit: WalletKind | None = None,
    credits: int = 6,
) -> Any:
    """A transfer as a hand at the database would insert it, its wallets left alone."""
    debit, credit = debit or kind.wallets[0], credit or kind.wallets[1]
    return insert(Transfer).values(
        account_id=world.account_id,
        id=new_id(),
        kind=kind,
        credits=credits,
        at=clock.now(),
        debit_wallet_id=wallet_id(world.account_id, debit, world.acme.id),
        debit_kind=debit,
        debit_number=None if debit is WalletKind.ISSUED else 99,
        credit_wallet_id=wallet_id(world.account_id, credit, world.acme.id),
        credit_kind=credit,
        credit_number=None if credit.is_counterpart else 99,
        source=Source.COMMAND_LINE,
    )


def registration_id(world: World) -> UUID:
    with world.database.reading() as session:
        return session.execute(select(Registration.id)).scalar_one()


def own_client_id(world: World) -> UUID:
    with world.database.reading() as session:
        return session.execute(select(Client.id).where(Client.is_own)).scalar_one()


def refused(world: World, statement: Any, *reasons: str) -> bool:
    """Whether the database refused it for one of `reasons`, as its message says."""
    with pytest.raises(DBAPIError) as refusal:
        world.database.write(lambda session: session.execute(statement))
    message = str(refusal.value.orig).lower()
    return any(reason.lower() in message for reason in reasons)
