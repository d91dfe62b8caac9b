"""Orders and their payments, by whichever provider: in any order, any number of times."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from ledger import audit, purchases, receipts, verification
from ledger.errors import PurchaseClosed, UnknownPurchase, WrongPayment
from ledger.models import Provider, PurchaseState, Receipt, Source, Transfer, TransferKind
from tests.ledger.buying import SELLER, Buying
from tests.worlds import World


@pytest.fixture
def buying(world: World) -> Buying:
    return Buying(world)


def test_an_order_waits_at_its_price_until_the_provider_takes_the_payment(buying: Buying) -> None:
    order = buying.order()
    assert (order.state, order.total_cents, order.source) == ("quoted", 24_000, Source.SLACK)
    opened = buying.open(order)
    assert (opened.state, opened.checkout_url) == ("pending", "https://pay.example/2")
    assert buying.pool == 600


def test_an_operators_payment_is_waited_for_at_once(buying: Buying) -> None:
    assert buying.order(provider=Provider.MANUAL).state is PurchaseState.PENDING


def test_opening_it_again_changes_nothing(buying: Buying) -> None:
    order = buying.order()
    assert buying.open(order).closes_at == buying.open(order).closes_at


def test_a_webhook_finds_the_purchase_by_what_the_provider_calls_it(buying: Buying) -> None:
    order = buying.open(buying.order())
    with buying.world.database.reading() as session:
        found = purchases.called(session, ["pi_unknown", "cs_2"])
        assert found is not None
        assert found.id == order.id
        assert purchases.called(session, ["cs_3"]) is None


@pytest.mark.parametrize(
    "before", [None, PurchaseState.EXPIRED, PurchaseState.FAILED], ids=["open", "expired", "failed"]
)
def test_r13_what_was_paid_arrives_whatever_was_thought_of_the_order_before(
    buying: Buying, before: PurchaseState | None
) -> None:
    order = buying.order()
    if before:
        buying.close(order, before)
    done = buying.pay(order)
    assert (done.purchase.state, done.pool, buying.pool) == ("paid", 720, 720)
    buying.must_be_right()


def test_r13_a_payment_told_of_many_times_at_once_arrives_once(buying: Buying) -> None:
    order = buying.open(buying.order())
    with ThreadPoolExecutor(8) as told:
        pools = {done.pool for done in told.map(lambda _: buying.pay(order), range(16))}
    assert pools == {720}
    assert buying.pool == 720
    assert buying.told("receipt", order) == [buying.world.owner.id]
    buying.must_be_right()


@pytest.mark.parametrize(("cents", "currency"), [(23_999, "eur"), (24_001, "eur"), (24_000, "usd")])
def test_a_payment_of_another_sum_or_currency_brings_nothing(
    buying: Buying, cents: int, currency: str
) -> None:
    order = buying.open(buying.order())
    with pytest.raises(WrongPayment):
        buying.pay(order, cents=cents, currency=currency)
    assert (buying.now(order).state, buying.pool) == ("pending", 600)
    assert buying.pay(order).pool == 720


def test_a_second_payment_of_the_same_order_is_refused(buying: Buying) -> None:
    order = buying.bought()
    with pytest.raises(PurchaseClosed):
        buying.pay(order, reference="pi_other")
    assert buying.pool == 720


@pytest.mark.parametrize("state", [PurchaseState.EXPIRED, PurchaseState.FAILED])
def test_an_order_that_ends_unpaid_tells_who_ordered_it_once(
    buying: Buying, state: PurchaseState
) -> None:
    order = buying.open(buying.order())
    for _ in range(2):
        assert buying.close(order, state).state is state
    assert buying.told("payment ended") == [buying.world.owner.id]
    assert buying.pool == 600


def test_an_end_that_is_told_after_the_payment_changes_nothing(buying: Buying) -> None:
    order = buying.bought()
    assert buying.close(order, PurchaseState.EXPIRED).state is PurchaseState.PAID
    assert buying.told("payment ended") == []


def test_an_unknown_purchase_is_refused(buying: Buying) -> None:
    order = buying.order()
    order.id = buying.world.account_id
    with pytest.raises(UnknownPurchase):
        buying.pay(order)


def test_receipts_are_numbered_without_gaps_in_the_order_of_payments(buying: Buying) -> None:
    first, second, unpaid = buying.order(6), buying.order(12), buying.order(18)
    buying.close(unpaid, PurchaseState.EXPIRED)
    buying.pay(second)
    buying.pay(first)
    with buying.world.database.reading() as session:
        found = session.scalars(select(Receipt).order_by(Receipt.number)).all()
    ours = [receipt for receipt in found if receipt.purchase_id in {first.id, second.id}]
    assert [receipt.purchase_id for receipt in ours] == [second.id, first.id]
    assert [receipt.number for receipt in found] == list(range(1, len(found) + 1))


def test_a_receipt_keeps_buyer_seller_and_vat_as_they_were(buying: Buying) -> None:
    order = buying.bought(120)
    with buying.world.database.reading() as session:
        receipt = receipts.find(session, account_id=order.account_id, purchase_id=order.id)
        assert receipt is not None
        assert receipt.seller["name"] == SELLER.name
        assert receipt.buyer == {"name": "Ludum", "address": "", "vat_id": ""}
        assert (receipt.vat_rate, receipt.vat_cents) == (2_000, 4_000)


@pytest.mark.parametrize(
    ("total", "rate", "vat"),
    [(24_000, 2_000, 4_000), (1, 2_000, 0), (3, 2_000, 1), (100, 550, 5), (100, None, 0)],
)
def test_the_vat_within_a_total_is_rounded_half_up(total: int, rate: int | None, vat: int) -> None:
    assert receipts.vat_within(total, rate) == vat


def test_who_ordered_and_who_confirmed_is_written_down(buying: Buying) -> None:
    world = buying.world
    order = buying.order(provider=Provider.MANUAL)
    for _ in range(2):
        world.database.write(
            lambda session: purchases.confirm_payment(
                session,
                actor=world.operator,
                number=order.number,
                payment_reference="bank line 7",
            )
        )
    with world.database.reading() as session:
        entries = audit.entries(session, account_id=world.account_id)
    of_order = [entry for entry in entries if entry.subject_id == order.id]
    assert [(entry.act, entry.member_id) for entry in of_order] == [
        ("confirm payment", None),
        ("order credits", world.owner.id),
    ]


def test_credits_that_no_payment_stands_behind_are_found(buying: Buying) -> None:
    order = buying.bought()
    with buying.world.database.engine.begin() as connection:
        connection.execute(
            update(type(order))
            .where(type(order).id == order.id)
            .values(state="expired", transfer_id=None)
        )
    found = buying.world.database.read(verification.verify).wrong
    assert found is not None
    assert (found.table, found.id) == ("transfers", order.transfer_id)
    assert "R13" in found.flaw


def test_what_was_issued_is_the_sum_of_the_paid_purchases(buying: Buying) -> None:
    for credits in (1, 6, 1_000):
        buying.bought(credits)
    buying.order(500)
    with buying.world.database.reading() as session:
        issued = session.scalars(
            select(Transfer.credits).where(Transfer.kind == TransferKind.PURCHASE)
        ).all()
    assert sum(issued) == 600 + 1_007 == buying.pool
