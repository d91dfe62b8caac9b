"""Texts cut and split where there is little room: no character and no entity in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lengths import fitting, listed, shortened, split
from bot.slack.blocks import escape
from bot.slack.words import unescaped

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        (FAMILY * 2, 8, f"{FAMILY}…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("❤\ufe0f❤\ufe0f", 3, "❤\ufe0f…"),
        ("🇫🇷🇪🇸🇩🇪", 4, "🇫🇷…"),
        ("&amp;&amp;", 8, "&amp;…"),
        ("R&D is R&D", 6, "R&D i…"),
        ("a" + "\u0301" * 500, 100, "a" + "\u0301" * 98 + "…"),
    ],
)
def test_a_cut_is_between_two_characters_as_people_see_them(text: str, most: int, cut: str) -> None:
    assert shortened(text, most) == cut


@given(st.text(), st.integers(8, 40))
def test_a_text_that_is_cut_keeps_to_its_room_and_begins_as_it_did(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert len(cut) <= most
    assert text.startswith(cut.removesuffix("…"))


@given(st.text(st.sampled_from("&<>")), st.integers(8, 40))
def test_no_entity_is_cut_in_two(text: str, most: int) -> None:
    for part in split(escape(text), most):
        assert not {"<", ">"} & set(part)
        assert escape(unescaped(part)) == part


@given(st.text(), st.integers(8, 40))
def test_a_text_that_is_split_loses_nothing_but_space(text: str, most: int) -> None:
    parts = list(split(text, most))
    assert max(map(len, parts)) <= most
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_a_text_is_split_between_words_where_there_are_any() -> None:
    assert list(split("one two three four", 10)) == ["one two", "three four"]
    assert list(split("onetwothreefour", 10)) == ["onetwothre", "efour"]


def test_of_a_list_whole_names_are_said_and_the_others_are_an_ellipsis() -> None:
    names = ["Acme", "Bolt", "Cargo"]
    assert listed(names, 17) == "Acme, Bolt, Cargo"
    assert listed(names, 16) == "Acme, Bolt, …"
    assert listed(names, 12) == "Acme, …"
    assert listed(["Acme Learning", "Bolt"], 6) == "Acme …"
    assert listed([], 6) == ""


def test_the_first_of_a_list_that_fit() -> None:
    names = ["Acme", "Bolt", "Cargo"]
    assert fitting(names, 17) == names
    assert fitting(names, 16) == ["Acme", "Bolt"]
    assert fitting(names, 3) == []
