"""Owners are told once that a wallet is low, spent or turns learners away, and once when not."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger import accounts, alerts, catalogue, purchases, registration, thresholds
from ledger.errors import BadAmount, NotAllowed, NotEnoughCredits
from ledger.models import (
    Alert,
    Client,
    Game,
    Member,
    OutboxRow,
    Role,
    Source,
    Threshold,
    ThresholdUnit,
    Visibility,
    Wallet,
)
from tests.worlds import World, buy

PLAYS, CREDITS, PER_CENT = ThresholdUnit


@pytest.mark.parametrize(
    ("allocated", "threshold"), [(0, 60), (120, 60), (600, 60), (6000, 600), (6001, 601)]
)
def test_the_default_is_ten_plays_or_ten_per_cent_of_the_last_where_that_is_more(
    allocated: int, threshold: int
) -> None:
    assert thresholds.in_credits(None, allocated) == threshold


@pytest.mark.parametrize(
    ("unit", "value", "threshold"),
    [(PLAYS, 5, 30), (CREDITS, 5, 5), (PER_CENT, 5, 51), (PER_CENT, 0, 0), (PER_CENT, 100, 1001)],
)
def test_a_threshold_is_said_in_plays_credits_or_per_cent_of_the_last_allocation(
    world: World, unit: ThresholdUnit, value: int, threshold: int
) -> None:
    own = Threshold(account_id=world.account_id, wallet_id=world.acme.id, unit=unit, value=value)
    assert thresholds.in_credits(own, 1001) == threshold


@given(st.integers(0, 10**6), st.integers(0, 100))
def test_a_per_cent_is_rounded_up_and_never_off_by_a_credit(of: int, value: int) -> None:
    assert 0 <= thresholds.per_cent(of, value) * 100 - of * value < 100


def test_an_allocation_sets_a_per_cent_anew_and_leaves_credits_as_they_are(world: World) -> None:
    assert set_threshold(world, PER_CENT, 50) == 0
    world.allocate(120)
    assert low_below(world, world.acme.id) == 60
    world.allocate(200)
    assert low_below(world, world.acme.id) == 100
    assert set_threshold(world, CREDITS, 7) == 7
    world.allocate(100)
    assert low_below(world, world.acme.id) == 7


def test_a_threshold_in_per_cent_is_of_what_was_given_last_already(world: World) -> None:
    world.allocate(120)
    assert set_threshold(world, PER_CENT, 25) == low_below(world, world.acme.id) == 30


@pytest.mark.parametrize(
    ("unit", "value", "most"),
    [
        *((unit, value, 1_000_000) for unit in (PLAYS, CREDITS) for value in (-1, 1_000_001)),
        (CREDITS, 2**53 + 1, 1_000_000),
        (CREDITS, 2**70, 1_000_000),
        (PER_CENT, 101, 100),
        (PER_CENT, -1, 100),
    ],
)
def test_a_threshold_out_of_bounds_is_refused_and_changes_nothing(
    world: World, unit: ThresholdUnit, value: int, most: int
) -> None:
    set_threshold(world, CREDITS, 30)
    with pytest.raises(BadAmount) as refusal:
        set_threshold(world, unit, value)
    assert (refusal.value.given, refusal.value.most) == (str(value), most)
    assert low_below(world, world.acme.id) == 30


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_an_owner_sets_a_threshold(world: World, who: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        set_threshold(world, CREDITS, 30, by=getattr(world, who))
    assert refusal.value.allowed == ["owner"]
    assert low_below(world, world.acme.id) == 0


def test_an_owner_is_told_once_on_the_way_down(world: World) -> None:
    world.allocate(72)
    play(world, 2)
    assert told(world) == []
    play(world, 3)
    assert told(world) == [("alert opened", "low", 54)]


def test_what_is_told_names_the_wallet_and_its_threshold(world: World) -> None:
    world.allocate(60)
    play(world, 1)
    (row,) = outbox(world)
    (matter,) = matters(world)
    assert row.recipient_id == world.owner.id
    assert row.facts == {
        "alert_id": str(matter.id),
        "wallet_id": str(world.acme.id),
        "matter": "low",
        "available": 54,
        "low_below": 60,
    }


def test_at_the_threshold_itself_nobody_is_told(world: World) -> None:
    set_threshold(world, CREDITS, 54)
    world.allocate(60)
    play(world, 1)
    assert told(world) == []


def test_a_balance_at_the_edge_makes_no_noise(world: World) -> None:
    """Up and down across 60 again and again: the matter is not over before a fifth more, 72."""
    world.allocate(60)
    for _ in range(5):
        play(world, 1)
        world.allocate(6)
    world.allocate(11)
    play(world, 2)
    assert told(world) == [("alert opened", "low", 54)]


def test_a_recovery_is_told_once_and_the_next_way_down_anew(world: World) -> None:
    world.allocate(60)
    play(world, 1)
    world.allocate(17)
    assert len(told(world)) == 1
    world.allocate(1)
    world.allocate(1)
    play(world, 3)
    assert told(world) == [
        ("alert opened", "low", 54),
        ("alert closed", "low", 72),
        ("alert opened", "low", 55),
    ]


def test_a_client_given_less_than_its_threshold_is_told_of_at_its_first_play(world: World) -> None:
    world.allocate(12)
    assert told(world) == []
    play(world, 2)
    assert told(world)[0] == ("alert opened", "low", 6)


def test_one_clients_threshold_leaves_another_clients_alone(world: World) -> None:
    set_threshold(world, CREDITS, 120)
    assert low_below(world, world.acme.id) == 120
    assert {low_below(world, id) for id in client_ids(world) if id != world.acme.id} == {0}


def test_a_threshold_lowered_below_the_balance_ends_the_matter(world: World) -> None:
    """Else the crossing of the new threshold would never be told."""
    world.allocate(60)
    play(world, 1)
    set_threshold(world, CREDITS, 42)
    play(world, 3)
    assert told(world) == [
        ("alert opened", "low", 54),
        ("alert closed", "low", 54),
        ("alert opened", "low", 36),
    ]


def test_spent_is_told_when_the_cheapest_visible_game_is_out_of_reach(world: World) -> None:
    set_threshold(world, CREDITS, 0)
    add_game(world, "The Toll", price=2)
    world.allocate(8)
    play(world, 1)
    assert told(world) == []
    set_price(world, world.game, 1)
    play(world, 1, price=1)
    assert told(world) == []
    set_price(world, world.game, 6)
    world.allocate(6)
    play(world, 1)
    assert told(world) == [("alert opened", "spent", 1)]
    assert outbox(world)[0].facts["cheapest"] == 2


@pytest.mark.parametrize("visibility", [Visibility.OWN, Visibility.ONLY, Visibility.EXCEPT])
def test_a_cheaper_game_that_the_client_does_not_see_does_not_count(
    world: World, visibility: Visibility
) -> None:
    set_threshold(world, CREDITS, 0)
    cheap = add_game(world, "The Toll", price=2)
    show(world, cheap, visibility, to_acme=visibility is Visibility.EXCEPT)
    world.allocate(11)
    play(world, 1)
    assert told(world) == [("alert opened", "spent", 5)]


def test_a_game_without_content_cannot_be_played_so_it_does_not_count(world: World) -> None:
    set_threshold(world, CREDITS, 0)
    add_game(world, "The Toll", price=2, has_content=False)
    world.allocate(11)
    play(world, 1)
    assert told(world) == [("alert opened", "spent", 5)]


@pytest.mark.parametrize(("given_", "is_over"), [(1, False), (5, False), (6, True)])
def test_spent_is_over_only_when_the_cheapest_is_within_reach_again(
    world: World, given_: int, is_over: bool
) -> None:
    set_threshold(world, CREDITS, 0)
    world.allocate(6)
    play(world, 1)
    world.allocate(given_)
    closed = [("alert closed", "spent", given_)] if is_over else []
    assert told(world) == [("alert opened", "spent", 0), *closed]


def test_learners_turned_away_are_told_of_once_until_there_are_credits_for_them(
    world: World,
) -> None:
    set_threshold(world, CREDITS, 0)
    for _ in range(3):
        turn_away(world, wanted=20)
    assert told(world) == [("alert opened", "turned away", None)]
    assert outbox(world)[0].facts["wanted"] == 20
    world.allocate(19)
    assert len(told(world)) == 1
    world.allocate(1)
    assert told(world)[1:] == [("alert closed", "turned away", 20)]
    turn_away(world, wanted=30)
    assert len(told(world)) == 3


def test_all_matters_of_a_wallet_are_over_together_and_each_is_told(world: World) -> None:
    world.allocate(6)
    play(world, 1)
    turn_away(world, wanted=6)
    world.allocate(72)
    assert sorted(told(world)[3:]) == [
        ("alert closed", "low", 72),
        ("alert closed", "spent", 72),
        ("alert closed", "turned away", 72),
    ]


def test_the_pool_is_told_of_when_an_allocation_leaves_it_low(world: World) -> None:
    world.allocate(540)
    assert told(world) == []
    world.allocate(1)
    world.allocate(1)
    assert told(world) == [("alert opened", "low", 59)]
    assert outbox(world)[0].facts["wallet_id"] == str(world.account_id)


def test_the_pool_has_recovered_when_a_purchase_arrives(world: World) -> None:
    set_threshold(world, CREDITS, 100, wallet_id=world.account_id)
    world.allocate(501)
    world.database.write(lambda session: buy(session, world, 20))
    assert len(told(world)) == 1
    world.database.write(lambda session: buy(session, world, 1))
    assert told(world) == [("alert opened", "low", 99), ("alert closed", "low", 120)]


def test_an_order_that_is_not_paid_is_no_recovery(world: World) -> None:
    world.allocate(600)
    world.database.write(
        lambda session: purchases.order_credits(
            session, actor=world.actor(world.owner), credits=600, key=world.key()
        )
    )
    assert told(world) == [("alert opened", "low", 0)]


def test_every_owner_is_told_and_nobody_else(world: World) -> None:
    olga = world.database.write(
        lambda session: accounts.add_member(
            session, actor=world.operator, name="Olga", email="olga@x.example", role=Role.OWNER
        )
    )
    world.allocate(60)
    play(world, 1)
    assert [row.recipient_id for row in outbox(world)] == [world.owner.id, olga.id]


def test_a_refused_registration_tells_nothing_by_itself(world: World) -> None:
    world.allocate(5)
    with pytest.raises(NotEnoughCredits):
        play(world, 1)
    assert told(world) == []


def play(world: World, learners: int, *, price: int = 6) -> None:
    """So many learners who never played come in."""
    for _ in range(learners):
        newcomer = world.newcomer(world.key())
        world.database.write(
            lambda session, newcomer=newcomer: registration.register(  # type: ignore[misc]
                session, place=world.place(price=price), newcomer=newcomer, source=Source.LMS
            )
        )


def set_threshold(
    world: World,
    unit: ThresholdUnit,
    value: int,
    *,
    wallet_id: UUID | None = None,
    by: Member | None = None,
) -> int:
    return world.database.write(
        lambda session: thresholds.set_threshold(
            session,
            actor=world.actor(by or world.owner),
            wallet_id=wallet_id or world.acme.id,
            unit=unit,
            value=value,
        )
    )


def turn_away(world: World, *, wanted: int) -> None:
    world.database.write(
        lambda session: alerts.turned_away(
            session, account_id=world.account_id, client_id=world.acme.id, wanted=wanted
        )
    )


def add_game(world: World, title: str, *, price: int, has_content: bool = True) -> Game:
    content = catalogue.Content(
        standard="scorm12", launch_path="index.html", launch_facts={}, files=1, bytes=1
    )

    def add(session: Any) -> Game:
        game = catalogue.add_game(session, actor=world.operator, title=title)
        catalogue.set_price(session, actor=world.operator, game=game, price=price)
        session.flush()
        if has_content:
            catalogue.add_version(session, actor=world.operator, game_id=game.id, content=content)
        return game

    return world.database.write(add)


def set_price(world: World, game: Game, price: int) -> None:
    world.database.write(
        lambda session: catalogue.set_price(session, actor=world.operator, game=game, price=price)
    )


def show(world: World, game: Game, visibility: Visibility, *, to_acme: bool) -> None:
    world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=visibility,
            clients=[world.acme] if to_acme else [],
        )
    )


def low_below(world: World, wallet_id: UUID) -> int:
    with world.database.reading() as session:
        return session.get_one(Wallet, (world.account_id, wallet_id)).low_below


def client_ids(world: World) -> list[UUID]:
    with world.database.reading() as session:
        return list(session.scalars(select(Client.id)))


def matters(world: World) -> list[Alert]:
    with world.database.reading() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


def outbox(world: World) -> list[OutboxRow]:
    with world.database.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def told(world: World) -> list[tuple[str, str, int | None]]:
    """What was told, about what, and how many credits were left then."""
    return [(row.kind, row.facts["matter"], row.facts.get("available")) for row in outbox(world)]
