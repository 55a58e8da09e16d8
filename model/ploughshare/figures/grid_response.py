"""Paired differences along a grid of one path: one panel an outcome, the path's factor or value across."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.analysis.comparison.paired import QUANTILES
from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.variants import Case
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.figures.style import PALETTE, SETTINGS, Page, draw_bands, finish, new_figure
from ploughshare.record.summary import UNITS_FR

Points = list[tuple[float, int, Case]]


def grid_points(found: Comparison) -> Points:
    """Return value, position and case of the points of a grid of one path, in order; none for any other grid."""
    own = [(position, case) for position, case in found.variants if case.account == found.accounts[0]]
    points = [(case.variant.point[0][1], position, case) for position, case in own if len(case.variant.point) == 1]
    return sorted(points, key=lambda point: point[0])


def grid_response_figure(found: Comparison, page: Page) -> Figure:
    """Draw one panel an outcome: median, 50 % and 90 % band of the paired difference at each point, and the zero line."""
    points, queries = grid_points(found), found.queries
    across = min(3, len(queries))
    down = -(-len(queries) // across)
    figure = new_figure(3.4 * across, 2.3 * down + 0.9)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(down, across, sharex=True, squeeze=False)
        panels = [axes for row in grid for axes in row]
        for axes, query in zip(panels, queries, strict=False):
            _panel(axes, found, points, query, page)
        for axes in panels[len(queries) :]:
            axes.set_visible(False)
    finish(figure, page, page.words("grid_title"), with_events=False)
    return figure


def _panel(axes: Axes, found: Comparison, points: Points, query: OutcomeQuery, page: Page) -> None:
    across = np.array([value for value, _, _ in points])
    quantiles = [found.differences[position, query.text].spread.quantiles for _, position, _ in points]
    draw_bands(axes, across, pd.DataFrame(quantiles, columns=list(QUANTILES)), PALETTE["series"][0])
    axes.plot(across, [row[2] for row in quantiles], "o", markersize=3.5, color=PALETTE["series"][0])
    axes.axhline(0, color=PALETTE["text"], linewidth=0.9)
    unit = UNITS_FR.get(query.outcome.unit, query.outcome.unit) if page.language == "fr" else query.outcome.unit
    axes.set_title("\n".join(textwrap.wrap(query.title(page.language), 40)), fontsize=8)
    axes.set_ylabel(unit, fontsize=7)
    axes.set_xlabel(points[0][2].variant.point[0][0], fontsize=7)
    axes.tick_params(labelsize=7)
