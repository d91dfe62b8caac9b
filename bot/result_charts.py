"""The picture of a group's results, drawn as `charts` does: nothing is said by a colour alone."""

import io
import warnings
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot import charts
from bot.language import Language
from bot.lengths import shortened
from scorm_bridge.results import PlayState, Results

WIDTH, HEIGHT, LOW = 6.0, 8.0, 4.5
HEADING_MOST = 44
BINS, BIN = 10, 1_000
"""Scores are in hundredths of a point, of 100 points."""
SHOWN = [state for state in PlayState if state is not PlayState.REMOVED]


def drawn(found: Results, heading: str, language: Language) -> bytes:
    """A PNG: where the learners stand, and below it their scores where there are any."""
    scores = scores_of(found)
    height = HEIGHT if scores else LOW
    figure = Figure(
        figsize=(WIDTH, height), dpi=charts.DPI, layout="constrained", facecolor="white"
    )
    halves: Any = figure.subfigures(2) if scores else [figure]
    figure.suptitle(
        shortened(heading, HEADING_MOST),
        fontsize=charts.LETTERS + 2,
        fontweight="bold",
        color=charts.INK,
        parse_math=False,
    )
    draw_states(halves[0].subplots(), found, language)
    if scores:
        draw_scores(halves[1].subplots(), scores, language)
    picture = io.BytesIO()
    with warnings.catch_warnings():
        # A name in a script that the font has not is drawn as boxes.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        FigureCanvasAgg(figure).print_figure(picture, format="png")
    return picture.getvalue()


def scores_of(found: Results) -> list[int]:
    return [
        one.score
        for one in found.rows or []
        if one.score is not None and one.state is not PlayState.REMOVED
    ]


def draw_states(axes: Any, found: Results, language: Language) -> None:
    counts = [found.counts[state] for state in SHOWN]
    bars = axes.barh(range(len(SHOWN)), counts, color=charts.BLUE, height=0.7)
    names = [language("results-bar", stage=state.value) for state in SHOWN]
    axes.set_yticks(range(len(SHOWN)), names, parse_math=False)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlim(0, max(counts) * 1.2 or 1)
    shown = [charts.number(count, language) for count in counts]
    axes.bar_label(bars, shown, fontsize=charts.SMALL, padding=4, color=charts.INK)
    charts.plain(axes, language("results-by-state"), "left")


def draw_scores(axes: Any, scores: list[int], language: Language) -> None:
    """How many have from 0 to 9 points, from 10 to 19 and so on; 100 are of the last ones."""
    counts = [0] * BINS
    for score in scores:
        counts[min(max(score // BIN, 0), BINS - 1)] += 1
    bars = axes.bar(range(BINS), counts, color=charts.BLUE, width=0.8)
    lasts = [*range(9, 99, 10), 100]
    names = [f"{number * 10}–{last}" for number, last in enumerate(lasts)]
    axes.set_xticks(
        range(BINS), names, fontsize=charts.SMALL, rotation=30, ha="right", rotation_mode="anchor"
    )
    axes.set_yticks([])
    axes.set_ylim(0, max(counts) * 1.15)
    shown = [charts.number(count, language) if count else "" for count in counts]
    axes.bar_label(bars, shown, fontsize=charts.SMALL, padding=2, color=charts.INK)
    charts.plain(axes, language("results-by-score"), "bottom")
