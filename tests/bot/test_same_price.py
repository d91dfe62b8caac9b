"""R13: a number of credits costs the same in Slack, on the web, at a terminal and in the order."""

import json
import random
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from bot import wording
from bot.cli import obole
from bot.commands import buying
from bot.language import ENGLISH
from bot.slack.driver import Answer
from bot.slack.prices import Price
from ledger import pricing
from ledger.amounts import MOST_CREDITS
from ledger.pricing import CHEAPEST_CENTS, DEAREST_CENTS, MILLICENTS, Tier
from scorm_bridge.billing import quotes
from tests.bot.slack.shop import TIERS, Shop
from tests.worlds import SECRET_KEY

PUBLIC = pricing.parsed_tiers(TIERS)
OWN = pricing.parsed_list("1:150 7:149.995 100:120.5 5000:99.999")
EDGES = (1, 6, 7, 99, 100, 120, 567, 569, 599, 600, 5999, 1_000_000)


def amounts() -> list[int]:
    """Around every step, and as many anywhere."""
    drawn = random.Random(7)
    return [*EDGES, *(int(10 ** drawn.uniform(0, 6)) for _ in range(4))]


def in_slack(answer: Answer) -> str:
    """The price that the modal says."""
    return next(line for line in answer.text.splitlines() if " a credit, " in line)


def on_the_web(page: str, credits: int) -> dict[str, object]:
    """By the link of the modal."""
    base, _, token = page.rpartition("/")
    with urlopen(f"{base}/quote?{urlencode({'credits': credits, 'for': token})}") as answer:
        found: dict[str, object] = json.load(answer)
        return found


def page_of(answer: Answer) -> str:
    return str(next(one["url"] for _, _, one in answer.elements() if "url" in one))


def at_a_terminal(shop: Shop, credits: int) -> str:
    """What an order would cost, and does in the books: a dry run is the same code."""
    environment = {
        "DATABASE_URL": str(shop.stage.world.database.url),
        "PRICE_TIERS": TIERS,
        "SECRET_KEY": SECRET_KEY,
    }
    words = ["credits", "order", str(credits), "--dry-run", "--as", "ana@ludum.example"]
    said = CliRunner().invoke(obole, words, env=environment)
    assert said.exit_code == 0, said.output
    return said.output


def compare(shop: Shop, tiers: tuple[Tier, ...]) -> None:
    form = shop.typed("buy")
    for credits in amounts():
        quote = pricing.quote(credits, tiers)
        form = shop.stage.driver.type(form, "credits", str(credits))
        assert in_slack(form) == wording.price(ENGLISH, quote)
        web = on_the_web(page_of(form), credits)
        assert (web["credits"], web["plays"]) == (credits, quote.plays)
        assert (web["total_cents"], web["discount_cents"], web["unit_millicents"]) == (
            quote.total_cents,
            quote.discount_cents,
            quote.unit_millicents,
        )
        said = web["said"]
        assert isinstance(said, dict)
        assert said["total"] in in_slack(form)
        assert said["amount"] in in_slack(form)
        assert in_slack(form) in at_a_terminal(shop, credits)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_public_price_is_the_same_in_slack_and_on_the_web(shop: Shop) -> None:
    compare(shop, PUBLIC)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_partners_price_is_the_same_in_slack_and_on_the_web(shop: Shop) -> None:
    world = shop.stage.world
    world.database.write(lambda s: pricing.set_price_list(s, actor=world.operator, tiers=OWN))
    compare(shop, OWN)


@some.composite
def lists(draw: some.DrawFn) -> tuple[Tier, ...]:
    """Lists of their own, below the list price and above it."""
    later = sorted(draw(some.sets(some.integers(2, MOST_CREDITS), max_size=5)))
    units = some.integers(CHEAPEST_CENTS * MILLICENTS, DEAREST_CENTS * MILLICENTS)
    count = len(later) + 1
    prices = sorted(draw(some.lists(units, min_size=count, max_size=count)), reverse=True)
    return tuple(Tier(*pair) for pair in zip([1, *later], prices, strict=True))


@given(some.integers(1, MOST_CREDITS), lists())
def test_r13_whatever_the_list_slack_the_web_and_a_terminal_say_one_price(
    credits: int, tiers: tuple[Tier, ...]
) -> None:
    quote = pricing.quote(credits, tiers)
    steps = pricing.steps(tiers)
    slack = "\n".join(Price(quote=quote, steps=steps, owed=0).lines(ENGLISH))
    terminal = "\n".join(buying.described(quote))
    web = quotes.said(quote, "en")
    discount = f"discount {web['discount']}" if quote.discount_cents else "no discount"
    price = f"{web['amount']}: {web['unit']} a credit, {discount}, {web['total']} in all"
    assert price in slack
    assert price in terminal
    better = quote.cheaper or quote.next
    if better is not None:
        step = quotes.step("{amount} {total}", "en", better)
        amount, total = step.rsplit(" EUR ", 1)
        for said in (slack, terminal, web["cheaper"] or web["next"]):
            assert amount in said
            assert total in said
