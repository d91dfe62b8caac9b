"""Messages keep within Slack's limits, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.messages import SECTION_MOST, TEXT_MOST, escape, message
from bot.slack.plain import plain
from bot.slack.words import unescaped


@given(st.lists(st.text(min_size=1, max_size=4000), min_size=1, max_size=12))
def test_sections_and_text_are_never_too_long_and_never_empty(lines: list[str]) -> None:
    made = message(*lines)
    assert 0 < len(made.text) <= TEXT_MOST
    assert all(0 < len(block["text"]["text"]) <= SECTION_MOST for block in made.blocks)


@given(st.text())
def test_escaping_is_undone_by_reading(text: str) -> None:
    assert unescaped(escape(text)) == text
    assert not {"<", ">"} & set(escape(text))


def test_plain_text_is_what_a_person_reads() -> None:
    made = message("*Acme* (acme_2): `/credits status`", "a &amp; b")
    assert plain(made.payload) == "Acme (acme_2): /credits status\na & b"
