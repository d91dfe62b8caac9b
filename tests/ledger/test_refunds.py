"""Money that goes back takes its credits along, as far as the pool goes; the rest is owed."""

import threading
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledger import clock, refunds, verification
from ledger.database import Database
from ledger.ids import new_id
from ledger.models import Purchase, PurchaseState, Refund, RefundKind, Source
from ledger.refunds import Returned, share
from tests.ledger.buying import Buying
from tests.worlds import World, new_world


@pytest.fixture
def buying(world: World) -> Buying:
    return Buying(world)


def test_a_refund_takes_the_credits_from_the_pool(buying: Buying) -> None:
    order = buying.bought(120)
    assert buying.refund(order, order.total_cents) == Returned(credits=120, taken=120)
    assert (buying.pool, buying.owed) == (600, 0)
    assert buying.now(order).state is PurchaseState.REFUNDED
    buying.must_be_right()


def test_a_refund_told_of_twice_takes_them_once(buying: Buying) -> None:
    order = buying.bought(120)
    buying.refund(order, order.total_cents)
    assert buying.refund(order, order.total_cents) is None
    assert buying.pool == 600


def test_r5_r6_credits_that_clients_have_stay_theirs_and_are_owed(buying: Buying) -> None:
    order = buying.bought(120)
    buying.world.allocate(700)
    assert buying.refund(order, order.total_cents) == Returned(credits=120, taken=20)
    assert (buying.pool, buying.owed) == (0, 100)
    assert buying.told("refund") == [buying.world.owner.id]
    buying.must_be_right()


def test_what_is_owed_is_taken_from_the_next_purchases(buying: Buying) -> None:
    order = buying.bought(120)
    buying.world.allocate(720)
    buying.refund(order, order.total_cents)
    first = buying.pay(buying.order(90))
    assert (first.taken, first.pool, buying.owed) == (90, 0, 30)
    second = buying.pay(buying.order(90))
    assert (second.taken, second.pool, buying.owed) == (30, 60, 0)
    buying.must_be_right()


def test_parts_of_a_refund_take_no_more_and_no_less_than_the_whole(buying: Buying) -> None:
    order = buying.bought(7)  # 1,400 cents
    taken = [buying.refund(order, cents, name=f"re_{cents}") for cents in (333, 334, 733)]
    assert [part and part.credits for part in taken] == [1, 2, 4]
    assert buying.now(order).state is PurchaseState.REFUNDED
    assert buying.pool == 600
    buying.must_be_right()


@given(credits=some.integers(1, 10**6), unit=some.integers(1, 200), parts=some.data())
@settings(max_examples=200)
def test_shares_of_any_parts_make_the_whole(
    credits: int, unit: int, parts: some.DataObject
) -> None:
    total = credits * unit
    purchase = Purchase(
        account_id=new_id(),
        id=new_id(),
        number=1,
        credits=credits,
        list_cents=total,
        total_cents=total,
        state=PurchaseState.PAID,
        source=Source.SLACK,
        ordered_by=new_id(),
        ordered_at=clock.now(),
    )
    cuts = sorted({0, total, *parts.draw(some.lists(some.integers(0, total), max_size=8))})
    given_back = [share(purchase, b) - share(purchase, a) for a, b in pairwise(cuts)]
    assert sum(given_back) == credits
    assert all(part >= 0 for part in given_back)


def test_more_than_was_paid_takes_no_more_credits(buying: Buying) -> None:
    order = buying.bought(120)
    assert buying.refund(order, 10 * order.total_cents) == Returned(credits=120, taken=120)
    assert buying.refund(order, 100, name="re_2") == Returned(credits=0, taken=0)
    now = buying.now(order)
    assert (now.refunded_cents, now.state, buying.pool) == (24_000, "refunded", 600)
    buying.must_be_right()


