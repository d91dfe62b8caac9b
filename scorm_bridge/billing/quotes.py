"""A price put in words, and as the facts that other programs read; the price itself is `pricing`'s.

Slack, the command line and these pages all get it of `pricing.quote`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ledger import pricing
from ledger.amounts import left_over
from ledger.pricing import Quote, Step, Tier
from scorm_bridge.billing import price_words, sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A tier as a step of the list; its `price` is a credit's."""

    credits: int
    name: str
    price: str
    is_reached: bool


def facts(quote: Quote, language: str) -> dict[str, Any]:
    """Whole credits, cents, and thousandths of a cent; `said` are the same in words."""
    return {
        **asdict(quote),
        "plays": quote.plays,
        "left_over": quote.left_over,
        "discount_cents": quote.discount_cents,
        "said": said(quote, language),
    }


def said(quote: Quote, language: str) -> dict[str, str]:
    """R13, R14; empty where there is nothing to say."""
    words = price_words.WORDS[language]
    return {
        "amount": sums.credits_and_plays(language, quote.credits),
        "unit": sums.unit_price(language, quote.unit_millicents),
        "discount": sums.money(language, quote.discount_cents),
        "total": sums.money(language, quote.total_cents),
        "left_over": left(words, language, quote.credits),
        "next": step(words["next"], language, quote.next),
        "cheaper": step(words["cheaper"], language, quote.cheaper),
    }


def left(words: dict[str, str], language: str, credits: int) -> str:
    over = left_over(credits)
    if not over:
        return ""
    return words["left over"].format(credits=sums.counted(language, over, "credit"))


def step(sentence: str, language: str, step: Step | None) -> str:
    if step is None:
        return ""
    return sentence.format(
        amount=sums.credits_and_plays(language, step.credits),
        price=sums.unit_price(language, step.unit_millicents),
        total=sums.money(language, step.total_cents),
    )


def rows(tiers: Sequence[Tier], language: str, reached: Quote | None) -> list[Row]:
    """Every step, the one that a price is of marked."""
    steps = pricing.steps(tiers)
    credits = reached.credits if reached else 0
    last = max((step.credits for step in steps if step.credits <= credits), default=0)
    return [
        Row(
            credits=step.credits,
            name=sums.credits_and_plays(language, step.credits),
            price=sums.unit_price(language, step.unit_millicents),
            is_reached=step.credits == last,
        )
        for step in steps
    ]
