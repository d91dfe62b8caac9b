"""What Stripe tells: twice, late, out of order, forged, or with another sum than was asked."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from ledger import audit, purchases
from ledger.models import Purchase, PurchaseState
from ledger.purchases import Payment
from scorm_bridge.billing import settling
from scorm_bridge.billing.providers import Ended, Paid, Traced, Waiting
from tests.scorm_bridge.billing.till import Till
from tests.scorm_bridge.lms import PUBLIC

COMPLETED = "checkout.session.completed"
EXPIRED = "checkout.session.expired"


def test_r13_a_payment_that_stripe_tells_of_brings_the_credits(till: Till) -> None:
    order = till.order()
    assert till.tell(COMPLETED, till.session(order)).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("paid", 720)
    till.buying.must_be_right()


def test_r13_told_twice_it_brings_them_once(till: Till) -> None:
    order = till.order()
    answers = [till.tell(COMPLETED, till.session(order)).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert till.buying.pool == 720
    assert len(till.buying.told("receipt", order)) == 1


def test_an_order_whose_name_was_never_kept_is_found_by_what_stripe_was_told(till: Till) -> None:
    order = till.buying.order()  # the process ended before it knew what Stripe calls it
    assert till.tell(COMPLETED, till.session(order)).status_code == 200
    assert till.buying.pool == 720


@pytest.mark.parametrize(
    "changes",
    [{"amount_total": 23_999}, {"amount_total": 1}, {"currency": "usd"}],
    ids=["less", "a cent", "dollars"],
)
def test_another_sum_or_currency_brings_nothing_and_leaves_a_trace(
    till: Till, changes: dict[str, Any]
) -> None:
    order = till.order()
    assert till.tell(COMPLETED, till.session(order, **changes)).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("pending", 600)
    assert acts(till, order)[0] == "refuse payment"


def acts(till: Till, order: Purchase) -> list[str]:
    with till.bridge.database.reading() as session:
        return [entry.act for entry in audit.entries(session, account_id=order.account_id)]


def test_a_wrong_payment_is_told_to_owners_once_and_not_asked_about_again(till: Till) -> None:
    order = till.order()
    till.asked.finding = Paid(payment=Payment(reference="pi_2", cents=23_999))
    billing, database = till.bridge.billing, till.bridge.database
    for _ in range(3):
        till.tell(COMPLETED, till.session(order, amount_total=23_999))
        settling.ask(database, till.asked, till.buying.now(order), billing.seller)
    assert acts(till, order).count("refuse payment") == 1
    assert till.buying.told("payment refused", order) == [order.ordered_by]
    now = till.buying.now(order)
    assert now.state is PurchaseState.PENDING
    assert not settling.is_askable(till.asked, now)
    due = database.read(lambda session: purchases.to_ask_about(session, age=timedelta(days=-1)))
    assert due == []
    till.tell(COMPLETED, till.session(order, payment_intent="pi_3", amount_total=1))
    assert acts(till, order).count("refuse payment") == 2, "another payment is another matter"


def test_r13_after_a_wrong_payment_the_right_one_still_brings_the_credits(till: Till) -> None:
    order, other = till.order(), till.order()
    for one in (order, other):
        wrong = till.session(one, payment_intent=f"pi_wrong_{one.number}", currency="usd")
        till.tell(COMPLETED, wrong)
    till.tell(COMPLETED, till.session(order))
    world = till.buying.world
    world.database.write(
        lambda session: purchases.confirm_payment(
            session,
            actor=world.operator,
            number=other.number,
            payment_reference="pi_wrong_3",
            is_outside=True,
        )
    )
    assert {till.buying.now(one).state for one in (order, other)} == {PurchaseState.PAID}
    assert till.buying.pool == 840
    till.buying.must_be_right()


def test_money_for_an_order_that_expired_is_told_when_it_is_not_what_was_asked(till: Till) -> None:
    order = till.order()
    till.buying.close(order, PurchaseState.EXPIRED)
    till.tell(COMPLETED, till.session(order, amount_total=23_999))
    assert till.buying.told("payment refused", order) == [order.ordered_by]


@pytest.mark.parametrize(
    "signing",
    [{"secret": "whsec_another"}, {"age": 301}],
    ids=["another secret", "too old"],
)
def test_what_stripe_did_not_sign_or_signed_long_ago_is_refused(
    till: Till, signing: dict[str, Any]
) -> None:
    order = till.order()
    answer = till.tell(COMPLETED, till.session(order), **signing)
    assert answer.status_code == 400
    assert till.buying.pool == 600


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("{}", {}),
        ("{}", {"Stripe-Signature": "t=1,v1=00"}),
        ("{}", {"Stripe-Signature": "v1"}),
        ("\xff\x00", {"Stripe-Signature": "t=x,v1=é"}),
    ],
)
def test_what_is_no_event_is_refused_in_one_sentence(
    till: Till, body: str, headers: dict[str, str]
) -> None:
    answer = till.post(body, headers)
    assert answer.status_code == 400
    assert answer.text == "The event is not signed by Stripe, or is too old.\n"


def test_a_body_that_is_too_large_is_refused(till: Till) -> None:
    assert till.post(" " * 300_000, {}).status_code == 413


def test_an_event_of_another_kind_or_another_shop_changes_nothing(till: Till) -> None:
    order = till.order()
    other = till.session(order, id="cs_other", payment_intent="pi_other", metadata={})
    assert till.tell("customer.created", {"id": "cus_1"}).status_code == 200
    assert till.tell(COMPLETED, other).status_code == 200
    assert till.buying.pool == 600


@pytest.mark.parametrize(
    "metadata",
    [
        {"account": "ACME", "purchase": "42"},
        {"account": 7, "purchase": ["x"]},
        {"account": "0" * 32, "purchase": "0" * 32},
        {"purchase": "42"},
        ["account", "purchase"],
        "purchase",
        None,
    ],
    ids=str,
)
def test_what_another_shop_calls_its_purchases_is_none_of_ours(till: Till, metadata: Any) -> None:
    order = till.order()
    other = till.session(order, id="cs_x", payment_intent="pi_x", metadata=metadata)
    assert till.tell(COMPLETED, other).status_code == 200, "Stripe need not tell it again"
    charge = till.charge(order, 5, id="ch_x", payment_intent="pi_x", metadata=metadata)
    assert till.tell("charge.refunded", charge).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("pending", 600)


def test_a_session_that_does_not_say_what_was_paid_is_asked_about(till: Till) -> None:
    order = till.order()
    bare = till.session(order, amount_total=None)
    assert till.tell(COMPLETED, bare).status_code == 503  # Stripe is to tell it again
    assert till.buying.pool == 600
    till.asked.finding = Paid(payment=Payment(reference="pi_2", cents=24_000))
    assert till.tell(COMPLETED, bare).status_code == 200
    assert till.buying.pool == 720
    assert set(till.asked.names[-1]) == {"cs_2"}


def test_a_payment_by_a_means_that_takes_days_is_waited_for(till: Till) -> None:
    order = till.order()
    till.asked.finding = Waiting()
    till.tell(COMPLETED, till.session(order, payment_status="unpaid"))
    assert (till.buying.now(order).state, till.buying.pool) == ("pending", 600)
    till.tell("checkout.session.async_payment_succeeded", till.session(order))
    assert till.buying.pool == 720


@pytest.mark.parametrize(
    ("kind", "state"),
    [(EXPIRED, "expired"), ("checkout.session.async_payment_failed", "failed")],
)
def test_an_order_that_nobody_paid_ends(till: Till, kind: str, state: str) -> None:
    order = till.order()
    till.tell(kind, till.session(order, payment_status="unpaid", status="expired"))
    assert (till.buying.now(order).state, till.buying.pool) == (state, 600)


@pytest.mark.parametrize("kind", [EXPIRED, "checkout.session.async_payment_failed"])
def test_the_end_of_a_session_that_was_never_kept_ends_no_order(till: Till, kind: str) -> None:
    order = till.order()
    old = till.session(order, id="cs_old", payment_status="unpaid", payment_intent=None)
    assert till.tell(kind, old).status_code == 200
    assert till.buying.now(order).state is PurchaseState.PENDING, "its page is open"
    till.tell(COMPLETED, till.session(order, id="cs_old"))
    assert till.buying.pool == 720, "what was paid there is the order's"


def test_a_refund_takes_the_share_of_the_credits_that_is_not_known_yet(till: Till) -> None:
    order = till.order()
    till.tell(COMPLETED, till.session(order))
    for refunded in (12_000, 12_000, 24_000):
        till.tell("charge.refunded", till.charge(order, refunded))
    assert (till.buying.now(order).state, till.buying.pool) == ("refunded", 600)
    assert [row.credits for row in till.buying.refunds()] == [60, 60]
    till.buying.must_be_right()


def test_a_dispute_takes_the_credits_until_it_is_won(till: Till) -> None:
    order = till.order()
    till.tell(COMPLETED, till.session(order))
    for kind in ("charge.dispute.created", "charge.dispute.funds_withdrawn"):
        till.tell(kind, till.dispute(order))
    assert till.buying.pool == 600
    won = till.dispute(order, status="won")
    for kind in ("charge.dispute.closed", "charge.dispute.funds_reinstated"):
        till.tell(kind, won)
    assert till.buying.pool == 720
    till.buying.must_be_right()


def test_a_dispute_that_is_lost_keeps_them(till: Till) -> None:
    order = till.order()
    till.tell(COMPLETED, till.session(order))
    till.tell("charge.dispute.created", till.dispute(order))
    till.tell("charge.dispute.closed", till.dispute(order, status="lost"))
    assert till.buying.pool == 600


def test_an_inquiry_takes_no_credits_until_the_money_is_withdrawn(till: Till) -> None:
    order = till.order()
    till.tell(COMPLETED, till.session(order))
    till.tell("charge.dispute.created", till.dispute(order, status="warning_needs_response"))
    till.tell("charge.dispute.closed", till.dispute(order, status="warning_closed"))
    assert (till.buying.pool, till.buying.refunds()) == (720, [])
    till.tell("charge.dispute.funds_withdrawn", till.dispute(order))
    assert till.buying.pool == 600
    till.tell("charge.dispute.closed", till.dispute(order, status="warning_closed"))
    assert till.buying.pool == 600, "told late: of the inquiry, not of the money"
    till.buying.must_be_right()


@pytest.mark.parametrize("turn", range(24))
def test_r13_in_whatever_order_they_come_the_same_is_left(till: Till, turn: int) -> None:
    order = till.order()
    told = [
        (COMPLETED, till.session(order)),
        (EXPIRED, till.session(order, payment_status="unpaid")),
        ("charge.refunded", till.charge(order, 12_000)),
        ("charge.refunded", till.charge(order, 6_000)),
    ]
    for kind, facts in list(permutations(told))[turn]:
        assert till.tell(kind, facts).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("paid", 660)
    assert sum(row.cents for row in till.buying.refunds()) == 12_000
    till.buying.must_be_right()


CREATED, CLOSED = "charge.dispute.created", "charge.dispute.closed"


@pytest.mark.parametrize("turn", range(24))
def test_a_dispute_that_is_won_leaves_the_same_in_whatever_order_it_is_told(
    till: Till, turn: int
) -> None:
    order = till.order()
    till.knows(order)
    told = [
        (COMPLETED, till.session(order)),
        (CREATED, till.dispute(order)),
        (CLOSED, till.dispute(order, status="won")),
        ("charge.refunded", till.charge(order, 6_000)),
    ]
    for kind, facts in list(permutations(told))[turn]:
        assert till.tell(kind, facts).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("paid", 690)
    till.buying.must_be_right()


@pytest.mark.parametrize("turn", range(6))
def test_a_dispute_that_is_lost_leaves_the_same_in_whatever_order_it_is_told(
    till: Till, turn: int
) -> None:
    order = till.order()
    till.knows(order)
    told = [
        (COMPLETED, till.session(order)),
        (CREATED, till.dispute(order)),
        (CLOSED, till.dispute(order, status="lost")),
    ]
    for kind, facts in list(permutations(told))[turn]:
        assert till.tell(kind, facts).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("refunded", 600)
    till.buying.must_be_right()


def test_a_dispute_before_its_payment_is_put_off_where_stripe_is_away(till: Till) -> None:
    order = till.order()
    assert till.tell(CREATED, till.dispute(order)).status_code == 503
    assert till.tell(COMPLETED, till.session(order)).status_code == 200
    assert till.tell(CREATED, till.dispute(order)).status_code == 200
    assert till.buying.pool == 600


def test_a_dispute_of_another_shop_is_asked_about_and_let_go(till: Till) -> None:
    order = till.order()
    till.asked.traced["pi_other"] = None
    other = till.dispute(order, charge="ch_other", payment_intent="pi_other")
    assert till.tell(CREATED, other).status_code == 200
    assert till.buying.refunds() == []


def test_a_dispute_of_a_payment_of_another_sum_takes_nothing(till: Till) -> None:
    order = till.order()
    till.tell(COMPLETED, till.session(order, amount_total=23_999))
    payment = Payment(reference="pi_2", cents=23_999)
    where = (order.account_id, order.id)
    till.asked.traced["pi_2"] = Traced(payment=payment, purchase=where)
    assert till.tell(CREATED, till.dispute(order)).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("pending", 600)


@pytest.mark.parametrize("kind", ["charge.refunded", CREATED])
def test_a_second_payment_that_goes_back_takes_nothing_of_the_first(till: Till, kind: str) -> None:
    order = till.order()
    till.buying.pay(order, reference="bank line 7")
    till.tell(COMPLETED, till.session(order))
    facts = till.dispute(order) if kind == CREATED else till.charge(order, order.total_cents)
    assert till.tell(kind, facts).status_code == 200
    assert (till.buying.now(order).state, till.buying.pool) == ("paid", 720)
    till.buying.must_be_right()


def test_an_order_that_stripe_calls_expired_when_it_is_asked_ends(till: Till) -> None:
    order = till.order()
    till.asked.finding = Ended(state=PurchaseState.EXPIRED)
    till.tell(COMPLETED, till.session(order, payment_status="unpaid"))
    assert till.buying.now(order).state is PurchaseState.EXPIRED


def test_only_the_public_host_takes_webhooks(till: Till) -> None:
    answer = till.browser.post("/billing/stripe", base_url="http://content.example")
    assert answer.status_code == 404
    assert till.browser.get("/billing/stripe", base_url=PUBLIC).status_code == 404
