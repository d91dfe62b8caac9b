"""Seals: each wallet's transfers linked into a chain of digests, after the fact, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger import seals
from ledger.models import Seal, Transfer
from tests.worlds import World, new_world

SEALED_AT_FIRST = 1
"""The purchase that filled the pool."""


def test_every_line_of_the_pool_and_of_each_client_is_sealed_once(world: World) -> None:
    """An allocation stands in two wallets, so it is sealed in both."""
    made = world.allocate(120)
    world.register("ana")
    assert seal(world) == SEALED_AT_FIRST + 2 + 1
    assert [row.number for row in chain(world, world.account_id)] == [1, 2]
    assert [row.number for row in chain(world, world.acme.id)] == [1, 2]
    assert chain(world, world.account_id)[1].transfer_id == made.id
    assert chain(world, world.acme.id)[0].transfer_id == made.id


def test_sealing_again_seals_nothing_and_changes_nothing(world: World) -> None:
    world.allocate(120)
    seal(world)
    before = digests(world)
    assert seal(world) == 0
    assert digests(world) == before


def test_a_batch_seals_no_more_than_it_may_and_the_next_goes_on(world: World) -> None:
    for credits in range(1, 6):
        world.allocate(credits)
    batches = [seal(world, most=4) for _ in range(4)]
    assert batches == [4, 4, 3, 0]


def test_what_was_sealed_says_of_which_accounts(world: World) -> None:
    world.allocate(6)
    sealed = world.database.write(seals.seal_some)
    assert (bool(sealed), sealed.account_ids) == (True, frozenset({world.account_id}))
    again = world.database.write(seals.seal_some)
    assert (bool(again), again.account_ids) == (False, frozenset())


def test_the_chain_is_the_same_in_whichever_batches_it_was_made(world: World) -> None:
    for credits in range(1, 6):
        world.allocate(credits)

    def one_by_one(session: Session) -> list[str]:
        while seals.seal_some(session, most=1):
            pass
        return [row.digest for row in all_seals(session)]

    rehearsed = world.database.rehearse(one_by_one)
    seal(world)
    assert digests(world) == rehearsed


def test_each_digest_is_linked_to_the_one_before_and_the_first_to_noughts(world: World) -> None:
    world.allocate(120)
    world.register("ana")
    seal(world)
    digest = seals.FIRST
    for row in chain(world, world.acme.id):
        digest = seals.link(digest, transfer(world, row.transfer_id))
        assert row.digest == digest
    assert head(world) == (2, digest)


def test_a_wallet_without_transfers_has_no_head(world: World) -> None:
    seal(world)
    assert head(world) == (0, seals.FIRST)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credits", 7),
        ("at", "a second later"),
        ("debit_number", 9),
        ("debit_balance", 9),
        ("credit_number", 9),
        ("credit_balance", 9),
        ("id", "another"),
        ("account_id", "another"),
        ("debit_wallet_id", "another"),
        ("credit_wallet_id", "another"),
        ("registration_id", "another"),
    ],
)
def test_a_digest_changes_with_every_fact_of_its_transfer(
    world: World, field: str, value: object
) -> None:
    made = transfer(world, world.allocate(120).id)
    before = seals.link(seals.FIRST, made)
    new = {"another": UUID(int=1), "a second later": made.at.replace(year=2000)}
    setattr(made, field, new.get(str(value), value))
    assert seals.link(seals.FIRST, made) != before


def test_nothing_personal_is_in_a_digest(world: World) -> None:
    made = transfer(world, world.allocate(120, reference="PO-7").id)
    before = seals.link(seals.FIRST, made)
    made.member_id = None
    assert seals.link(seals.FIRST, made) == before


def test_the_time_in_a_digest_does_not_depend_on_the_zone_it_is_read_in(world: World) -> None:
    made = transfer(world, world.allocate(120).id)
    before = seals.link(seals.FIRST, made)
    made.at = made.at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert seals.link(seals.FIRST, made) == before


def test_workers_that_seal_at_once_make_each_seal_once(world: World) -> None:
    for credits in range(1, 21):
        world.allocate(credits)
    start = Barrier(4)

    def work(_: int) -> int:
        start.wait()
        return seal(world, most=7) + seal(world) + seal(world)

    with ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(work, range(4)))
    assert made == SEALED_AT_FIRST + 20 + 20 == len(digests(world))


def test_what_comes_after_a_seal_is_sealed_by_the_next_batch(world: World) -> None:
    world.allocate(120)
    seal(world)
    world.register("ana")
    assert seal(world) == 1
    assert head(world)[0] == 2


def test_all_accounts_are_sealed_and_their_chains_are_apart(world: World) -> None:
    other = new_world(world.database)
    other.allocate(120)
    world.allocate(120)
    assert seal(world) == 2 * (SEALED_AT_FIRST + 2)
    assert chain(world, world.acme.id)[0].digest != chain(other, other.acme.id)[0].digest


@pytest.mark.parametrize("statement", [update(Seal).values(digest="0" * 64), delete(Seal)])
def test_a_seal_is_neither_changed_nor_removed(world: World, statement: object) -> None:
    seal(world)
    with pytest.raises(DBAPIError, match="written once"):
        world.database.write(lambda session: session.execute(statement))  # type: ignore[call-overload]


def seal(world: World, *, most: int = seals.BATCH) -> int:
    sealed = world.database.write(lambda session: seals.seal_some(session, most=most))
    return sealed.transfers


def head(world: World) -> tuple[int, str]:
    return world.database.read(
        lambda session: seals.head(session, account_id=world.account_id, wallet_id=world.acme.id)
    )


def all_seals(session: Session) -> list[Seal]:
    order = (Seal.account_id, Seal.wallet_id, Seal.number)
    return list(session.scalars(select(Seal).order_by(*order)))


def digests(world: World) -> list[str]:
    return [row.digest for row in world.database.read(all_seals)]


def chain(world: World, wallet_id: UUID) -> list[Seal]:
    return [row for row in world.database.read(all_seals) if row.wallet_id == wallet_id]


def transfer(world: World, id: UUID) -> Transfer:
    """Apart from its session, so that a test may change it."""
    with world.database.reading() as session:
        return session.get_one(Transfer, (world.account_id, id))
