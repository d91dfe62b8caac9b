"""Whatever colours a client chose, everything on its Campus can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_bridge import player
from scorm_bridge.campus import colours
from scorm_bridge.campus.colours import DARK_PAPERS, PAPERS, contrast, palette

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colour=COLOURS, accent=COLOURS)
def test_every_text_has_a_contrast_of_four_and_a_half(colour: str, accent: str) -> None:
    shown = palette(colour=colour, accent=accent)
    assert contrast(shown.head, shown.on_head) >= 4.5
    assert contrast(shown.button, shown.on_button) >= 4.5
    assert all(contrast(shown.link, paper) >= 4.5 for paper in PAPERS)
    assert all(contrast(shown.dark_link, paper) >= 4.5 for paper in DARK_PAPERS)
    assert (shown.head, shown.button) == (colour, accent)


def test_a_client_without_colours_has_ours() -> None:
    shown = palette(colour=None, accent=None)
    assert (shown.head, shown.button) == (colours.COLOUR, colours.ACCENT)
    assert (shown.link, shown.dark_link) == (colours.ACCENT, colours.DARK_ACCENT)


def test_an_accent_is_the_colour_of_links_where_it_can_be_read() -> None:
    shown = palette(colour="#ffffff", accent="#003366")
    assert (shown.link, shown.dark_link) == ("#003366", colours.DARK_ACCENT)
    assert shown.on_head == colours.INK


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_the_papers_are_those_of_the_page() -> None:
    css = player.asset("campus.css").decode()
    papers = zip(("paper", "card"), PAPERS, DARK_PAPERS, strict=True)
    for name, light, dark in papers:
        found = re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)
        assert [(whole(one), whole(other)) for one, other in found] == [(light, dark)]


def whole(colour: str) -> str:
    """`#fff` is `#ffffff`."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
