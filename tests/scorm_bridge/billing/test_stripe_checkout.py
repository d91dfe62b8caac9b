"""What is asked of Stripe: under a key the same words again, since it refuses others under it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, request

from ledger import clock
from ledger.models import Purchase, PurchaseState
from ledger.purchases import Payment
from scorm_bridge.billing.providers import Ended, Paid, Provider, Waiting, order_of
from scorm_bridge.billing.stripe_checkout import StripeCheckout
from scorm_bridge.errors import ProviderAway, ProviderRefuses
from tests.ledger.buying import Buying
from tests.scorm_bridge.billing.till import Till
from tests.scorm_bridge.player.stage import served

Call = tuple[str, str, dict[str, str]]


class Stripe:
    """Notes what it is asked, and answers what a test says."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.session: dict[str, object] = {}
        self.status, self.fails = 200, ""
        self.failed: set[str] = set()
        self.intent: dict[str, object] = {}

    def app(self) -> Flask:
        app = Flask("stripe", static_folder=None)
        app.add_url_rule("/v1/<path:what>", view_func=self._answer, methods=["GET", "POST"])
        return app

    def _answer(self, what: str) -> tuple[dict[str, object], int]:
        if self.status != 200:
            return {"error": {"type": "api_error", "message": "no"}}, self.status
        if what.startswith("payment_intents/"):
            return self.intent, 200
        if request.method == "GET":
            return {"payment_intent": None, **self.session}, 200
        key = request.headers["Idempotency-Key"]
        if what == self.fails or key in self.failed:  # as it keeps an error of its own
            self.failed.add(key)
            return {"error": {"type": "api_error", "message": "no"}}, 500
        self.calls.append((what, key, request.form.to_dict()))
        return {"id": f"{what[0]}_1", "url": "https://pay.example/1"}, 200


@pytest.fixture
def stripe() -> Stripe:
    return Stripe()


@pytest.fixture
def provider(stripe: Stripe) -> Iterator[Provider]:
    with served(stripe.app()) as port:
        yield StripeCheckout("sk_test_1", api_url=f"http://127.0.0.1:{port}")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """By how much the clock is ahead."""
    ahead, now = [timedelta(0)], clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + ahead[0])
    return ahead


def opened(till: Till, provider: Provider, order: Purchase) -> None:
    token = till.bridge.tokens.payment(order.account_id, order.id)
    back = till.bridge.places.payment_url(token)
    provider.open(order_of(order, title="120 credits", language="en", back=back))


def test_asked_again_within_five_minutes_it_is_asked_for_the_same(
    till: Till, stripe: Stripe, provider: Provider, later: list[timedelta]
) -> None:
    order = till.buying.order()
    opened(till, provider, order)
    first, stripe.calls = stripe.calls, []
    later[0] = timedelta(minutes=4)
    opened(till, provider, order)
    assert stripe.calls == first
    stripe.calls = []
    later[0] = timedelta(minutes=6)
    opened(till, provider, order)
    keys = [{key for _, key, _ in calls} for calls in (first, stripe.calls)]
    assert (len(keys[0] | keys[1]), keys[0] & keys[1]) == (6, set())
    (_, _, facts), (_, _, first_facts) = stripe.calls[2], first[2]
    assert int(facts["expires_at"]) - int(first_facts["expires_at"]) == 5 * 60


@pytest.mark.parametrize("what", ["products", "prices", "checkout/sessions"])
def test_an_error_that_stripe_repeats_under_its_key_lasts_five_minutes_at_most(
    till: Till, stripe: Stripe, provider: Provider, later: list[timedelta], what: str
) -> None:
    order = till.buying.order()
    stripe.fails = what
    with pytest.raises(ProviderAway):
        opened(till, provider, order)
    stripe.fails = ""
    with pytest.raises(ProviderAway):
        opened(till, provider, order)
    later[0] = timedelta(minutes=6)
    opened(till, provider, order)


