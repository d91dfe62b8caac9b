"""R13 against Stripe's emulator, in a browser: paid, left, expired, unheard of, and away."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from ledger import clock
from ledger.models import PurchaseState
from scorm_bridge.errors import ProviderAway
from tests.databases import SQLite
from tests.scorm_bridge.billing.shop import Shop, away, pay, shops
from tests.worlds import World


@pytest.fixture
def database_url(sqlite: SQLite) -> Iterator[str]:
    """One engine is enough here: what depends on it is tested without a browser."""
    with sqlite.database() as url:
        yield url


@pytest.fixture
def shop(world: World) -> Iterator[Shop]:
    with shops(world) as shop:
        yield shop


@pytest.fixture
def deaf(world: World) -> Iterator[Shop]:
    """A shop that no webhook reaches."""
    with shops(world, hears=False) as shop:
        yield shop


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """By how much the clock is ahead."""
    ahead, now = [timedelta(0)], clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + ahead[0])
    return ahead


def stands(page: Page, word: str) -> None:
    page.locator(f"#standing[data-stands={word}]").wait_for()


def test_r13_what_is_paid_at_stripes_page_is_in_the_pool(shop: Shop, page: Page) -> None:
    order = shop.buying.order()
    pay(page, shop.open(order))
    stands(page, "paid")
    assert page.url == shop.back(order)
    assert (
        page.locator("#standing")
        .inner_text()
        .startswith("Order 2: 120 credits, 20 plays, EUR 240.00")
    )
    assert (shop.buying.now(order).state, shop.buying.pool) == ("paid", 720)
    assert len(shop.buying.told("receipt", order)) == 1
    shop.buying.must_be_right()


def test_an_order_that_is_opened_again_has_the_same_page(shop: Shop) -> None:
    order = shop.buying.order()
    assert shop.open(order).url == shop.open(order).url
    assert shop.open(order, away()).url == shop.buying.now(order).checkout_url


def test_who_leaves_the_page_is_told_that_nothing_was_charged_and_can_go_on(
    shop: Shop, page: Page
) -> None:
    order = shop.buying.order()
    page.goto(shop.open(order).url)
    page.locator(".checkout-cancel a").click()
    stands(page, "left")
    assert "Nothing was charged." in page.locator("#standing").inner_text()
    assert (shop.buying.now(order).state, shop.buying.pool) == ("pending", 600)
    page.get_by_role("link", name="Go on paying").click()
    page.locator(".checkout-pay-btn").click()
    stands(page, "paid")
    assert shop.buying.pool == 720


def test_an_order_whose_hour_is_over_ends(shop: Shop, page: Page) -> None:
    order = shop.buying.order()
    shop.expire(shop.open(order))
    page.goto(shop.back(order))
    stands(page, "expired")
    assert (shop.buying.now(order).state, shop.buying.pool) == ("expired", 600)
    assert shop.buying.told("payment ended", order) == [order.ordered_by]


def test_r13_without_a_webhook_the_page_that_the_payer_comes_back_to_asks(
    deaf: Shop, page: Page
) -> None:
    order = deaf.buying.order()
    pay(page, deaf.open(order))
    stands(page, "paid")
    assert deaf.buying.pool == 720
    deaf.buying.must_be_right()


def test_r13_without_a_webhook_or_a_payer_who_comes_back_the_worker_asks(
    deaf: Shop, page: Page, later: list[timedelta]
) -> None:
    paid, ended, open_ = (deaf.buying.order() for _ in range(3))
    page.route(f"{deaf.bridge.places.public_url}/**", lambda route: route.abort())
    page.goto(deaf.open(paid).url)
    page.locator(".checkout-pay-btn").click()
    deaf.expire(deaf.open(ended))
    deaf.open(open_)
    assert deaf.reconcile() == 0, "it is too early to ask"
    later[0] = timedelta(minutes=11)
    assert deaf.reconcile() == 2
    states = [deaf.buying.now(order).state for order in (paid, ended, open_)]
    assert (states, deaf.buying.pool) == (["paid", "expired", "pending"], 720)
    assert deaf.reconcile() == 0
    deaf.buying.must_be_right()


def test_r13_while_stripe_is_down_an_order_waits_and_is_paid_an_hour_later(
    shop: Shop, page: Page, later: list[timedelta]
) -> None:
    order = shop.buying.order()
    with pytest.raises(ProviderAway):
        shop.open(order, away())
    assert shop.buying.now(order).state is PurchaseState.QUOTED
    later[0] = timedelta(hours=1)
    checkout = shop.open(order)
    assert checkout.until - clock.now() > timedelta(minutes=30), "as long as Stripe wants it"
    pay(page, checkout)
    stands(page, "paid")
    assert shop.buying.pool == 720


def test_r13_what_was_paid_while_stripe_then_went_down_for_an_hour_arrives_after_it(
    deaf: Shop, page: Page, later: list[timedelta]
) -> None:
    order, other = deaf.buying.order(), deaf.buying.order(6)
    page.route(f"{deaf.bridge.places.public_url}/**", lambda route: route.abort())
    for one in (order, other):
        page.goto(deaf.open(one).url)
        page.locator(".checkout-pay-btn").click()
    for minutes in range(11, 60, 12):
        later[0] = timedelta(minutes=minutes)
        assert deaf.reconcile(away()) == 0
    assert deaf.buying.pool == 600
    later[0] = timedelta(minutes=72)
    while deaf.reconcile():
        pass
    assert deaf.buying.pool == 726
    deaf.buying.must_be_right()


def test_an_order_that_no_page_was_ever_opened_for_ends_after_a_day(
    shop: Shop, later: list[timedelta]
) -> None:
    order = shop.buying.order()
    later[0] = timedelta(hours=23)
    assert shop.reconcile() == 0
    later[0] = timedelta(hours=25)
    assert shop.reconcile() == 1
    assert shop.buying.now(order).state is PurchaseState.EXPIRED
