"""What credits cost: whole-order tiers, in cents, and what a few more credits would save."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import pricing
from ledger.amounts import MOST_CREDITS
from ledger.errors import BadAmount, BadPriceList
from ledger.pricing import MILLICENTS, Quote, Tier, parsed_tiers, quote

TIERS = parsed_tiers("600:190 6000:175.5 60000:150")


@some.composite
def lists(draw: some.DrawFn) -> list[Tier]:
    """Price lists as they may be set: later tiers cost no more."""
    later = draw(some.lists(some.integers(2, MOST_CREDITS), max_size=6, unique=True).map(sorted))
    units = some.integers(1, 200 * MILLICENTS)
    prices = sorted(draw(some.lists(units, min_size=len(later) + 1, max_size=len(later) + 1)))[::-1]
    return [Tier(*pair) for pair in zip([1, *later], prices, strict=True)]


amounts = some.integers(1, MOST_CREDITS)


@given(amounts, lists())
def test_the_tier_that_is_reached_prices_every_credit_of_the_order(
    credits: int, tiers: list[Tier]
) -> None:
    price = quote(credits, tiers)
    reached = max((t for t in tiers if t.from_credits <= credits), key=lambda t: t.from_credits)
    assert price.unit_millicents == reached.unit_millicents
    exact = credits * reached.unit_millicents
    assert abs(price.total_cents * MILLICENTS - exact) * 2 <= MILLICENTS


@given(amounts, lists())
def test_no_cent_is_lost_between_the_list_price_the_discount_and_the_total(
    credits: int, tiers: list[Tier]
) -> None:
    price = quote(credits, tiers)
    assert price.list_cents == price.discount_cents + price.total_cents
    assert price.list_cents == credits * 200
    assert price.discount_cents >= 0


@given(amounts, lists())
def test_within_a_tier_more_credits_never_cost_less(credits: int, tiers: list[Tier]) -> None:
    price = quote(credits, tiers)
    if credits < MOST_CREDITS:
        more = quote(credits + 1, tiers)
        if more.unit_millicents == price.unit_millicents:
            assert more.total_cents >= price.total_cents


@given(amounts, lists())
def test_a_cheaper_larger_order_is_named_wherever_there_is_one_and_nowhere_else(
    credits: int, tiers: list[Tier]
) -> None:
    price = quote(credits, tiers)
    starts = [quote(t.from_credits, tiers) for t in tiers if t.from_credits > credits]
    cheaper = sorted((one.credits, one.total_cents) for one in starts if saves(one, price))
    named = price.cheaper and (price.cheaper.credits, price.cheaper.total_cents)
    assert named == (cheaper[0] if cheaper else None)


def saves(larger: Quote, price: Quote) -> bool:
    return larger.total_cents <= price.total_cents


@given(amounts, lists())
def test_the_next_tier_is_the_first_one_beyond(credits: int, tiers: list[Tier]) -> None:
    price = quote(credits, tiers)
    beyond = [tier.from_credits for tier in tiers if tier.from_credits > credits]
    assert (price.next and price.next.credits) == (min(beyond) if beyond else None)


@given(amounts)
def test_plays_and_what_is_left_over_are_the_credits(credits: int) -> None:
    price = quote(credits, TIERS)
    assert price.plays * 6 + price.left_over == credits
    assert 0 <= price.left_over < 6


@pytest.mark.parametrize(
    ("credits", "plays", "left_over", "total_cents"),
    [
        (1, 0, 1, 200),
        (6, 1, 0, 1200),
        (120, 20, 0, 24_000),
        (599, 99, 5, 119_800),
        (600, 100, 0, 114_000),
        (6_001, 1000, 1, 1_053_176),  # 1053175.5, half a cent rounds up
        (1_000_000, 166_666, 4, 150_000_000),
    ],
)
def test_r3_r14_a_price_says_its_plays_and_what_is_left_over(
    credits: int, plays: int, left_over: int, total_cents: int
) -> None:
    price = quote(credits, TIERS)
    assert (price.plays, price.left_over, price.total_cents) == (plays, left_over, total_cents)


def test_just_before_a_tier_the_larger_order_that_costs_less_is_named() -> None:
    price = quote(590, TIERS)
    assert price.cheaper is not None
    assert (price.cheaper.credits, price.cheaper.total_cents) == (600, 114_000)
    assert price.total_cents == 118_000


def test_the_last_tier_has_no_next() -> None:
    assert quote(60_000, TIERS).next is None


@pytest.mark.parametrize("credits", [0, -6, MOST_CREDITS + 1])
def test_an_amount_that_cannot_be_ordered_is_refused(credits: int) -> None:
    with pytest.raises(BadAmount):
        quote(credits, TIERS)


def test_the_steps_begin_at_one_credit_at_the_list_price() -> None:
    first, *later = pricing.steps(TIERS)
    assert (first.credits, first.unit_millicents, first.total_cents) == (1, 200_000, 200)
    assert [step.credits for step in later] == [600, 6_000, 60_000]


@pytest.mark.parametrize(
    "text",
    ["1:0.3", "1:0", "1:150 3000000:1", "1:150 1000001:100", "1:100000.1", "1:1e300", "0:150"],
)
def test_a_step_that_no_order_reaches_or_that_costs_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadPriceList) as refused:
        pricing.parsed_list(text)
    assert refused.value.facts["given"] == text.split()[-1]


@pytest.mark.parametrize("text", ["1:1", "1:100000 1000000:1"])
def test_a_step_may_begin_at_the_largest_order_and_cost_a_cent(text: str) -> None:
    tiers = pricing.parsed_list(text)
    assert quote(1, tiers).total_cents >= 1
    assert quote(MOST_CREDITS, tiers).total_cents == MOST_CREDITS


def test_a_step_of_before_that_no_order_reaches_is_not_offered() -> None:
    tiers = (Tier(1, 200_000), Tier(MOST_CREDITS + 1, 1_000))
    assert quote(5, tiers).next is None
    assert len(pricing.steps(tiers)) == 1


def test_a_partners_list_above_the_list_price_has_no_discount() -> None:
    price = quote(120, pricing.parsed_list("1:250"))
    assert (price.list_cents, price.total_cents, price.discount_cents) == (24_000, 30_000, 0)
