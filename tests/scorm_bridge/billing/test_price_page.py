"""R13: the slider of the price page, by mouse and by keyboard, and the page without a script."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from ledger import purchases
from ledger.database import Database
from tests.databases import SQLite
from tests.ledger.buying import Buying
from tests.scorm_bridge.pages import Visit, prices, visits
from tests.worlds import new_world


@pytest.fixture(scope="module")
def visit(sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with sqlite.database() as url:
        database = Database(url)
        with visits(new_world(database), tmp_path_factory.mktemp("game")) as visit:
            yield visit
        database.close()


@contextmanager
def opened(browser: Browser, *, runs_scripts: bool = True, locale: str = "en") -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=runs_scripts, locale=locale, viewport={"width": 367, "height": 640}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def total(page: Page) -> str:
    return page.locator("[data-said=total]").inner_text()


def shows(page: Page, amount: str, price: str) -> None:
    page.locator("[data-said=amount]", has_text=amount).wait_for()
    assert total(page) == price


def test_the_price_follows_what_is_typed_and_the_reached_step_is_marked(
    visit: Visit, browser: Browser
) -> None:
    with opened(browser) as page:
        prices(visit, page)
        shows(page, "580 credits, 96 plays", "EUR 1,160.00")
        assert "600 credits, 100 plays for EUR 1,140.00" in page.locator("main").inner_text()
        page.locator("#credits").fill("6000")
        shows(page, "6,000 credits, 1,000 plays", "EUR 10,500.00")
        assert page.locator(".reached").get_attribute("data-from") == "6000"
        page.locator("#credits").fill("6.5")
        page.locator("#wrong:not(:empty)").wait_for()
        assert page.locator("#credits").get_attribute("aria-invalid") == "true"
        assert not page.locator("#quote").is_visible()
        page.locator("#credits").fill("6")
        shows(page, "6 credits, 1 play", "EUR 12.00")
        assert page.locator("#credits").get_attribute("aria-invalid") == "false"


def test_the_slider_goes_by_keyboard_from_a_play_to_the_most_that_is_sold(
    visit: Visit, browser: Browser
) -> None:
    with opened(browser) as page:
        prices(visit, page)
        slider = page.locator("#slider")
        slider.press("Home")
        shows(page, "6 credits, 1 play", "EUR 12.00")
        slider.press("End")
        shows(page, "1,000,000 credits, 166,666 plays", "EUR 1,750,000.00")
        said = slider.get_attribute("aria-valuetext")
        assert said == "1,000,000 credits, 166,666 plays: EUR 1,750,000.00"
        slider.press("ArrowLeft")
        page.locator("[data-said=amount]", has_not_text="1,000,000").wait_for()
        assert int(page.locator("#credits").input_value()) % 6 == 0


@pytest.mark.parametrize("credits", ["6", "600", "6000", "60000"])
def test_the_slider_stands_where_the_amount_is(
    visit: Visit, browser: Browser, credits: str
) -> None:
    """Moved there by hand, it gives that amount."""
    with opened(browser) as page:
        prices(visit, page)
        page.locator("#credits").fill(credits)
        position = page.locator("#slider").input_value()
        page.locator("#credits").fill("1")
        page.locator("#slider").fill(position)
        assert page.locator("#credits").input_value() == credits


def test_without_a_script_a_form_shows_the_price_in_the_same_language(
    visit: Visit, browser: Browser
) -> None:
    with opened(browser, runs_scripts=False, locale="fr") as page:
        page.goto(f"{visit.public}/prices")
        assert not page.locator("#slider").is_visible()
        page.locator("#credits").fill("600")
        page.locator("#show").click()
        shows(page, "600 crédits, 100 parties", "1\u202f140,00\xa0€")
        page.get_by_role("link", name="6\u202f000 crédits").click()
        shows(page, "6\u202f000 crédits", "10\u202f500,00\xa0€")
        page.get_by_role("link", name="English").click()
        shows(page, "6,000 credits", "EUR 10,500.00")


def test_the_page_of_a_payment_looks_again_by_itself(visit: Visit, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{visit.public}/billing/{visit.payment_token}")
        page.locator("#standing[data-stands=confirming]").wait_for()
        world = visit.world
        (order,) = world.database.read(
            lambda session: purchases.pending(session, account_id=world.account_id)
        )
        Buying(world).pay(order)
        page.locator("#standing[data-stands=paid]").wait_for()
        assert "The payment has arrived." in page.title()
        assert page.locator("#look").count() == 0
