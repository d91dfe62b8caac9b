"""Credits and money as the pages of prices and payments write them, in each of their languages."""

from decimal import Decimal

from babel.numbers import format_decimal

from ledger.amounts import plays
from ledger.pricing import MILLICENTS

CENTS = Decimal(100)

MONEY = {"en": "EUR {0}", "fr": "{0}\xa0€", "es": "{0}\xa0€"}
NOUNS = {
    "en": {"credit": ("credit", "credits"), "play": ("play", "plays")},
    "fr": {"credit": ("crédit", "crédits"), "play": ("partie", "parties")},
    "es": {"credit": ("crédito", "créditos"), "play": ("partida", "partidas")},
}


def money(language: str, cents: int) -> str:
    return euros(language, cents / CENTS)


def unit_price(language: str, millicents: int) -> str:
    """To the cent, or as fine as its tier is."""
    return euros(language, millicents / CENTS / MILLICENTS)


def euros(language: str, amount: Decimal) -> str:
    return MONEY[language].format(format_decimal(amount, format="#,##0.00###", locale=language))


def credits_and_plays(language: str, credits: int) -> str:
    """R14: always together."""
    return f"{counted(language, credits, 'credit')}, {counted(language, plays(credits), 'play')}"


def counted(language: str, count: int, noun: str) -> str:
    one, many = NOUNS[language][noun]
    is_one = count == 1 or (language == "fr" and count == 0)
    return f"{number(language, count)} {one if is_one else many}"


def number(language: str, count: int) -> str:
    return str(format_decimal(count, locale=language))


def per_cent(language: str, hundredths: int) -> str:
    space = "" if language == "en" else "\xa0"
    return f"{format_decimal(Decimal(hundredths) / 100, locale=language)}{space}%"
