"""What the core's values come to in words, in Slack and at a terminal alike.

`say` is a language, or its mrkdwn. The texts themselves are in `texts/`.
"""

from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_precision

from bot.language import Language, Say
from ledger.allocation import Allocated
from ledger.forecast import Forecast
from ledger.pricing import Quote
from ledger.purchases import CURRENCY
from ledger.status import AccountStatus, Balance

BALANCES = {"then": ("client-then", "pool-then"), "now": ("client-now", "pool-now")}


def forecast(say: Say, found: Forecast | None) -> list[str]:
    """How long it lasts, with the rate that this goes by; nothing where there is too little."""
    if found is None:
        return []
    rate = say("forecast", per_day=found.per_day, days=found.days, days_left=found.days_left)
    return [rate]


def price(say: Say, quote: Quote) -> str:
    """R13: what is bought, at what price and discount."""
    return say(
        "price",
        credits=quote.credits,
        unit_millicents=quote.unit_millicents,
        discounted=quote.discount_cents > 0,
        discount_cents=quote.discount_cents,
        total_cents=quote.total_cents,
    )


def paid(language: Language, cents: int, currency: str) -> str:
    """A sum as it came, which may be of another currency than ours: in its smallest unit."""
    if currency.casefold() == CURRENCY:
        return language.money(cents)
    code = currency.upper()
    sum_ = cents / Decimal(10) ** get_currency_precision(code)
    return format_currency(sum_, code, "#,##0.00\xa0¤¤", locale=language.locale)


def figures(status: Balance | AccountStatus) -> dict[str, int]:
    """R11: the facts of `figures`, what was allocated, consumed and is left."""
    return {
        "allocated": status.allocated,
        "consumed": status.consumed,
        "available": status.available,
    }


def balance(balance: Balance) -> dict[str, Any]:
    """The facts of `client-holds`: a client's figures, with its name."""
    return {"client": named(balance.name, balance.alias), **figures(balance)}


def named(name: str, alias: str) -> str:
    return name if name == alias else f"{name} ({alias})"


def allocation(done: Allocated) -> dict[str, Any]:
    """The facts of a text with `allocation-labels`."""
    return moved(done.client.name, done.credits, done.reference, done.comment)


def moved(client: str, credits: int, reference: str | None, comment: str | None) -> dict[str, Any]:
    """The same of an allocation that is not made: the reference and comment, if there are any."""
    match reference, comment:
        case None, None:
            labels = "none"
        case _, None:
            labels = "reference"
        case None, _:
            labels = "comment"
        case _:
            labels = "both"
    return {
        "credits": credits,
        "client": client,
        "labels": labels,
        "reference": reference,
        "comment": comment,
    }


def balances(say: Say, done: Allocated, when: str) -> tuple[str, str]:
    """Both balances as the allocation leaves them; `when` is "then" before it, else "now"."""
    client, pool = BALANCES[when]
    return (
        say(client, client=done.client.name, available=done.available),
        say(pool, pool=done.pool),
    )
