"""Paired differences: one panel an outcome, a row a variant, the zero line, and every seed as a small dot."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.analysis.comparison.paired import Difference
from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.variants import Case
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.figures.style import PALETTE, SETTINGS, Page, finish, new_figure
from ploughshare.record.summary import UNITS_FR

ROW_INCHES = 0.34


def paired_differences_figure(found: Comparison, page: Page) -> Figure:
    """Draw one panel an outcome with a row for each variant, under each account where there are several."""
    queries = found.queries
    across = min(3, len(queries))
    down = -(-len(queries) // across)
    height = ROW_INCHES * len(found.variants) + 0.75
    figure = new_figure(3.1 * across + 2.2, height * down + 1.0)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(down, across, sharey=True, squeeze=False)
        panels = [axes for row in grid for axes in row]
        for axes, query in zip(panels, queries, strict=False):
            _panel(axes, found, query, page)
        for axes in panels[len(queries) :]:
            axes.set_visible(False)
    finish(figure, page, page.words("paired_title"), with_events=False, key="paired_band")
    return figure


def _panel(axes: Axes, found: Comparison, query: OutcomeQuery, page: Page) -> None:
    axes.axvline(0, color=PALETTE["text"], linewidth=0.9, zorder=1)
    for row, (position, case) in enumerate(found.variants):
        colour = PALETTE["series"][found.accounts.index(case.account) % len(PALETTE["series"])]
        _seeds(axes, found, position, case, query.text, row, colour)
        draw_interval(axes, found.differences[position, query.text], row, colour)
    axes.set_yticks(range(len(found.variants)), [row_label(found, case) for _, case in found.variants])
    axes.set_ylim(len(found.variants) - 0.5, -0.5)
    axes.tick_params(labelsize=7)
    axes.margins(x=0.08)
    axes.locator_params(axis="x", nbins=5)
    unit = UNITS_FR.get(query.outcome.unit, query.outcome.unit) if page.language == "fr" else query.outcome.unit
    axes.set_title("\n".join(textwrap.wrap(query.title(page.language), 38)), fontsize=8)
    axes.set_xlabel(unit, fontsize=7)


def _seeds(axes: Axes, found: Comparison, position: int, case: Case, text: str, row: int, colour: str) -> None:
    if case.unpaired is not None:
        return
    values = (found.numbers[position][text] - found.numbers[found.baseline_of(case)][text]).dropna().to_numpy()
    spread = np.linspace(0.18, 0.38, 7)[np.arange(len(values)) % 7]
    axes.scatter(values, row + spread, s=3, color=colour, alpha=0.45, linewidths=0, zorder=2)


def draw_interval(axes: Axes, difference: Difference, row: float, colour: str) -> None:
    """Draw median, 50 % and 90 % band of a difference along a row; hollow where the direction is unclear."""
    q05, q25, median, q75, q95 = difference.spread.quantiles
    axes.hlines(row, q05, q95, color=colour, linewidth=1.0, zorder=3)
    axes.hlines(row, q25, q75, color=colour, linewidth=3.0, zorder=3)
    face = "white" if difference.direction == "unclear" else colour
    axes.plot([median], [row], "o", markersize=5, color=colour, markerfacecolor=face, zorder=4)


def row_label(found: Comparison, case: Case, width: int = 30) -> str:
    """Return what a variant's row is called, with its account where there are several."""
    account = f" ({case.account})" if len(found.accounts) > 1 else ""
    return "\n".join(textwrap.wrap(f"{case.variant.label}{account}", width))
