"""Indices over time: when each of the largest factors matters, and how much of each month is chance."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.figures.sensitivity_page import SensitivityPage, finish_sensitivity
from ploughshare.figures.style import PALETTE, SETTINGS, new_figure

MOST_PANELS = 8
"""how many factors are drawn"""


def largest_over_time(months: pd.DataFrame, count: int = MOST_PANELS) -> list[str]:
    """Return the factors whose index is largest in some month, largest first."""
    top = months.assign(size=months["value"].abs()).groupby("factor")["size"].max()
    return [str(name) for name in top.sort_values(ascending=False, kind="stable").index[:count]]


def months_figure(months: pd.DataFrame, noise: pd.DataFrame, ranked: Sequence[str], page: SensitivityPage) -> Figure:
    """Draw a panel a factor with its index by month, a band each, and a last panel for the share of chance."""
    names = list(ranked)[:MOST_PANELS]
    panels_wanted = len(names) + (len(noise) > 0)
    across = min(3, panels_wanted)
    down = -(-panels_wanted // across)
    figure = new_figure(3.2 * across, 1.9 * down + 1.2)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(down, across, sharex=True, sharey=False, squeeze=False)
        panels = [axes for row in grid for axes in row]
        top = _reach(months[months["factor"].isin(names)])
        for axes, name in zip(panels, names, strict=False):
            _draw(axes, months[months["factor"] == name], PALETTE["series"][0])
            axes.set_ylim(min(0.0, float(months["low"].min(skipna=True))), top)
            axes.set_title(page.label(name, 34), fontsize=8)
        if len(noise):
            _draw(panels[len(names)], noise, PALETTE["series"][1])
            panels[len(names)].set_ylim(0, 1.02)
            panels[len(names)].set_title("chance: share of the variance between runs", fontsize=8)
        for axes in panels[panels_wanted:]:
            axes.set_visible(False)
        for number, axes in enumerate(panels[:panels_wanted]):
            axes.tick_params(labelbottom=number + across >= panels_wanted)
            axes.tick_params(labelsize=7)
    finish_sensitivity(figure, page, "When it matters:")
    return figure


def _reach(rows: pd.DataFrame) -> float:
    """Return the top of the axis: over every value, and over most intervals, so that one wide interval hides nothing."""
    value, high = float(rows["value"].max()), float(rows["high"].quantile(0.9))
    top = np.nanmax([value, high]) if np.isfinite([value, high]).any() else 1.0
    return float(top) * 1.08


def _draw(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    years = [int(month[:4]) + (int(month[5:]) - 1) / 12 for month in rows["month"]]
    axes.fill_between(years, rows["low"], rows["high"], color=colour, alpha=0.2, linewidth=0)
    axes.plot(years, rows["value"], "o-", color=colour, markersize=3, linewidth=1.3)
    axes.axhline(0, color=PALETTE["muted"], linewidth=0.6)
    first, last = int(np.floor(min(years))), int(np.ceil(max(years)))
    step = max(1, -(-(last - first) // 4))
    axes.set_xticks(range(first, last + 1, step))
