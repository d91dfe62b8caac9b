"""What is said on a Campus: in every language the same facts, and never a word on money."""

from string import Formatter

import pytest

from ledger import clock
from scorm_bridge.campus import refusals
from scorm_bridge.campus.telling import duration, moment, number
from scorm_bridge.campus.words import WORDS
from scorm_bridge.player import LANGUAGES
from scorm_bridge.privacy_words import ON_CAMPUS
from scorm_bridge.privacy_words import WORDS as PRIVACY
from tests.scorm_bridge.member import MONEY

TABLES = {
    "words": WORDS,
    "privacy": ON_CAMPUS,
    **{
        name: {
            language: {code: said[language] for code, said in table.items()}
            for language in LANGUAGES
        }
        for name, table in (("happened", refusals.HAPPENED), ("to do", refusals.TO_DO))
    },
}


def facts(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("name", TABLES)
def test_every_language_says_the_same_of_the_same_facts(name: str) -> None:
    english = TABLES[name]["en"]
    for language in LANGUAGES:
        said = TABLES[name][language]
        assert said.keys() == english.keys()
        for key, text in said.items():
            assert facts(text) == facts(english[key]), (language, key)


@pytest.mark.parametrize("name", TABLES)
def test_learners_are_never_told_of_money(name: str) -> None:
    for said in TABLES[name].values():
        for text in said.values():
            assert not MONEY.search(text), text


def test_the_privacy_notice_of_a_campus_only_replaces_what_there_is() -> None:
    for language, said in ON_CAMPUS.items():
        assert said.keys() <= PRIVACY[language].keys()


@pytest.mark.parametrize(
    ("centiseconds", "language", "said"),
    [
        (1, "en", "1 min"),
        (6_000, "en", "1 min"),
        (6_001, "en", "2 min"),
        (360_000, "en", "1 h 0 min"),
        (447_000, "fr", "1\u00a0h\u00a015\u00a0min"),
    ],
)
def test_a_duration_is_in_minutes_begun(centiseconds: int, language: str, said: str) -> None:
    assert duration(centiseconds, language) == said


def test_a_moment_is_where_the_client_is() -> None:
    at = clock.now().replace(year=2026, month=3, day=1, hour=23, minute=30)
    assert moment(at, "fr", "Europe/Paris") == "2 mars 2026 à 00:30"
    assert moment(at, "es", "America/Bogota") == "1 de marzo de 2026 a las 18:30"


def test_a_score_is_written_as_the_language_writes_it() -> None:
    assert [number(8550, language) for language in ("en", "fr", "es")] == ["85.5", "85,5", "85,5"]
    assert number(10_000, "fr") == "100"
