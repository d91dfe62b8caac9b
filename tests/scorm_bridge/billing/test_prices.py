"""R3, R13: the page of prices, and its quote, which is that of `pricing.quote`."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from ledger import pricing
from ledger.pricing import Tier, parsed_tiers
from scorm_bridge.app import create_app
from scorm_bridge.billing import Billing, price_words, quotes, sums
from scorm_bridge.bridge import Bridge
from tests.ledger.buying import SELLER
from tests.scorm_bridge.lms import PUBLIC, new_bridge
from tests.worlds import World

TIERS = parsed_tiers("600:190 6000:175.5")
OWN = (Tier(1, 150_000), Tier(1_000, 120_000))


@pytest.fixture
def bridge(world: World) -> Bridge:
    return new_bridge(world.database, billing=Billing(tiers=TIERS, seller=SELLER))


@pytest.fixture
def browser(bridge: Bridge) -> FlaskClient:
    return create_app(bridge).test_client()


def get(browser: FlaskClient, path: str, language: str = "en", **query: str) -> TestResponse:
    return browser.get(
        path, query_string=query, base_url=PUBLIC, headers={"Accept-Language": language}
    )


def quoted(browser: FlaskClient, **query: str) -> dict[str, Any]:
    answer = get(browser, "/prices/quote", **query)
    assert answer.status_code == 200
    facts: dict[str, Any] = answer.get_json()
    return facts


@pytest.mark.parametrize("credits", [1, 6, 7, 120, 599, 600, 5_999, 6_000, 999_999, 1_000_000])
def test_r13_the_quote_is_the_same_as_everywhere(browser: FlaskClient, credits: int) -> None:
    quote = pricing.quote(credits, TIERS)
    facts = quoted(browser, credits=str(credits))
    assert (facts["credits"], facts["plays"], facts["left_over"]) == (
        credits,
        credits // 6,
        credits % 6,
    )
    assert (facts["unit_millicents"], facts["total_cents"], facts["discount_cents"]) == (
        quote.unit_millicents,
        quote.total_cents,
        quote.discount_cents,
    )


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_price_above_the_list_price_has_no_discount(language: str) -> None:
    quote = pricing.quote(120, (Tier(1, 250_000),))
    assert quotes.facts(quote, language)["discount_cents"] == 0
    assert quotes.said(quote, language)["discount"] == sums.money(language, 0)


def test_r14_a_quote_says_plays_and_what_is_left_over_and_the_cheaper_larger_amount(
    browser: FlaskClient,
) -> None:
    said = quoted(browser, credits="580")["said"]
    assert said == {
        "amount": "580 credits, 96 plays",
        "unit": "EUR 2.00",
        "discount": "EUR 0.00",
        "total": "EUR 1,160.00",
        "left_over": "4 credits more than whole plays need.",
        "next": "From 600 credits, 100 plays, each credit costs EUR 1.90: EUR 1,140.00 in all.",
        "cheaper": "More for no more: 600 credits, 100 plays for EUR 1,140.00.",
    }
    last = quoted(browser, credits="6000")["said"]
    assert (last["next"], last["cheaper"], last["left_over"]) == ("", "", "")
    assert last["unit"] == "EUR 1.755"


@pytest.mark.parametrize(
    ("language", "total", "amount"),
    [
        ("fr", "1\u202f140,00\xa0€", "600 crédits, 100 parties"),
        ("es", "1.140,00\xa0€", "600 créditos, 100 partidas"),
    ],
)
def test_a_quote_is_said_in_the_language_that_is_asked_for(
    browser: FlaskClient, language: str, total: str, amount: str
) -> None:
    said = quoted(browser, credits="600", language=language)["said"]
    assert (said["total"], said["amount"]) == (total, amount)
    assert get(browser, "/prices", language, credits="600").text.count(total) == 1


@pytest.mark.parametrize("given", ["", "0", "-6", "1.5", "1000001", "9" * 5_000, "six", "²"])
def test_what_is_no_number_of_credits_is_answered_in_a_sentence(
    browser: FlaskClient, given: str
) -> None:
    answer = get(browser, "/prices/quote", credits=given)
    assert answer.status_code == 400
    sentence = "Give a whole number from 1 to 1,000,000, in digits."
    assert answer.get_json() == {"error": sentence}
    page = get(browser, "/prices", credits=given)
    assert page.status_code == 400
    assert f'role="alert">{sentence}<' in page.text
    assert "600 credits, 100 plays" in page.text, "the steps are there all the same"


def test_without_a_script_the_form_shows_the_price_and_the_step_that_is_reached(
    browser: FlaskClient,
) -> None:
    page = get(browser, "/prices", credits="1200").text
    assert "EUR 2,280.00" in page
    assert page.count('class="reached"') == 1
    assert '<tr data-from="600" class="reached">' in page
    assert "Prices include VAT at 20%." in page


def test_nothing_that_was_typed_is_markup(browser: FlaskClient) -> None:
    page = get(browser, "/prices", credits='"><script>x</script>').text
    assert "<script>x" not in page


def test_r3_a_partner_is_shown_its_own_list_and_nothing_of_the_public_one(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    token = bridge.tokens.prices(world.account_id)
    public = get(browser, f"/prices/{token}", credits="600").text
    assert "EUR 1,140.00" in public, "an account without a list of its own has everyone's"
    world.database.write(
        lambda session: pricing.set_price_list(session, actor=world.operator, tiers=OWN)
    )
    page = get(browser, f"/prices/{token}", credits="600").text
    assert "Prices for Ludum" in page
    assert "EUR 900.00" in page
    assert "EUR 1.90" not in page
    assert quoted(browser, credits="600", **{"for": token})["total_cents"] == 90_000
    assert "EUR 900.00" not in get(browser, "/prices", credits="600").text


def test_a_link_to_prices_that_is_forged_or_another_ones_shows_none(
    world: World, bridge: Bridge, browser: FlaskClient
) -> None:
    other = bridge.tokens.payment(world.account_id, world.account_id)
    for token in ("x", other):
        assert get(browser, f"/prices/{token}").status_code == 404
        answer = get(browser, "/prices/quote", credits="6", **{"for": token})
        assert answer.status_code == 404


def test_a_link_to_prices_is_good_for_a_week(
    world: World, bridge: Bridge, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = bridge.tokens.prices(world.account_id)
    monkeypatch.setattr("scorm_bridge.tokens.PRICES_DAYS", -1)
    assert get(browser, f"/prices/{token}").status_code == 404


def test_nobody_frames_the_page_and_only_the_public_host_has_it(browser: FlaskClient) -> None:
    page = get(browser, "/prices")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert browser.get("/prices", base_url="http://content.example").status_code == 404


@given(st.integers(1, 1_000_000), st.sampled_from(["en", "fr", "es"]))
def test_a_quote_is_json_and_every_language_says_all_of_it(credits: int, language: str) -> None:
    facts = quotes.facts(pricing.quote(credits, TIERS), language)
    said = json.loads(json.dumps(facts))["said"]
    assert all(said[name] for name in ("amount", "unit", "discount", "total"))
    assert sums.money(language, facts["total_cents"]) == said["total"]


def test_the_words_of_every_language_are_the_same_ones() -> None:
    words = price_words.WORDS
    assert {frozenset(texts) for texts in words.values()} == {frozenset(words["en"])}
