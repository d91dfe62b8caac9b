"""The worker asks, every minute, about payments that nobody told of."""

from datetime import timedelta

import pytest

from bot.worker import Worker
from ledger import clock
from ledger.purchases import Payment
from scorm_bridge.billing import Billing
from scorm_bridge.billing.providers import Paid
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


def test_where_an_operator_confirms_nobody_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buying = Buying(world)
    order = buying.open(buying.order())
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=2))
    Worker(database=world.database, keyring=KEYRING, api_url="http://127.0.0.1:1/").tick()
    assert buying.now(order).state == "pending"
