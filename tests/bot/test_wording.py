"""Every refusal has its words, and credits are never said without plays (R14)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_type_hints

import pytest

from bot import wording
from ledger.errors import NotAllowed, NotEnoughCredits, OboleError
from ledger.pricing import Tier, quote
from scorm_bridge import errors as bridge

SAMPLES: dict[object, object] = {
    str: "something",
    int: 7,
    list[str]: ["owner", "manager"],
    dict[str, object]: {"credits": 6},
    str | None: "Acme",
    datetime | None: None,
    date: date(2026, 11, 24),
}


def leaves(kind: type[OboleError]) -> Iterator[type[OboleError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


REFUSALS: list[type[OboleError]] = sorted(leaves(OboleError), key=lambda kind: kind.__name__)


def sample(kind: Any) -> OboleError:
    facts = {name: SAMPLES[type_] for name, type_ in get_type_hints(kind).items()}
    if kind is bridge.PackageClosed:
        facts["reason"] = "ended"
    error: OboleError = kind(**facts)
    return error


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_says_what_happened_and_what_to_do(kind: type[OboleError]) -> None:
    words = wording.sentence(sample(kind))
    assert words.endswith((".", "NAME"))
    assert words.count(". ") >= 1 or ", " in words, "what happened, then what to do"
    assert not {"{", "}"} & set(words)
    assert "None" not in words


@pytest.mark.parametrize("reason", ["disabled", "not started", "ended"])
def test_a_closed_package_is_worded_for_every_reason(reason: str) -> None:
    assert "Acme" in wording.sentence(bridge.PackageClosed(reason=reason, at=None, client="Acme"))


def test_r14_credits_are_said_with_the_plays_they_buy() -> None:
    assert wording.credits_(120) == "120 credits, 20 plays"
    assert wording.credits_(1) == "1 credit, 0 plays"
    assert wording.credits_(6) == "6 credits, 1 play"
    assert wording.credits_(1_000_000) == "1,000,000 credits, 166,666 plays"


def test_what_is_short_is_said_of_the_pool_and_of_a_client() -> None:
    assert wording.sentence(NotEnoughCredits(wanted=120, available=100)) == (
        "The pool holds 100 credits, 16 plays: it is 20 credits short of the 120 wanted. "
        "Order at least 20 credits, or allocate fewer."
    )
    assert wording.sentence(NotEnoughCredits(wanted=6, available=5, client="Acme")) == (
        "Acme has 5 credits, 0 plays: it is 1 credit short of the 6 wanted. "
        "Allocate more to it first."
    )


def test_who_may_is_said_of_members_and_of_operators() -> None:
    assert wording.sentence(NotAllowed(act="order credits", allowed=["owner"])) == (
        "Only an owner may order credits. Ask one of your team."
    )
    assert wording.sentence(NotAllowed(act="set prices", allowed=[])) == (
        "Only an operator may set prices, with the command line."
    )


def test_r13_a_price_is_said_with_its_discount() -> None:
    assert wording.price(quote(600)) == (
        "600 credits, 100 plays: EUR 2.00 a credit, no discount, EUR 1,200.00 in all"
    )
    tiers = (Tier(1, 200_000), Tier(600, 175_500))
    assert wording.price(quote(600, tiers)) == (
        "600 credits, 100 plays: EUR 1.755 a credit, discount EUR 147.00, EUR 1,053.00 in all"
    )
