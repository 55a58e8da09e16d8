"""A table with pictures: for each variant and outcome both medians, the paired difference, and its interval about zero."""

from __future__ import annotations

import math

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.figures.paired_differences import row_label
from ploughshare.figures.style import PALETTE, SETTINGS, Page, finish, new_figure
from ploughshare.record.summary import UNITS_FR, number

_COLUMNS = (0.0, 0.44, 0.55, 0.78)
"""where texts stand, as shares of the width: outcome (left), baseline, variant and difference (right edges)"""
_PICTURE = (0.80, 0.98)


def dot_interval_table(found: Comparison, page: Page) -> Figure:
    """Draw a block a variant and a row an outcome; intervals are scaled row by row to the larger end of their 90 % band."""
    rows = len(found.variants) * (len(found.queries) + 1.6)
    figure = new_figure(9.6, 0.235 * rows + 1.0)
    with mpl.rc_context(SETTINGS):
        axes = figure.subplots()
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(rows, -0.2)
        top = 0.5
        for position, case in found.variants:
            _heading(axes, row_label(found, case, 60), top, page)
            for row, query in enumerate(found.queries, start=1):
                _row(axes, found, position, query, top + row, page)
            middle = sum(_PICTURE) / 2
            axes.vlines(middle, top + 0.5, top + len(found.queries) + 0.4, color=PALETTE["text"], linewidth=0.8)
            top += len(found.queries) + 1.6
    finish(figure, page, page.words("paired_table_title"), with_events=False, key="paired_band")
    return figure


def _heading(axes: Axes, label: str, top: float, page: Page) -> None:
    axes.text(0, top, label, fontweight="bold", va="center")
    for place, key in zip(_COLUMNS[1:], ("median_baseline", "median_variant", "median_difference"), strict=True):
        axes.text(place, top, page.words(key), ha="right", va="center", fontsize=7, color=PALETTE["muted"])
    axes.axhline(top + 0.5, color=PALETTE["muted"], linewidth=0.4)


def _row(axes: Axes, found: Comparison, position: int, query: OutcomeQuery, y: float, page: Page) -> None:
    language = page.language
    case, difference = found.cases[position], found.differences[position, query.text]
    before, after = found.levels[found.baseline_of(case), query.text], found.levels[position, query.text]
    q05, _, median, _, q95 = difference.spread.quantiles
    unit = UNITS_FR.get(query.outcome.unit, query.outcome.unit) if language == "fr" else query.outcome.unit
    shown = [number(spread.quantiles[2], language) for spread in (before, after)]
    told = f"{number(median, language)} ({number(q05, language)} – {number(q95, language)})"
    axes.text(0, y, f"{query.title(language)}, {unit}", va="center", fontsize=8)
    for place, text in zip(_COLUMNS[1:], (*shown, told), strict=True):
        axes.text(place, y, text, ha="right", va="center", fontsize=8)
    _interval(axes, difference.spread.quantiles, difference.direction == "unclear", y)


def _interval(axes: Axes, quantiles: tuple[float, ...], unclear: bool, y: float) -> None:
    reach = max(abs(quantiles[0]), abs(quantiles[-1]))
    if math.isnan(reach):
        return
    left, right = _PICTURE
    half = (right - left) / 2
    q05, q25, median, q75, q95 = ((left + right) / 2 + half * value / (reach or 1.0) for value in quantiles)
    colour = PALETTE["series"][0]
    axes.hlines(y, q05, q95, color=colour, linewidth=1.0)
    axes.hlines(y, q25, q75, color=colour, linewidth=3.0)
    axes.plot([median], [y], "o", markersize=4.5, color=colour, markerfacecolor="white" if unclear else colour)
