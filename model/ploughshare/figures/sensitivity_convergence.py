"""Whether indices have settled: each of the largest against the size of the sample."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from ploughshare.figures.sensitivity_page import SensitivityPage, finish_sensitivity
from ploughshare.figures.style import PALETTE, SETTINGS, new_figure

MOST_PANELS = 6
"""how many factors are drawn"""


def convergence_figure(growing: pd.DataFrame, ranked: Sequence[str], page: SensitivityPage) -> Figure:
    """Draw a panel for each of the largest factors: the index and its interval from growing parts of the design."""
    names = list(ranked)[:MOST_PANELS]
    across = min(3, len(names))
    down = -(-len(names) // across)
    figure = new_figure(3.2 * across, 2.1 * down + 1.2)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        panels = [axes for row in grid for axes in row]
        for axes, name in zip(panels, names, strict=False):
            rows = growing[growing["factor"] == name]
            axes.fill_between(
                rows["points"], rows["low"], rows["high"], color=PALETTE["series"][0], alpha=0.2, linewidth=0
            )
            axes.plot(rows["points"], rows["value"], "o-", color=PALETTE["series"][0], markersize=3.5, linewidth=1.2)
            axes.axhline(0, color=PALETTE["muted"], linewidth=0.6)
            axes.set_title(page.label(name, 34), fontsize=8)
            axes.tick_params(labelsize=7)
        for axes in panels[len(names) :]:
            axes.set_visible(False)
        for axes in grid[-1]:
            axes.set_xlabel("points of the design", fontsize=8)
    finish_sensitivity(figure, page, "Has it settled?")
    return figure
