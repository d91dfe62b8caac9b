"""Amounts and prices: whole numbers, and no cent lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import pricing
from ledger.amounts import MOST_CREDITS, whole_credits
from ledger.errors import BadAmount, BadPriceList


@pytest.mark.parametrize(
    "given_text",
    [
        *("", " ", "12O", "1 000", "-6", "+6", "6.5", "6,5", "1e9", "0", "00", "0x10", "six"),
        *("\u0661\u0662", "\u00b2", "6\n6", "1_000"),
        *("1000001", "9007199254740993", "9" * 5000),
    ],
)
def test_anything_but_a_whole_number_from_one_to_a_million_is_refused(given_text: str) -> None:
    with pytest.raises(BadAmount):
        whole_credits(given_text)


@pytest.mark.parametrize("given_value", [0, -1, 1.0, 6.5, True, None, MOST_CREDITS + 1, 2**53 + 1])
def test_numbers_beyond_and_things_that_are_no_numbers_are_refused(given_value: object) -> None:
    with pytest.raises(BadAmount):
        whole_credits(given_value)


@given(st.integers(1, MOST_CREDITS))
def test_what_a_person_types_is_the_number_it_says(credits: int) -> None:
    assert whole_credits(str(credits)) == whole_credits(f" {credits} ") == credits


@given(st.integers(1, MOST_CREDITS))
def test_discount_and_total_make_up_the_list_price_to_the_cent(credits: int) -> None:
    price = pricing.quote(credits, pricing.parsed_tiers("600:190 6000:166.667"))
    assert price.list_cents == credits * 200
    assert price.total_cents + price.discount_cents == price.list_cents
    assert abs(price.total_cents * 1000 - credits * price.unit_millicents) <= 500


@pytest.mark.parametrize(
    "text",
    [
        "600",
        "600:",
        "x:190",
        "600:250",
        "600:190 600:180",
        "600:0",
        "600:inf",
        "600:0.999",
        "1000001:150",
        "3000000:1",
        "0:190",
    ],
)
def test_a_price_list_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        pricing.parsed_tiers(text)
    with pytest.raises(BadPriceList):
        pricing.parsed_list(text)