@pytest.mark.parametrize("turn", range(3))
def test_a_refund_is_not_forgotten_over_a_dispute_of_the_whole_that_is_won(
    buying: Buying, turn: int
) -> None:
    order = buying.bought(120)
    told: list[Callable[[], object]] = [
        lambda: buying.refund(order, 24_000, name="dp_1", kind=RefundKind.DISPUTE),
        lambda: buying.reinstate(order, "dp_1"),
    ]
    told.insert(turn, lambda: buying.refund(order, 6_000, name="re_1"))
    for tell in told:
        tell()
    now = buying.now(order)
    assert (buying.pool, now.refunded_cents, now.state) == (720 - 30, 6_000, "paid")
    buying.must_be_right()


def test_what_is_rounded_takes_no_more_credits_than_were_bought(buying: Buying) -> None:
    order = buying.bought(7)  # 1,400 cents
    buying.refund(order, 333, name="dp_1", kind=RefundKind.DISPUTE)
    buying.refund(order, 334, name="re_1")
    buying.reinstate(order, "dp_1", 333)
    assert buying.pool == 606, "334 cents are 1 credit, however they came about"
    buying.must_be_right()
    buying.refund(order, 1_066, name="re_2")
    assert (buying.pool, buying.now(order).state) == (600, PurchaseState.REFUNDED)
    buying.must_be_right()


def test_a_verdict_that_is_told_before_its_dispute_leaves_it_nothing_to_take(
    buying: Buying,
) -> None:
    order = buying.bought(120)
    buying.reinstate(order, "dp_1")
    assert buying.refund(order, 24_000, name="dp_1", kind=RefundKind.DISPUTE) is None
    assert (buying.pool, buying.now(order).state) == (720, PurchaseState.PAID)
    assert buying.told("refund") == []
    buying.must_be_right()


