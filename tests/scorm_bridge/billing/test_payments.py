"""The page that a payer comes back to: it says how it stands, and asks the provider once."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from ledger import clock
from ledger.models import Provider, Purchase, PurchaseState
from ledger.purchases import Payment
from scorm_bridge.billing import payment_words
from scorm_bridge.billing.providers import Ended, Paid, Waiting
from tests.scorm_bridge.billing.till import Till
from tests.scorm_bridge.lms import PUBLIC


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """By how much the clock is ahead: a page is just opened when it is first looked at."""
    ahead, now = [timedelta(seconds=30)], clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + ahead[0])
    return ahead


def ordered(till: Till, later: list[timedelta]) -> Purchase:
    order = till.order()
    later[0] += timedelta(seconds=30)
    return order


def returned(till: Till, order: Purchase, language: str = "en", query: str = "") -> TestResponse:
    token = till.bridge.tokens.payment(order.account_id, order.id)
    return till.browser.get(
        f"/billing/{token}{query}", base_url=PUBLIC, headers={"Accept-Language": language}
    )


def stands(answer: TestResponse, word: str) -> bool:
    assert answer.status_code == 200
    return f'data-stands="{word}"' in answer.text


def test_it_asks_what_became_of_the_payment(till: Till, later: list[timedelta]) -> None:
    order = ordered(till, later)
    till.asked.finding = Paid(payment=Payment(reference="pi_2", cents=24_000))
    page = returned(till, order)
    assert stands(page, "paid")
    assert "Order 2: 120 credits, 20 plays, EUR 240.00" in page.text
    assert till.buying.pool == 720


@pytest.mark.parametrize(
    ("query", "word"), [("", "confirming"), ("?left=1", "left")], ids=["paid", "left"]
)
def test_while_nothing_is_known_it_says_so(
    till: Till, later: list[timedelta], query: str, word: str
) -> None:
    order = ordered(till, later)
    till.asked.finding = Waiting()
    page = returned(till, order, query=query)
    assert stands(page, word)
    assert ('href="https://pay.example/2"' in page.text) == (word == "left")


def test_a_provider_that_is_away_is_no_error(till: Till, later: list[timedelta]) -> None:
    assert stands(returned(till, ordered(till, later)), "confirming")
    assert len(till.asked.names) == 1


def test_loading_it_again_and_again_does_not_ask_each_time(
    till: Till, later: list[timedelta]
) -> None:
    order = ordered(till, later)
    till.asked.finding = Waiting()
    for _ in range(5):
        returned(till, order)
    assert len(till.asked.names) == 1
    later[0] += timedelta(seconds=3)
    returned(till, order)
    assert len(till.asked.names) == 2


@pytest.mark.parametrize("state", [PurchaseState.FAILED, PurchaseState.EXPIRED])
def test_an_order_that_ended_says_that_nothing_was_charged(
    till: Till, later: list[timedelta], state: PurchaseState
) -> None:
    order = ordered(till, later)
    till.asked.finding = Ended(state=state)
    page = returned(till, order)
    assert stands(page, state.value)
    assert "Nothing was charged." in page.text


@pytest.mark.parametrize("query", ["", "?left=1"])
def test_a_payment_of_another_sum_says_so_and_not_to_pay_again(
    till: Till, later: list[timedelta], query: str
) -> None:
    order = ordered(till, later)
    till.asked.finding = Paid(payment=Payment(reference="pi_2", cents=23_999))
    page = returned(till, order, query=query)
    assert stands(page, "refused")
    assert "Do not pay it again" in page.text
    assert "pay.example" not in page.text
    later[0] += timedelta(minutes=1)
    returned(till, order)
    assert len(till.asked.names) == 1
    till.buying.pay(order, reference="pi_3")
    assert stands(returned(till, order), "paid")


def test_an_operators_order_is_not_asked_about(till: Till, later: list[timedelta]) -> None:
    order = till.buying.order(provider=Provider.MANUAL)
    later[0] += timedelta(seconds=30)
    assert stands(returned(till, order), "confirming")
    assert till.asked.names == []


def test_the_way_back_is_of_use_for_a_day(till: Till, later: list[timedelta]) -> None:
    order = ordered(till, later)
    later[0] += timedelta(hours=24)
    assert returned(till, order).status_code == 200, "a day after its page closed"
    later[0] += timedelta(hours=2)
    page = returned(till, order)
    assert page.status_code == 404
    assert "This link is not valid, or no longer." in page.text


@pytest.mark.parametrize("token", ["x", "stripe", "a.b"])
def test_a_forged_link_says_nothing_of_any_order(till: Till, token: str) -> None:
    page = till.browser.get(f"/billing/{token}", base_url=PUBLIC)
    assert page.status_code == 404
    assert "Order" not in page.text.replace("an order", "")


def test_a_link_to_prices_is_no_way_back(till: Till) -> None:
    token = till.bridge.tokens.prices(till.order().account_id)
    assert till.browser.get(f"/billing/{token}", base_url=PUBLIC).status_code == 404


def test_the_way_back_from_an_order_is_the_same_whenever_it_is_made(till: Till) -> None:
    order = till.order()
    made = {till.bridge.tokens.payment(order.account_id, order.id) for _ in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize(("language", "said"), [("fr", "Commande 2"), ("es", "Pedido 2")])
def test_it_is_in_the_payers_language(
    till: Till, later: list[timedelta], language: str, said: str
) -> None:
    assert said in returned(till, ordered(till, later), language).text


def test_the_words_of_every_language_are_the_same_ones() -> None:
    words = payment_words.WORDS
    assert {frozenset(texts) for texts in words.values()} == {frozenset(words["en"])}
