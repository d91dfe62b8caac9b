"""Credits and plays: whole numbers, and what one buys of the other (R2, R14)."""

from ledger.errors import BadAmount

LIST_PRICE_CENTS = 200
"""EUR 2.00 a credit (R3)."""

PLAY_PRICE = 6
"""Credits a play costs unless an operator set another price for the game (R2)."""

MOST_CREDITS = 1_000_000
"""The largest number of credits one order or one allocation moves."""


def whole_credits(value: object) -> int:
    """`value` as a number of credits from 1 to `MOST_CREDITS`.

    Takes an int, or text of ASCII digits as a person types it. Raises BadAmount for anything
    else: a sign, a fraction, an exponent, a letter O for a nought, a space in the middle.
    """
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        # Cut where it is too large anyway: int() has an error of its own for thousands of digits.
        value = int(value.strip()[:20])
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_CREDITS:
        raise BadAmount(given=str(value), most=MOST_CREDITS)
    return value


def plays(credits_: int, price: int = PLAY_PRICE) -> int:
    """How many plays `credits_` buys at `price` credits a play."""
    return credits_ // price


def left_over(credits_: int, price: int = PLAY_PRICE) -> int:
    """How many credits no whole play is bought with."""
    return credits_ % price


def credits_for(learners: int, price: int = PLAY_PRICE) -> int:
    """How many credits `learners` need for one play each: 20 learners, 120 credits."""
    return learners * price
