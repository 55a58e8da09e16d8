"""Why people chose as they did: horizontal bars of the terms of a utility gap, with 90 % intervals over seeds."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.figures.style import PALETTE, SETTINGS, new_figure

FOR, AGAINST = PALETTE["series"][0], PALETTE["series"][1]


def explain_bars(panels: list[tuple[str, pd.DataFrame]], title: str, footer: str, axis: str) -> Figure:
    """Draw one panel a table of terms.

    `panels` are pairs of a heading and a table with columns `item` (the term), `median`, `q05` and `q95`, in logits; the last
    row is the total, drawn apart. `axis` names what the two sides mean. Bars to the right speak for the option, those to the left against it.
    """
    most = max(len(table) for _, table in panels)
    figure = new_figure(1.5 + 3.6 * len(panels), 1.5 + 0.27 * most)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(1, len(panels), squeeze=False)
        for axes, (heading, table) in zip(grid[0], panels, strict=True):
            _draw(axes, table)
            axes.set_xlabel(axis, fontsize=8)
            axes.set_title(heading, fontsize=9)
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        figure.supxlabel(footer, x=0.01, ha="left", fontsize=7, color=PALETTE["muted"])
    return figure


def _draw(axes: Axes, table: pd.DataFrame) -> None:
    """Bars at the medians, lines from the 5 % to the 95 % quantile, the total below a rule."""
    places = np.arange(len(table), dtype=np.float64)
    places[-1] += 0.4
    medians = table["median"].to_numpy()
    colours = [FOR if value >= 0 else AGAINST for value in medians]
    axes.barh(places[:-1], medians[:-1], height=0.62, color=colours[:-1], alpha=0.55)
    axes.barh(places[-1:], medians[-1:], height=0.62, color=colours[-1:])
    axes.hlines(places, table["q05"], table["q95"], color=PALETTE["text"], linewidth=1.2)
    axes.axvline(0, color=PALETTE["muted"], linewidth=0.8)
    axes.axhline(places[-1] - 0.7, color=PALETTE["muted"], linewidth=0.6)
    axes.set_yticks(places, list(table["item"]))
    axes.invert_yaxis()
    axes.margins(x=0.18)
    for place, (median, low, high) in zip(places, table[["median", "q05", "q95"]].to_numpy(), strict=True):
        end = max(high, 0) if median >= 0 else min(low, 0)
        axes.annotate(
            f"{median:+.2f}" if abs(median) >= 0.005 else "0",
            (end, place),
            xytext=(4 if median >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if median >= 0 else "right",
            va="center",
            fontsize=7,
        )
