"""Messages keep within Slack's limits, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import divider
from bot.slack.limits import flaws, of_posted
from bot.slack.messages import SECTION_MOST, TEXT_MOST, Message, escape, message
from bot.slack.plain import plain
from bot.slack.words import unescaped


@given(st.lists(st.text(min_size=1, max_size=4000), min_size=1, max_size=12))
def test_sections_and_text_are_never_too_long_and_never_empty(lines: list[str]) -> None:
    made = message(*lines)
    assert 0 < len(made.text) <= TEXT_MOST
    assert all(0 < len(block["text"]["text"]) <= SECTION_MOST for block in made.blocks)


def test_a_line_that_is_longer_than_a_section_is_split_and_not_cut() -> None:
    words = " ".join(f"&amp;{number}" for number in range(2000))
    made = message("first", words, "last")
    assert len(made.blocks) > 1
    assert " ".join(block["text"]["text"] for block in made.blocks).split() == [
        "first",
        *words.split(),
        "last",
    ]
    assert message(words).blocks[0]["text"]["text"].startswith("&amp;0 &amp;1")
    assert made.text.endswith("…")


def test_a_message_of_too_many_blocks_is_several_in_order() -> None:
    lines = [f"{number}".rjust(2000, "x") for number in range(120)]
    whole = message(*lines)
    parts = whole.parts()
    assert [len(part.blocks) for part in parts] == [50, 50, 20]
    assert [block for part in parts for block in part.blocks] == whole.blocks
    assert [flaw for part in parts for flaw in flaws(part.payload)] == []
    assert parts[1].text.startswith("x")
    assert parts[1].text != whole.text


def test_a_message_that_is_posted_keeps_to_what_slack_takes_of_all_its_blocks() -> None:
    whole = message(*(f"{number}".rjust(2000, "x") for number in range(12)))
    assert len(whole.parts()) == 1
    parts = whole.parts(is_posted=True)
    assert [len(part.blocks) for part in parts] == [4, 4, 4]
    assert [flaw for part in parts for flaw in of_posted(part.payload)] == []
    assert list(of_posted(whole.payload)) != []


def test_a_message_without_blocks_or_texts_is_one_still() -> None:
    assert Message(text="t", blocks=[]).parts() == [Message(text="t", blocks=[])]
    dividers = Message(text="t", blocks=[divider()] * 60)
    assert [part.text for part in dividers.parts()] == ["t", "t"]


@given(st.text())
def test_escaping_is_undone_by_reading(text: str) -> None:
    assert unescaped(escape(text)) == text
    assert not {"<", ">"} & set(escape(text))


def test_plain_text_is_what_a_person_reads() -> None:
    made = message("*Acme* (acme_2): `/credits status`", "a &amp; b")
    assert plain(made.payload) == "Acme (acme_2): /credits status\na & b"