def test_all_of_the_order_is_one_unit_at_its_total_and_names_no_person(
    till: Till, stripe: Stripe, provider: Provider
) -> None:
    order = till.buying.order()
    opened(till, provider, order)
    product, price, session = (facts for _, _, facts in stripe.calls)
    assert product == {"name": "120 credits"}
    assert (price["unit_amount"], price["currency"]) == ("24000", "eur")
    assert session["metadata[purchase]"] == order.id.hex
    assert session["payment_intent_data[metadata][purchase]"] == order.id.hex
    assert "ana" not in str(stripe.calls).lower()


@pytest.mark.parametrize(
    ("session", "finding"),
    [
        ({"status": "open", "payment_status": "unpaid"}, Waiting),
        ({"status": "complete", "payment_status": "unpaid"}, Waiting),
        ({"status": "expired", "payment_status": "unpaid"}, Ended),
        ({"id": "cs_1", "payment_status": "paid", "amount_total": 6, "currency": "usd"}, Paid),
        ({"id": "cs_1", "payment_status": "paid"}, Waiting),
    ],
)
def test_how_it_stands_is_what_its_session_says(
    stripe: Stripe, provider: Provider, session: dict[str, object], finding: type
) -> None:
    stripe.session = {"status": "complete", **session}
    found = provider.look(["pi_1", "cs_1"])
    assert isinstance(found, finding)
    if isinstance(found, Paid):
        assert (found.payment.reference, found.payment.cents) == ("cs_1", 6)
        assert found.payment.currency == "usd"
    if isinstance(found, Ended):
        assert found.state is PurchaseState.EXPIRED


def test_without_a_session_there_is_nobody_to_ask(stripe: Stripe, provider: Provider) -> None:
    stripe.status = 500
    assert isinstance(provider.look(["pi_1"]), Waiting)


@pytest.mark.parametrize(
    ("intent", "state"),
    [
        ("processing", None),
        ("requires_payment_method", PurchaseState.FAILED),
        ("canceled", PurchaseState.FAILED),
    ],
)
def test_a_payment_that_takes_days_is_asked_about_itself(
    stripe: Stripe, provider: Provider, intent: str, state: PurchaseState | None
) -> None:
    stripe.session = {"status": "complete", "payment_status": "unpaid", "payment_intent": "pi_1"}
    stripe.intent = {"id": "pi_1", "object": "payment_intent", "status": intent}
    found = provider.look(["cs_1"])
    assert (found.state if isinstance(found, Ended) else None) == state


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ProviderRefuses),
        (404, ProviderRefuses),
        (401, ProviderAway),
        (403, ProviderAway),
        (429, ProviderAway),
        (500, ProviderAway),
        (503, ProviderAway),
    ],
)
def test_what_stripe_would_refuse_again_is_told_from_what_it_may_take_later(
    till: Till, stripe: Stripe, provider: Provider, status: int, error: type[Exception]
) -> None:
    stripe.status = status
    order = till.buying.order()
    with pytest.raises(error):
        opened(till, provider, order)
    with pytest.raises(error):
        provider.look(["cs_1"])
    assert Buying(till.buying.world).now(order).state is PurchaseState.QUOTED


def test_a_payment_is_traced_to_the_order_that_its_intent_names(
    till: Till, stripe: Stripe, provider: Provider
) -> None:
    order = till.buying.order()
    named = {"account": order.account_id.hex, "purchase": order.id.hex}
    stripe.intent = {"amount_received": 24_000, "currency": "eur", "metadata": named}
    stripe.intent["status"] = "succeeded"
    traced = provider.trace("pi_2")
    assert traced is not None
    assert traced.purchase == (order.account_id, order.id)
    assert traced.payment == Payment(reference="pi_2", cents=24_000)
    stripe.intent["status"] = "processing"
    with pytest.raises(ProviderAway):
        provider.trace("pi_2")


@pytest.mark.parametrize("metadata", [{}, {"account": "ACME", "purchase": "42"}, None])
def test_a_payment_of_another_shop_is_traced_to_nothing(
    stripe: Stripe, provider: Provider, metadata: object
) -> None:
    stripe.intent = {"status": "succeeded", "metadata": metadata}
    assert provider.trace("pi_9") is None
    assert provider.trace("ch_9") is None
