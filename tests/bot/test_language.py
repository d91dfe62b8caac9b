"""The texts: the same in every language, none too long for its place in Slack, none half said."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
from bot import refusals
from bot.language import (
    ENGLISH,
    FACT_MOST,
    LANGUAGES,
    LEARNER_LANGUAGES,
    AllOf,
    Language,
    Word,
    kebab,
    resources,
)
from bot.slack.commands import SUBCOMMANDS
from bot.slack.messages import SECTION_MOST
from ledger.actors import Act
from ledger.errors import OboleError
from tests.bot.test_refusals import REFUSALS, sample

BOT = Path(bot.__file__).parent
FRENCH = LANGUAGES["fr"]
NOON = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)

PLACES = {
    "button": 75,
    "title": 24,
    "submit": 24,
    "close": 24,
    "header": 150,
    "label": 2000,
    "hint": 2000,
    "placeholder": 150,
    "option": 75,
    "description": 75,
    "alt": 2000,
    "ask": 100,
    "asked": 300,
    "yes": 30,
    "no": 30,
}
"""The attributes that a text can have, each named by its place, with the characters that Slack
allows there (its pages on blocks, on views and on composition objects). A text without an attribute
is a section or a line of one. The last four are the title, text and buttons of a confirmation."""

NUMBERS = (0, 1, 2, 1_000_000)
COUNTED = set(
    """
    allocated available cap cheapest clients column completed consumed count credits days days_left
    discount_cents euros found hidden hour launches learners line low_below made minutes most needed
    asked_cents cents number owed paid_cents per_day play plays pool price receipt registered
    short_by total_cents transfers unit_millicents value wanted
    """.split()  # noqa: SIM905 - a name a line would be all that one sees of this file
)
"""The facts that are numbers, in whichever text they are; the others are texts."""

LONGEST = {"client": 183, "comment": 1000, "given": 4000, "origin": 255}
"""Characters of the longest text of a name; a client's is its name with its alias."""
LONG = 120

PLURALS = {"zero", "one", "two", "few", "many", "other"}


@dataclass
class Needs:
    """What a text needs: its facts, and of those that it chooses by, the words it knows."""

    facts: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)


class Reader(Visitor):
    """Gathers what a text needs, with the texts that it refers to."""

    def __init__(self, language: Language) -> None:
        self.needs = Needs()
        self.language = language

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.needs.facts.add(node.id.name)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802
        keys = {one.key.name for one in node.variants if isinstance(one.key, fluent.Identifier)}
        if isinstance(node.selector, fluent.VariableReference) and not keys <= PLURALS:
            self.needs.choices.setdefault(node.selector.id.name, set()).update(keys)
        self.generic_visit(node)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
        self.visit(patterns(self.language)[node.id.name])


def messages(language: Language) -> list[fluent.Message]:
    found = [entry for resource in resources(language.folder) for entry in resource.body]
    return [entry for entry in found if isinstance(entry, fluent.Message)]


@cache
def patterns(language: Language) -> dict[str, fluent.Pattern]:
    """Every text of a language by its id, those of attributes with theirs."""
    found = {}
    for message in messages(language):
        if message.value is not None:
            found[message.id.name] = message.value
        for attribute in message.attributes:
            found[f"{message.id.name}.{attribute.id.name}"] = attribute.value
    return found


@cache
def needs(language: Language, id: str) -> Needs:
    reader = Reader(language)
    reader.visit(patterns(language)[id])
    return reader.needs


def samples(need: Needs) -> Iterator[dict[str, Any]]:
    """Facts of every number and choice; texts are as long as they can be, and all escapes."""
    texts = {name: "&" * LONGEST.get(name, LONG) for name in need.facts - COUNTED}
    for number, *chosen in product(NUMBERS, *map(sorted, need.choices.values())):
        numbers = dict.fromkeys(need.facts & COUNTED, number)
        yield texts | numbers | dict(zip(need.choices, chosen, strict=True))


def written(pattern: fluent.Pattern) -> str:
    """What a translator wrote of a text; a placeable is a letter."""
    parts: list[str] = []

    class Writer(Visitor):
        def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802
            parts.append(node.value)

        def visit_Placeable(self, node: fluent.Placeable) -> None:  # noqa: N802
            parts.append("x")
            if isinstance(node.expression, fluent.SelectExpression):
                self.generic_visit(node)

    Writer().visit(pattern)
    return "".join(parts)


TEXTS = [(language, id) for language in LANGUAGES.values() for id in patterns(language)]
in_every_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


