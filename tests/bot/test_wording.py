"""What amounts to figures is said with its numbers, and credits never without plays (R14)."""

import pytest

from bot import wording
from bot.language import ENGLISH, LANGUAGES
from ledger.forecast import Forecast
from ledger.pricing import Tier, quote

FRENCH = LANGUAGES["fr"]
TIERS = (Tier(1, 200_000), Tier(600, 175_500))


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 credits, 0 plays", "0 crédit, 0 partie"),
        (1, "1 credit, 0 plays", "1 crédit, 0 partie"),
        (2, "2 credits, 0 plays", "2 crédits, 0 partie"),
        (6, "6 credits, 1 play", "6 crédits, 1 partie"),
        (120, "120 credits, 20 plays", "120 crédits, 20 parties"),
        (
            1_000_000,
            "1,000,000 credits, 166,666 plays",
            "1\u202f000\u202f000 de crédits, 166\u202f666 parties",
        ),
    ],
)
def test_r14_credits_are_said_with_the_plays_they_buy(
    count: int, english: str, french: str
) -> None:
    assert ENGLISH.credits(count) == english
    assert FRENCH.credits(count) == french


def test_r14_plays_are_those_of_a_game_where_one_is_named() -> None:
    assert ENGLISH.credits(120, 12) == "120 credits, 10 plays"


def test_r13_a_price_is_said_with_its_discount() -> None:
    assert wording.price(ENGLISH, quote(600)) == (
        "600 credits, 100 plays: EUR 2.00 a credit, no discount, EUR 1,200.00 in all"
    )
    assert wording.price(ENGLISH, quote(600, TIERS)) == (
        "600 credits, 100 plays: EUR 1.755 a credit, discount EUR 147.00, EUR 1,053.00 in all"
    )
    assert wording.price(FRENCH, quote(600, TIERS)) == (
        "600 crédits, 100 parties\u202f: 1,755\u00a0€ le crédit, remise de 147,00\u00a0€, "
        "1\u202f053,00\u00a0€ en tout"
    )


def test_how_long_credits_last_is_said_with_the_rate() -> None:
    found = Forecast(per_day=4.25, days=28, days_left=1)
    assert wording.forecast(ENGLISH, found) == [
        "At 4.2 credits a day, the rate of the last 28 days, that lasts 1 day."
    ]
    assert wording.forecast(FRENCH, found) == [
        "Au rythme des 28 derniers jours, 4,2 crédits par jour, il y en a pour 1 jour."
    ]
    assert wording.forecast(ENGLISH, None) == []
