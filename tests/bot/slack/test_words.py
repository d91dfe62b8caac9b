"""The words of a command, as phones and keyboards of several countries send them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import escape
from bot.slack.words import UnclosedQuote, quoted, words
from ledger.texts import cleaned


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("  status   acme ", ["status", "acme"]),
        ('allocate "Acme Learning" 120', ["allocate", "Acme Learning", "120"]),
        ("allocate “Acme Learning” 120", ["allocate", "Acme Learning", "120"]),
        ("allocate „Acme Learning“ 120", ["allocate", "Acme Learning", "120"]),
        ("allocate « Acme Learning » 120", ["allocate", "Acme Learning", "120"]),
        ("status L'Oréal", ["status", "L'Oréal"]),
        ("status L’Oréal", ["status", "L’Oréal"]),
        ('status 5"disk', ["status", '5"disk']),
        ("status m&amp;s &lt;b&gt;", ["status", "m&s", "<b>"]),
        ("status &amp;lt;", ["status", "&lt;"]),
        ('note ""', ["note", ""]),
        ('note "" "a b"', ["note", "", "a b"]),
        ('status "Agence ""Le Phare"" SA" 6', ["status", 'Agence "Le Phare" SA', "6"]),
        ('status "Agence « Le Phare »" 6', ["status", "Agence « Le Phare »", "6"]),
    ],
)
def test_words_are_what_was_meant(typed: str, meant: list[str]) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("typed", ['"acme', "“acme 120", "allocate «acme"])
def test_a_quotation_mark_has_to_be_closed(typed: str) -> None:
    with pytest.raises(UnclosedQuote):
        words(typed)


plain_names = st.text(
    st.characters(exclude_characters='"“”„«»&<>', exclude_categories=["C", "Z"]), min_size=1
)


@given(st.lists(plain_names, min_size=1, max_size=3))
def test_a_name_is_read_back_as_it_is_told_to_be_typed(parts: list[str]) -> None:
    name = " ".join(parts)
    assert words(quoted(name)) == [name]


@given(st.text())
def test_any_text_is_either_words_or_an_unclosed_quote(text: str) -> None:
    try:
        assert all(isinstance(word, str) for word in words(text))
    except UnclosedQuote:
        assert any(mark in text for mark in '"“”„«')


@given(st.text(), st.sampled_from(["", "a ", "« ", '"', "“"]))
def test_any_name_is_one_word_once_it_is_quoted(text: str, before: str) -> None:
    """As a button types it: what is stored has no space around it, and single spaces within."""
    name = cleaned(f"{before}{text}") or "-"
    assert words(escape(f"show {quoted(name)} 6")) == ["show", name, "6"]