@pytest.mark.parametrize(("language", "id"), TEXTS, ids=[f"{one.locale}:{id}" for one, id in TEXTS])
def test_every_text_is_said_of_any_facts_and_fits_into_its_place(
    language: Language, id: str
) -> None:
    place = id.partition(".")[2]
    for facts in samples(needs(language, id)):
        said = language(id, **facts) if place else language.mrkdwn(id, **facts)
        assert said.strip() or facts.get("labels") == "none"
        assert len(said) <= (PLACES[place] if place else SECTION_MOST), facts
        assert not {"{", "}"} & set(said)


def test_every_language_has_the_same_texts_that_need_the_same_facts() -> None:
    for language in LANGUAGES.values():
        assert patterns(language).keys() == patterns(ENGLISH).keys()
        for id in patterns(ENGLISH):
            assert needs(language, id) == needs(ENGLISH, id), id


@in_every_language
def test_no_text_stands_there_twice(language: Language) -> None:
    ids = [message.id.name for message in messages(language)]
    assert sorted(ids) == sorted(set(ids))


def test_every_text_is_said_somewhere() -> None:
    """By the program, as a word or a count, by an error, or by another text."""
    said = {kebab(kind.__name__) for kind in REFUSALS}
    for path in BOT.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        said |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    for id in patterns(ENGLISH):
        said |= references(id)
    kinds = (
        "access-",
        "act-",
        "count-",
        "fact-",
        "field-",
        "flaw-",
        "kind-",
        "measure-",
        "option-",
        "role-",
        "state-",
        "verdict-",
    )
    said |= {f"{kind}-{name}" for kind in ("help", "topic") for name in SUBCOMMANDS}
    assert [id for id in patterns(ENGLISH) if id not in said and not id.startswith(kinds)] == []


def test_learners_have_the_same_texts_in_each_of_their_languages() -> None:
    english = LEARNER_LANGUAGES["en"]
    source = "".join((BOT / name).read_text("utf-8") for name in LEARNER_SOURCES)
    for language in LEARNER_LANGUAGES.values():
        assert patterns(language).keys() == patterns(english).keys()
        for id in patterns(english):
            assert needs(language, id) == needs(english, id), id
            for facts in samples(needs(language, id)):
                assert language(id, **facts).strip()
    assert [id for id in patterns(english) if f'"{id}"' not in source] == []


LEARNER_SOURCES = ("learner_letters.py", "learner_mail.py")


def references(id: str) -> set[str]:
    found: set[str] = set()

    class References(Visitor):
        def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
            found.add(node.id.name)

    References().visit(patterns(ENGLISH)[id])
    return found


NAMES = set(
    """
    allowed candidates client currency first game given group last member origin path plain similar
    """.split()  # noqa: SIM905 - as above
)
"""What a refusal says as it was given or is called, the same in every language."""


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_brings_no_words_of_its_own_into_a_language(kind: type[OboleError]) -> None:
    """Whatever is no name and no number is chosen by, or is a `Word`."""
    said: dict[str, Any] = {}

    def note(id: str, /, **facts: Any) -> str:
        said.update(facts)
        return id

    refusals.sentence(note, sample(kind))
    need = needs(ENGLISH, kebab(kind.__name__))
    texts = {name for name in need.facts if isinstance(said[name], str | list)}
    assert texts - need.choices.keys() <= NAMES


@pytest.mark.parametrize(("language", "id"), TEXTS, ids=[f"{one.locale}:{id}" for one, id in TEXTS])
def test_no_text_names_a_command_of_the_terminal_to_who_reads_it_in_slack(
    language: Language, id: str
) -> None:
    for facts in samples(needs(language, id)):
        if facts.get("surface") != "terminal":
            said = language(id, **facts)
            assert "obole " not in said
            assert "--" not in said


@in_every_language
def test_no_text_holds_what_slack_reads_as_a_link(language: Language) -> None:
    for id, pattern in patterns(language).items():
        assert not {"<", ">", "&"} & set(written(pattern)), id


@pytest.mark.parametrize("language", [FRENCH, LEARNER_LANGUAGES["fr"]], ids=["team", "learners"])
def test_french_is_set_as_french_is(language: Language) -> None:
    for id, pattern in patterns(language).items():
        text = re.sub(r"`[^`]*`", "", written(pattern))
        assert "'" not in text, f"{id}: the apostrophe is ’"
        assert not re.search(r"[^\u202f][;!?]|[^\u202f]:(?=\s|$)", EMOJI.sub("", text)), (
            f"{id}: U+202F before ; : ! ?"
        )
        assert not re.search(r"«[^\u00a0]|[^\u00a0]»", text), f"{id}: U+00A0 within « »"


EMOJI = re.compile(r":[a-z_]+:")


