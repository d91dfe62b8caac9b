"""The rules of the business, one test a rule, named by its number."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ledger import accounts, catalogue, clock, pricing, purchases, status
from ledger.actors import Actor
from ledger.amounts import credits_for, plays
from ledger.database import Database
from ledger.errors import (
    NotAllowed,
    NotEnoughCredits,
    PlayIsOver,
    PurchaseClosed,
)
from ledger.models import (
    Access,
    Allocation,
    Client,
    Member,
    PriceTier,
    Purchase,
    Registration,
    Transfer,
    TransferKind,
    Wallet,
)
from ledger.registration import complete
from tests.worlds import KEYRING, World


def test_r1_opening_an_account_makes_its_own_client_with_campus_access(database: Database) -> None:
    account = database.write(
        lambda session: accounts.open_account(session, name="Ludum", keyring=KEYRING)
    )
    with database.reading() as session:
        own = session.scalars(select(Client).where(Client.account_id == account.id)).one()
    assert (own.is_own, own.access, own.name) == (True, Access.CAMPUS, "Ludum")


def test_r2_a_play_costs_six_credits(world: World) -> None:
    world.allocate(120)
    world.register("ana")
    assert balance(world) == (120, 6, 114)


def test_r2_an_operator_sets_another_price_and_a_member_cannot(world: World) -> None:
    for member in (world.owner, world.manager, world.viewer):
        with pytest.raises(NotAllowed):
            set_price(world, member, 2)
    set_price(world, None, 2)
    assert world.game.price == 2


def test_r3_a_credit_lists_at_two_euros_and_a_tier_prices_the_whole_order() -> None:
    tiers = pricing.parsed_tiers("600:190 6000:150")
    assert pricing.quote(1).total_cents == 200
    assert pricing.quote(599, tiers).total_cents == 599 * 200
    assert pricing.quote(600, tiers).total_cents == 600 * 190
    assert pricing.quote(6000, tiers).discount_cents == 6000 * 50


def test_r3_a_partner_is_shown_its_own_list_and_never_the_public_one(world: World) -> None:
    public = pricing.parsed_tiers("10:100")

    def partner_list(session: object) -> object:
        return pricing.price_list(session, account_id=world.account_id, public=public)  # type: ignore[arg-type]

    assert world.database.read(partner_list) == public
    tier = PriceTier(account_id=world.account_id, from_credits=1, unit_millicents=170_500)
    world.database.write(lambda session: session.add(tier))
    assert world.database.read(partner_list) == [pricing.Tier(1, 170_500)]


def test_r3_an_order_is_priced_by_the_tier_that_it_reaches(world: World) -> None:
    public = pricing.parsed_tiers("600:190 6000:150")
    made = world.database.write(
        lambda session: purchases.order_credits(
            session,
            actor=world.actor(world.owner),
            credits=600,
            key=world.key(),
            public_tiers=public,
        )
    )
    assert (made.list_cents, made.total_cents) == (600 * 200, 600 * 190)


def test_r4_nothing_in_the_schema_lets_credits_expire() -> None:
    """There is no end to write down, and no kind of transfer that would take credits back."""
    columns = {
        column.name for table in (Wallet, Transfer, Allocation) for column in table.__table__.c
    }
    assert not [name for name in columns if "expire" in name or "until" in name or "ends" in name]
    assert {kind.wallets for kind in TransferKind if "client" in kind.wallets[0]} == {
        ("client", "consumed")
    }


def test_r4_credits_are_all_there_ten_years_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.allocate(120)
    later = clock.now() + timedelta(days=3653)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (pool(world), balance(world)) == (480, (120, 0, 120))
    world.allocate(480)
    world.register("ana")
    assert (pool(world), balance(world)) == (0, (600, 6, 594))


def test_r5_no_kind_of_transfer_leads_from_a_client_to_another_or_back_to_the_pool() -> None:
    leading_out = {kind.wallets[1] for kind in TransferKind if kind.wallets[0] == "client"}
    assert leading_out == {"consumed"}


def test_r6_an_allocation_above_the_pool_is_refused_with_its_numbers(world: World) -> None:
    with pytest.raises(NotEnoughCredits) as refusal:
        world.allocate(601)
    assert (refusal.value.wanted, refusal.value.available, refusal.value.short_by) == (601, 600, 1)
    assert balance(world) == (0, 0, 0)
    assert pool(world) == 600


def test_r6_an_allocation_carries_a_reference_and_a_comment_it_is_found_by(world: World) -> None:
    made = world.allocate(120, reference="PO-77", comment="for the autumn course")
    with world.database.reading() as session:
        found = session.scalars(
            select(Allocation).where(
                Allocation.account_id == world.account_id, Allocation.reference == "PO-77"
            )
        ).one()
    assert (found.id, found.comment) == (made.id, "for the autumn course")


def test_r8_registering_again_returns_the_open_play_uncharged(world: World) -> None:
    world.allocate(120)
    first, again = world.register("ana"), world.register("ana")
    assert first.id == again.id
    assert (first.was_charged, again.was_charged) == (True, False)
    assert balance(world) == (120, 6, 114)


def test_r8_after_completion_a_new_play_is_a_new_charge_and_said_first(world: World) -> None:
    world.allocate(120)
    first = world.register("ana")
    finish(world, first.id)
    with pytest.raises(PlayIsOver) as said:
        world.register("ana")
    assert (said.value.play, said.value.price) == (1, 6)
    assert balance(world) == (120, 6, 114)
    second = world.register("ana", new_play=True)
    assert (second.number, second.was_charged) == (2, True)
    assert balance(world) == (120, 12, 108)


def test_r9_credits_are_consumed_when_a_learner_is_registered_who_never_starts(
    world: World,
) -> None:
    world.allocate(120)
    world.register("never.starts@acme.example")
    assert balance(world) == (120, 6, 114)


def test_r10_without_credits_there_is_neither_a_charge_nor_a_registration(world: World) -> None:
    world.allocate(5)
    with pytest.raises(NotEnoughCredits) as refusal:
        world.register("ana")
    assert (refusal.value.wanted, refusal.value.available) == (6, 5)
    assert refusal.value.client == "Acme Learning"
    assert count(world, Registration) == 0
    assert balance(world) == (5, 0, 5)


def test_r10_a_refused_registration_succeeds_once_there_are_credits(world: World) -> None:
    with pytest.raises(NotEnoughCredits):
        world.register("ana")
    world.allocate(6)
    assert world.register("ana").was_charged


def test_r11_status_shows_the_pool_and_each_client_in_credits_and_in_plays(world: World) -> None:
    world.allocate(120)
    world.register("ana")
    seen = world.database.read(
        lambda session: status.of_account(session, account_id=world.account_id)
    )
    acme = seen.most_urgent[0]
    assert (seen.pool, seen.clients) == (480, 2)
    assert (seen.allocated, seen.consumed, seen.available) == (120, 6, 114)
    assert (acme.allocated, acme.consumed, acme.available, acme.plays) == (120, 6, 114, 19)


def test_r13_credits_arrive_when_the_payment_is_confirmed_and_only_once(world: World) -> None:
    made = order(world, world.actor(world.owner))
    assert (made.list_cents, made.total_cents) == (24_000, 24_000)
    assert pool(world) == 600
    for _ in range(2):
        confirm(world, made.number, "bank line 4")
    assert pool(world) == 720
    with pytest.raises(PurchaseClosed):
        confirm(world, made.number, "another payment")


def test_r13_an_owner_cannot_confirm_a_payment(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.database.write(
            lambda session: purchases.confirm_payment(
                session, actor=world.actor(world.owner), number=1, payment_reference="mine"
            )
        )


def test_r13_only_an_owner_orders(world: World) -> None:
    for actor in (world.actor(world.manager), world.actor(world.viewer), world.operator):
        with pytest.raises(NotAllowed):
            order(world, actor)


def test_r14_twenty_learners_need_120_credits_and_120_credits_are_twenty_plays() -> None:
    assert credits_for(20) == 120
    assert plays(120) == 20
    assert pricing.quote(6).plays == 1


def balance(world: World) -> tuple[int, int, int]:
    seen = world.database.read(
        lambda session: status.of_client(
            session, account_id=world.account_id, client_id=world.acme.id
        )
    )
    return seen.allocated, seen.consumed, seen.available


def pool(world: World) -> int:
    return world.database.read(
        lambda session: status.of_account(session, account_id=world.account_id)
    ).pool


def count(world: World, table: type) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def finish(world: World, registration_id: object) -> None:
    world.database.write(
        lambda session: complete(
            session,
            account_id=world.account_id,
            client_id=world.acme.id,
            id=registration_id,  # type: ignore[arg-type]
        )
    )


def set_price(world: World, member: Member | None, price: int) -> None:
    actor = world.actor(member) if member else world.operator
    world.database.write(
        lambda session: catalogue.set_price(session, actor=actor, game=world.game, price=price)
    )


def order(world: World, actor: Actor) -> Purchase:
    return world.database.write(
        lambda session: purchases.order_credits(session, actor=actor, credits=120, key=world.key())
    )


def confirm(world: World, number: int, reference: str) -> None:
    world.database.write(
        lambda session: purchases.confirm_payment(
            session, actor=world.operator, number=number, payment_reference=reference
        )
    )
