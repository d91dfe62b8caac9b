"""What is told of a payment, in any order and any number of times, leaves what the facts say."""

from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ledger.database import Database
from ledger.models import PurchaseState
from ledger.purchases import Payment
from ledger.refunds import share
from scorm_bridge.billing import settling
from scorm_bridge.billing.providers import Ended, Paid
from scorm_bridge.billing.stripe_events import Disputed, Refunded, Won
from tests.ledger.buying import SELLER, Buying
from tests.worlds import new_world

FACTS = some.fixed_dictionaries(
    {
        "credits": some.sampled_from((1, 7, 120)),
        # Each is all that was refunded until then.
        "refunded": some.lists(some.integers(1, 100), max_size=3),
        "disputes": some.lists(some.tuples(some.integers(1, 100), some.booleans()), max_size=3),
        "allocated": some.booleans(),
    }
)


@given(facts=FACTS, order=some.data())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_r13_the_same_facts_leave_the_same(
    database: Database, facts: dict[str, Any], order: some.DataObject
) -> None:
    buying = Buying(new_world(database))
    if facts["allocated"]:
        buying.world.allocate(600)
    purchase = buying.open(buying.order(facts["credits"]))
    total = purchase.total_cents
    payment = Payment(reference="pi_1", cents=total)
    parts = [total * per_cent // 100 for per_cent in facts["refunded"]]
    disputes = [(total * per_cent // 100, is_won) for per_cent, is_won in facts["disputes"]]
    told: list[Any] = [Paid(payment=payment), Ended(state=PurchaseState.EXPIRED)]
    told += [Refunded(payment=payment, name=f"ch:{part}", cents=part) for part in parts]
    for number, (cents, is_won) in enumerate(disputes):
        said: dict[str, Any] = {
            "name": f"dp_{number}",
            "reference": "pi_1",
            "cents": cents,
            "payment": payment,
        }
        told += [Disputed(**said), *([Won(**said)] if is_won else [])]
    for what in order.draw(some.permutations(told + told[::2])):
        settled = partial(
            settling.settle,
            account_id=purchase.account_id,
            purchase_id=purchase.id,
            what=what,
            seller=SELLER,
        )
        database.write(settled)
    gone = min(max(parts, default=0) + sum(cents for cents, won in disputes if not won), total)
    pool = (0 if facts["allocated"] else 600) + purchase.credits - share(purchase, gone)
    now = buying.now(purchase)
    assert (buying.pool, buying.owed, now.refunded_cents) == (pool, 0, gone)
    assert now.state is (PurchaseState.REFUNDED if gone == total else PurchaseState.PAID)
    buying.must_be_right()
