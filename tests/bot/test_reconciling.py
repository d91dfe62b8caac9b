"""The worker asks, every minute, about payments that nobody told of."""

from datetime import timedelta

import pytest

from bot.worker import Worker
from ledger import clock
from ledger.purchases import Payment
from scorm_bridge.billing import Billing
from scorm_bridge.billing.providers import Paid
from scorm_bridge.billing.reconciling import reconcile
from tests.ledger.buying import SELLER, Buying
from tests.scorm_bridge.billing.till import Asked
from tests.worlds import KEYRING, World


def test_r13_a_payment_without_a_webhook_arrives_by_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buying, asked = Buying(world), Asked()
    worker = Worker(
        database=world.database,
        keyring=KEYRING,
        api_url="http://127.0.0.1:1/",
        billing=Billing(provider=asked, seller=SELLER),
    )
    order, other = (buying.open(buying.order()) for _ in range(2))
    worker.tick()
    assert asked.names == []
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=11))
    worker.tick()
    assert len(asked.names) == 1, "who is away is not asked about the next one"
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=22))
    asked.finding = Paid(payment=Payment(reference="pi_2", cents=order.total_cents))
    worker.tick()
    assert {buying.now(one).state for one in (order, other)} == {"paid"}
    buying.must_be_right()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """By how much the clock is ahead."""
    ahead, now = [timedelta(0)], clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + ahead[0])
    return ahead


def test_orders_that_the_provider_does_not_know_hold_nobody_up_and_end_after_three_days(
    world: World, later: list[timedelta]
) -> None:
    buying, asked = Buying(world), Asked()
    billing = Billing(provider=asked, seller=SELLER)
    *unknown, paid = (buying.open(buying.order()) for _ in range(12))
    asked.unknown = {f"cs_{order.number}" for order in unknown}
    asked.finding = Paid(payment=Payment(reference="pi_2", cents=paid.total_cents))
    later[0] = timedelta(minutes=11)
    assert reconcile(world.database, billing) == 1
    assert buying.now(paid).state == "paid"
    later[0] = timedelta(days=3)
    assert reconcile(world.database, billing) == 0, "their pages were open for an hour"
    later[0] = timedelta(days=3, hours=1, minutes=1)
    assert reconcile(world.database, billing) == 11
    assert {buying.now(order).state for order in unknown} == {"expired"}
    buying.must_be_right()


def test_an_outage_over_some_orders_does_not_hide_the_others(
    world: World, later: list[timedelta]
) -> None:
    """Each minute the next one is asked about, also where the first eleven never answer."""
    buying, asked = Buying(world), Asked()
    billing = Billing(provider=asked, seller=SELLER)
    orders = [buying.open(buying.order()) for _ in range(12)]
    for minutes in range(11, 23):
        later[0] = timedelta(minutes=minutes)
        reconcile(world.database, billing)
    assert len({tuple(sorted(names)) for names in asked.names}) == len(orders)


def test_where_an_operator_confirms_nobody_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buying = Buying(world)
    order = buying.open(buying.order())
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=2))
    Worker(database=world.database, keyring=KEYRING, api_url="http://127.0.0.1:1/").tick()
    assert buying.now(order).state == "pending"
