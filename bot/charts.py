"""The picture of a report, drawn to be read at the width of a phone and without telling colours.

Nothing is said by a colour alone. Texts are never read as formulas: a client may be called “$m$”.
"""

import io
import warnings
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.language import Language
from bot.lengths import shortened
from ledger.reports import Report, Step

WIDTH, HEIGHT, DPI = 6.0, 8.0, 150
"""900 by 1200 pixels; shown at 360 on a phone, letters of 13 points are 11 pixels high."""

LETTERS, SMALL = 13, 11.5
BLUE, INK, LINES = "#0072B2", "#1d2b3a", "#d5d9dd"
"""The blue is of Okabe and Ito's palette, which all kinds of colour vision tell from white."""

CLIENTS_SHOWN = 8
LABELS_MOST = 7
NAME_MOST = 22
NUMBERED_MOST = 12
"""Steps that have their number above them; of more the letters would touch."""

SKELETONS = {Step.DAY: "MMMd", Step.WEEK: "MMMd", Step.MONTH: "yMMM"}


def drawn(report: Report, language: Language) -> bytes:
    """A PNG."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, layout="constrained", facecolor="white")
    # Each half has a margin of its own: clients' names are longer than numbers.
    halves: Any = [figure]
    if report.client is None:
        halves = figure.subfigures(2, height_ratios=(1, 1.1))
    figure.suptitle(
        heading(report, language),
        fontsize=LETTERS + 2,
        fontweight="bold",
        color=INK,
        parse_math=False,
    )
    draw_time(halves[0].subplots(), report, language)
    if report.client is None:
        draw_clients(halves[1].subplots(), report, language)
    picture = io.BytesIO()
    with warnings.catch_warnings():
        # A name in a script that the font has not is drawn as boxes; the CSV has it whole.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        FigureCanvasAgg(figure).print_figure(picture, format="png")
    return picture.getvalue()


def heading(report: Report, language: Language) -> str:
    days = {"first": language.day(report.first), "last": language.day(report.last)}
    if report.client is None:
        return language("report-heading", **days)
    name = shortened(report.client.name, NAME_MOST * 2)
    return f"{name}\n{language('report-heading', **days)}"


def draw_time(axes: Any, report: Report, language: Language) -> None:
    parts = report.over_time()
    credits = [part.credits for _, part in parts]
    bars = axes.bar(range(len(parts)), credits, color=BLUE, width=0.8)
    every = -(-len(parts) // LABELS_MOST)
    ticks = list(range(0, len(parts), every))
    names = [day_name(parts[tick][0], report.step, language) for tick in ticks]
    axes.set_xticks(ticks, names, fontsize=SMALL, rotation=30, ha="right", rotation_mode="anchor")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, language)))
    axes.set_ylim(0, max(credits, default=0) * 1.12 or 1)
    if len(parts) <= NUMBERED_MOST:
        shown = [number(value, language) if value else "" for value in credits]
        axes.bar_label(bars, shown, fontsize=SMALL, padding=2, color=INK)
    axes.grid(axis="y", color=LINES)
    plain(axes, language(STEPS[report.step]), "bottom")


STEPS = {
    Step.DAY: "report-by-day",
    Step.WEEK: "report-by-week",
    Step.MONTH: "report-by-month",
}


def draw_clients(axes: Any, report: Report, language: Language) -> None:
    """The clients that consumed most, from the top; the rest together."""
    rows = [(share.name, share.total.credits) for share in report.clients[:CLIENTS_SHOWN]]
    if others := report.clients[CLIENTS_SHOWN:]:
        rest = sum(share.total.credits for share in others)
        rows.append((language("report-others", count=len(others)), rest))
    credits = [value for _, value in rows]
    bars = axes.barh(range(len(rows)), credits, color=BLUE, height=0.7)
    names = [shortened(name, NAME_MOST) for name, _ in rows]
    axes.set_yticks(range(len(rows)), names, parse_math=False)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlim(0, max(credits, default=0) * 1.2 or 1)
    axes.bar_label(
        bars, [number(value, language) for value in credits], fontsize=SMALL, padding=4, color=INK
    )
    plain(axes, language("report-by-client"), "left")


def plain(axes: Any, title: str, kept: str) -> None:
    """A title, and one line of the frame; the others say nothing."""
    axes.set_title(title, fontsize=LETTERS, loc="left", color=INK, parse_math=False)
    axes.tick_params(length=0, labelcolor=INK, labelsize=SMALL)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name == kept)
        spine.set_color(INK)


def day_name(day: date, step: Step, language: Language) -> str:
    return str(format_skeleton(SKELETONS[step], day, locale=language.locale))


def number(value: float, language: Language) -> str:
    return str(format_decimal(round(value), locale=language.locale))
