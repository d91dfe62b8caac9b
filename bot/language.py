"""What people read, in their language: the texts are in `texts/`, a folder a language.

They are written in Project Fluent's syntax. A text is named by its id, `status-pool`, and one that
goes where Slack has little room by its attribute too, `allocate-confirm.button`. Facts come into it
as numbers, days and names; numbers and money are written as the language does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache, reduce
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax.ast import Junk, Message, Resource

from bot.lengths import listed, shortened
from bot.slack.messages import escape
from ledger.amounts import PLAY_PRICE, plays
from ledger.pricing import MILLICENTS

FACT_MOST = 1200
"""Characters of a text that is a fact, as it is written: a comment of 1,000 is whole, and a section
of Slack's holds two of them. What is longer ends in an ellipsis."""

LIST_MOST = 1000
"""The same of a list, of which whole names are said: beside a fact, since Fluent refuses to say a
text of more than 2,500."""

CENTS = Decimal(100)

# Numbers come again and again: each is worded once, in a language that never changes.
remembered = lru_cache(maxsize=4096)

Say = Callable[..., str]
"""A `Language`, or its `mrkdwn`: takes an id and facts."""


@dataclass(frozen=True, slots=True)
class Word:
    """A fact that is one of a few: it is said by the text `kind-value`, of its own `facts`."""

    kind: str
    value: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AllOf:
    """A fact that is several of these, at least one."""

    words: list[Word]