def test_credits_that_come_again_settle_what_is_owed_of_other_purchases(buying: Buying) -> None:
    first, second = buying.bought(60), buying.bought(60)
    buying.refund(first, first.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    buying.world.allocate(660)
    buying.refund(second, second.total_cents, name="re_1")
    assert (buying.pool, buying.owed) == (0, 60)
    buying.reinstate(first, "dp_1")
    assert (buying.pool, buying.owed) == (0, 0)
    buying.must_be_right()


def test_a_refund_that_empties_the_pool_tells_of_it_and_a_verdict_ends_that(
    buying: Buying,
) -> None:
    order = buying.bought(120)
    buying.world.allocate(600)
    buying.refund(order, order.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    assert buying.told("alert opened") == [buying.world.owner.id]
    assert buying.told("alert closed") == []
    buying.reinstate(order, "dp_1")
    assert buying.told("alert closed") == [buying.world.owner.id]


def test_a_purchase_that_is_taken_for_what_is_owed_ends_no_alert(buying: Buying) -> None:
    order = buying.bought(120)
    buying.world.allocate(720)
    buying.refund(order, order.total_cents)
    buying.bought(120)
    assert (buying.pool, buying.told("alert closed")) == (0, [])
    buying.bought(120)
    assert buying.told("alert closed") == [buying.world.owner.id]


STEPS = some.one_of(
    some.tuples(some.just("refund"), some.integers(0, 1), some.integers(1, 2_000)),
    some.tuples(some.just("dispute"), some.integers(0, 1), some.integers(1, 2_000)),
    some.tuples(some.just("win"), some.integers(0, 1), some.integers(0, 5)),
    some.tuples(some.just("allocate"), some.just(0), some.integers(1, 300)),
    some.tuples(some.just("buy"), some.just(0), some.integers(1, 9)),
)


@given(steps=some.lists(STEPS, min_size=2, max_size=12))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_after_any_step_the_pool_lacks_the_share_of_what_went_back(
    database: Database, steps: list[tuple[str, int, int]]
) -> None:
    """Of two purchases; whatever the pool cannot give is owed, and nothing is owed beside it."""
    buying = Buying(new_world(database, pool=0))
    orders = [buying.bought(7), buying.bought(120)]
    gone: list[dict[str, int]] = [{}, {}]
    came = sum(order.credits for order in orders)
    for number, (act, which, amount) in enumerate(steps):
        order, live = orders[which], gone[which]
        match act:
            case "refund" | "dispute":
                live[name := f"{act} {number}"] = amount
                buying.refund(order, amount, name=name, kind=RefundKind(act))
            case "win" if disputes := [name for name in live if name.startswith("dispute")]:
                name = disputes[amount % len(disputes)]
                buying.reinstate(order, name, live.pop(name))
            case "allocate" if buying.pool:
                came -= (credits := min(amount, buying.pool))
                buying.world.allocate(credits)
            case "buy":
                came += amount
                buying.bought(amount)
        due = sum(
            share(order, sum(live.values())) for order, live in zip(orders, gone, strict=True)
        )
        assert (buying.pool, buying.owed) == (max(came - due, 0), max(due - came, 0))
        buying.must_be_right()


def test_books_that_say_otherwise_than_the_refunds_are_found(buying: Buying) -> None:
    order = buying.bought(120)
    buying.refund(order, 12_000)
    refund, purchase = update(Refund), update(Purchase).where(Purchase.id == order.id)
    flaws = {
        "other cents went back": purchase.values(refunded_cents=6_000),
        "other credits go back": refund.values(credits=61),
        "other credits left the pool": refund.values(taken=59),
        "and it says otherwise": purchase.values(state="refunded"),
    }
    for flaw, by_hand in flaws.items():
        with buying.world.database.engine.connect() as connection, connection.begin() as change:
            connection.execute(by_hand)
            found = verification.verify(Session(connection)).wrong
            assert found is not None
            assert flaw in found.flaw
            change.rollback()


def test_a_dispute_that_is_won_brings_the_credits_again(buying: Buying) -> None:
    order = buying.bought(120)
    buying.refund(order, order.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    assert buying.pool == 600
    assert buying.reinstate(order, "dp_1") == 120
    assert buying.reinstate(order, "dp_1") is None
    assert (buying.pool, buying.now(order).state) == (720, PurchaseState.PAID)
    buying.must_be_right()


def test_nothing_is_owed_any_more_of_a_dispute_that_is_won(buying: Buying) -> None:
    order = buying.bought(120)
    buying.world.allocate(700)
    buying.refund(order, order.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    assert (buying.pool, buying.owed) == (0, 100)
    assert buying.reinstate(order, "dp_1") == 20
    assert (buying.pool, buying.owed) == (20, 0)
    assert buying.pay(buying.order(90)).taken == 0
    buying.must_be_right()


def test_the_oldest_debt_is_settled_first(buying: Buying) -> None:
    first, second = buying.bought(60), buying.bought(60)
    buying.world.allocate(720)
    buying.refund(first, first.total_cents, name="re_1")
    buying.refund(second, second.total_cents, name="re_2")
    buying.bought(90)
    assert [row.taken for row in buying.refunds()] == [60, 30]


def test_a_dispute_is_won_while_another_payment_settles_what_is_owed_of_it(
    buying: Buying, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, next_order = buying.bought(120), buying.order(90)
    buying.world.allocate(700)
    buying.refund(order, order.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    paying = threading.Thread(target=lambda: buying.pay(next_order))

    def pay_meanwhile() -> object:
        """The payment comes once the verdict has read how the dispute stands."""
        if threading.current_thread() is not paying and not paying.ident:
            paying.start()
            paying.join(0.5)  # or it waits until the verdict is written
        return clock.now()

    monkeypatch.setattr(refunds, "clock", SimpleNamespace(now=pay_meanwhile))
    buying.reinstate(order, "dp_1")
    paying.join()
    assert (buying.pool, buying.owed) == (20 + 90, 0)
    buying.must_be_right()
