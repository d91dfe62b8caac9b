"""A client's own colours on its Campus, such that everything stays readable.

Contrast is WCAG 2.1's: 4.5 to 1 for text (1.4.3), 3 to 1 for the edge of a button (1.4.11).
"""

from dataclasses import dataclass

TEXT = 4.5
INK, WHITE = "#22252b", "#ffffff"
PAPERS, DARK_PAPERS = ("#f6f4ef", WHITE), ("#1d1f24", "#282b31")
"""What the page, and a game's card on it, are written on in the browser's two colour schemes: as in
`player/campus.css`."""

COLOUR = "#2b3a49"
ACCENT, DARK_ACCENT = "#8a5a1c", "#e0b070"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The head of the page and what is written on it; buttons; and links on light and dark paper.

    A button has the accent whatever its contrast with the paper, and an edge of the link's colour.
    """

    head: str
    on_head: str
    button: str
    on_button: str
    link: str
    dark_link: str


def palette(*, colour: str | None, accent: str | None) -> Palette:
    """`colour` and `accent` as `#rrggbb`; without one, or where it cannot be read, ours."""
    head = colour or COLOUR
    button = accent or ACCENT
    return Palette(
        head=head,
        on_head=on(head),
        button=button,
        on_button=on(button),
        link=readable(accent, PAPERS, ACCENT),
        dark_link=readable(accent, DARK_PAPERS, DARK_ACCENT),
    )


def on(background: str) -> str:
    """White or ink, whichever is read better; one of black and white always has 4.5 to 1."""
    best = max((WHITE, INK), key=lambda text: contrast(text, background))
    return best if contrast(best, background) >= TEXT else "#000000"


def readable(wanted: str | None, papers: tuple[str, ...], otherwise: str) -> str:
    if wanted and all(contrast(wanted, paper) >= TEXT for paper in papers):
        return wanted
    return otherwise


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.1, "contrast ratio")."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """From 0 to 1 (WCAG 2.1, "relative luminance")."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def stylesheet(shown: Palette) -> str:
    return (
        ":root {\n"
        f"  --head: {shown.head};\n"
        f"  --on-head: {shown.on_head};\n"
        f"  --button: {shown.button};\n"
        f"  --on-button: {shown.on_button};\n"
        f"  --link: light-dark({shown.link}, {shown.dark_link});\n"
        "}\n"
    )