def test_a_text_that_there_is_not_and_a_missing_fact_are_errors_at_once() -> None:
    for id in ("no-such-text", "status-pool.button", "allocate-confirm"):
        with pytest.raises(KeyError):
            ENGLISH(id)
    with pytest.raises(ValueError, match=r"pool-holds cannot be said in fr: .*pool"):
        FRENCH("pool-holds")
    with pytest.raises(ValueError, match="pool-holds cannot be said in en"):
        ENGLISH("pool-holds", pool=None)
    with pytest.raises(KeyError):
        ENGLISH("bad-text", field=Word("field", "shoe size"), most=3)


def test_in_mrkdwn_facts_are_escaped_and_the_text_is_not() -> None:
    facts = {"client": "A & <B>", "allocated": 6, "consumed": 0, "available": 6}
    assert ENGLISH.mrkdwn("status-client", **facts) == (
        "*A &amp; &lt;B&gt;*: 6 allocated, 0 consumed, 6 available, 1 play."
    )
    assert ENGLISH("status-client", **facts).startswith("*A & <B>*: 6 allocated")
    several = ENGLISH.mrkdwn("ambiguous-name", has_given=True, given="a", candidates=["<a>", "ab"])
    assert several == "“a” may be &lt;a&gt;, ab. Say which one, in full."


def test_a_very_long_fact_ends_in_an_ellipsis_and_in_no_half_entity() -> None:
    said = ENGLISH.mrkdwn("unknown-learner", given="&" * 9000)
    assert re.fullmatch(
        r"The client has no learner “(&amp;)+…”\. Give the id as its LMS says it\.", said
    )
    assert FACT_MOST - 5 < len(said) - len(ENGLISH("unknown-learner", given="")) <= FACT_MOST
    assert "“" + "é" * 1000 + "”" in ENGLISH("unknown-learner", given="é" * 1000)


@in_every_language
def test_of_a_very_long_list_whole_names_are_said_and_then_an_ellipsis(language: Language) -> None:
    """Fluent raises for a text of more than 2,500 characters: no such list may reach it."""
    names = [f"{number}".rjust(120, "&") for number in range(10)]
    said = language.mrkdwn("client-packages", count=10, games=names)
    assert said.count("&amp;0") == 1
    assert said.endswith("…")
    given = language.mrkdwn("ambiguous-name", has_given=True, given="&" * 4000, candidates=names)
    assert len(given) <= SECTION_MOST


@in_every_language
def test_a_list_of_words_is_said_in_full(language: Language) -> None:
    assert "…" not in language("whoami-acts", acts=[Word("act", act.value) for act in Act])


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr", "fr"), ("fr-FR", "fr"), ("fr_CA", "fr"), ("FR", "fr"), ("en-GB", "en"), ("es", "en")],
)
def test_a_locale_is_read_by_its_language_and_else_in_english(locale: str, language: str) -> None:
    assert Language.of(locale).locale == language


@pytest.mark.parametrize("nothing", [None, "", "-"])
def test_without_a_locale_it_is_english(nothing: str | None) -> None:
    assert Language.of(nothing) is ENGLISH


def test_money_days_and_moments_are_written_as_the_language_does() -> None:
    assert ENGLISH.money(120_050) == "EUR 1,200.50"
    assert FRENCH.money(120_050) == "1\u202f200,50\u00a0€"
    assert ENGLISH.unit_price(175_500) == "EUR 1.755"
    assert FRENCH.unit_price(200_000) == "2,00\u00a0€"
    assert ENGLISH.day(NOON.date()) == "Nov 24, 2026"
    assert FRENCH.day(NOON.date()) == "24 nov. 2026"
    assert ENGLISH.moment(NOON, "Europe/Paris") == "Nov 24, 2026, 1:05\u202fPM"
    assert FRENCH.moment(NOON, "Europe/Paris") == "24 nov. 2026 à 13:05"


def test_a_text_calls_by_name_what_a_language_can_write() -> None:
    """Those that no text calls yet too, given facts as Fluent hands them on."""
    bundle = FluentBundle(["fr"], functions=FRENCH._functions(), use_isolating=False)
    bundle.add_resource(
        FluentResource("a = { DAY($day) }, { MOMENT($at, $zone) }, { ID($number) }")
    )
    pattern = bundle.get_message("a").value
    assert pattern is not None
    facts = {"day": NOON.date(), "at": NOON, "zone": "Asia/Tokyo", "number": 1234}
    assert bundle.format_pattern(pattern, facts) == (
        "24 nov. 2026, 24 nov. 2026 à 21:05, 1234",
        [],
    )


def test_several_words_are_one_after_the_other() -> None:
    words = [Word("fact", name) for name in ("act", "by", "client")]
    assert "another act and by and client," in ENGLISH("idempotency-conflict", changed=AllOf(words))