@dataclass(frozen=True, slots=True)
class Day:
    """A fact that is a day, in the reader's way of writing it."""

    date: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A fact that is a time, by the clocks of a time zone."""

    at: datetime
    time_zone: str


class Language:
    """The texts of one locale; called with an id and facts, it gives plain text.

    They lie in `texts/`, in the folder of the locale's name unless another is given.
    Raises KeyError for an id that there is not, ValueError where a fact is missing.
    """

    def __init__(self, locale: str, folder: str | None = None) -> None:
        self.locale, self.folder = locale, folder or locale

    @staticmethod
    def of(locale: str | None) -> "Language":
        """By the primary subtag of `fr-CA` or `fr_FR`; English where it is none of ours."""
        return Language.spoken(locale) or ENGLISH

    @staticmethod
    def spoken(locale: str | None) -> "Language | None":
        """In the same way; None where it is none of ours."""
        return LANGUAGES.get(re.split(r"[-_]", locale or "")[0].lower())

    def load(self) -> None:
        """Read and compile the texts now, a tenth of a second, rather than when one is first said.

        Raises ValueError for what is not Fluent's syntax.
        """
        _ = self._bundle

    def __call__(self, id: str, /, **facts: Any) -> str:
        return self._formatted(id, facts, str)

    def mrkdwn(self, id: str, /, **facts: Any) -> str:
        """The same for Slack's mrkdwn: no fact can mention anyone or be a link."""
        return self._formatted(id, facts, escape)

    def credits(self, count: int, price: int = PLAY_PRICE) -> str:
        """R14: a number of credits, always with the plays it buys at `price` credits a play."""
        return self("credits-and-plays", credits=count, plays=plays(count, price))

    def plays(self, credits: int, price: int = PLAY_PRICE) -> str:
        """How many plays those credits buy, with their noun."""
        return self.count(plays(credits, price), "play")

    def count(self, count: int, noun: str) -> str:
        """A number with its noun, of which there is a text `count-noun`."""
        return self(f"count-{noun}", count=count)

    def money(self, cents: int) -> str:
        return self("money", euros=cents / CENTS)

    def unit_price(self, millicents: int) -> str:
        """A price a credit: to the cent, or as fine as its tier is."""
        return self("money", euros=millicents / CENTS / MILLICENTS)

    def day(self, day: date) -> str:
        return format_date(day, "medium", locale=self.locale)

    def moment(self, at: datetime, time_zone: str) -> str:
        """`at` by the clocks of `time_zone`, to the minute."""
        there = at.astimezone(ZoneInfo(time_zone))
        time = format_time(there, "short", locale=self.locale)
        return self("moment", day=self.day(there), time=time)

    @cached_property
    def _bundle(self) -> FluentBundle:
        bundle = FluentBundle([self.locale], functions=self._functions(), use_isolating=False)
        for resource in resources(self.folder):
            bundle.add_resource(resource)
            for entry in resource.body:
                if isinstance(entry, Message):  # it is compiled when it is first asked for
                    bundle.get_message(entry.id.name)
        return bundle

    def _functions(self) -> dict[str, Any]:
        """What the texts can call, by the names they call them."""
        return {
            "CREDITS": remembered(self.credits),
            "PLAYS": remembered(self.plays),
            "COUNT": remembered(self.count),
            "MONEY": remembered(self.money),
            "UNIT_PRICE": remembered(self.unit_price),
            "DAY": self.day,
            "MOMENT": self.moment,
            "ID": lambda number: f"{number:d}",
        }

    def _formatted(self, id: str, facts: Mapping[str, Any], written: Callable[[str], str]) -> str:
        given = {
            name: self._said(fact, written) for name, fact in facts.items() if fact is not None
        }
        text, errors = self._bundle.format_pattern(self._pattern(id), given)
        if errors:  # Fluent would put {$name} into the text, and go on
            raise ValueError(f"{id} cannot be said in {self.locale}: {errors[0]}") from errors[0]
        return str(text)

    def _pattern(self, id: str) -> Pattern:
        name, _, attribute = id.partition(".")
        message = self._bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:  # it has attributes alone
            raise KeyError(id)
        return pattern

    def _said(self, fact: Any, written: Callable[[str], str]) -> Any:
        match fact:
            case Word():
                return self._formatted(f"{fact.kind}-{kebab(fact.value)}", fact.facts, written)
            case AllOf():
                words = [self._said(word, written) for word in fact.words]
                return reduce(lambda first, last: self("all-of", first=first, last=last), words)
            case Day():
                return self.day(fact.date)
            case Moment():
                return self.moment(fact.at, fact.time_zone)
            case list():
                said = [self._said(one, written) for one in fact]
                is_ours = all(isinstance(one, Word) for one in fact)
                return ", ".join(said) if is_ours else listed(said, LIST_MOST)
            case bool():
                return "yes" if fact else "no"
            case str():
                return shortened(written(str(fact)), FACT_MOST)
        return fact


def resources(folder: str) -> Iterator[Resource]:
    """The files of one language. Raises ValueError for what is not Fluent's syntax."""
    for file in (files("bot") / "texts" / folder).iterdir():
        resource = FluentResource(file.read_text("utf-8"))
        for entry in resource.body:
            if isinstance(entry, Junk):
                raise ValueError(f"{folder}/{file.name} cannot be read at: {entry.content}")
        yield resource


def kebab(text: str) -> str:
    """As an id is written: `order-credits` of "order credits", `not-a-zip` of NotAZip."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", text)
    return re.sub(r"[^a-z0-9]+", "-", apart.lower())


ENGLISH = Language("en")
"""What the command line speaks, and what those read whose own language is not here."""

LANGUAGES = {"en": ENGLISH, "fr": Language("fr")}

LEARNER_LANGUAGES = {
    locale: Language(locale, f"learners/{locale}") for locale in ("en", "fr", "es")
}
"""What learners are written in: texts of their own, which know nothing of credits."""


def language_of_learner(locale: str | None, account_language: str) -> Language:
    """A learner's own language, else their account's; English where it is none of these."""
    for one in (locale, account_language):
        primary = re.split(r"[-_]", one or "")[0].lower()
        if primary in LEARNER_LANGUAGES:
            return LEARNER_LANGUAGES[primary]
    return LEARNER_LANGUAGES["en"]
