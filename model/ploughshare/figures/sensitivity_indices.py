"""Indices with their intervals, one row a factor, largest first; what chance alone would show is marked."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.figures.sensitivity_page import SensitivityPage, finish_sensitivity
from ploughshare.figures.style import PALETTE, SETTINGS, new_figure

MOST_ROWS = 20
"""how many factors are drawn"""

_BESIDE = {"ST": "S1"}
"""index drawn beside the one factors are ranked by"""


def indices_figure(ranking: pd.DataFrame, indices: pd.DataFrame, page: SensitivityPage) -> Figure:
    """Draw the factors of `ranking` (columns factor, index, value, low, high, chance, told), largest first.

    `indices` is the whole table, for the index drawn beside: a first-order share beside a total.
    """
    rows = ranking.head(MOST_ROWS).reset_index(drop=True)
    figure = new_figure(11.0, 0.36 * len(rows) + 2.0)
    with mpl.rc_context(SETTINGS):
        axes = figure.subplots()
        shown = str(rows["index"].iloc[0])
        beside = indices[(indices["index"] == _BESIDE.get(shown)) & (indices["partner"] == "")].set_index("factor")
        shift = 0.14 if len(beside) else 0.0
        for place, row in rows.iterrows():
            colour = PALETTE["series"][0] if row["told"] else PALETTE["muted"]
            _draw(axes, int(str(place)) - shift, row, colour, "o")
            if row["factor"] in beside.index:
                _draw(axes, int(str(place)) + shift, beside.loc[row["factor"]], PALETTE["series"][1], "s")
            if np.isfinite(row["chance"]):
                axes.plot([row["chance"]] * 2, [int(str(place)) - 0.4, int(str(place)) + 0.4], color=PALETTE["missed"])
        axes.set_yticks(range(len(rows)), [page.label(name) for name in rows["factor"]], fontsize=8)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.axvline(0, color=PALETTE["muted"], linewidth=0.8, zorder=0)
        axes.grid(axis="x", color=PALETTE["grid"], linewidth=0.5)
        figure.legend(
            handles=_legend(shown, len(beside) > 0, rows), loc="outside right upper", frameon=False, fontsize=7
        )
    left_out = len(ranking) - len(rows)
    finish_sensitivity(
        figure, page, "Sensitivity:" if not left_out else f"Sensitivity ({left_out} more factors, all smaller):"
    )
    return figure


def _draw(axes: Axes, place: float, row: pd.Series, colour: str, marker: str) -> None:
    axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt")
    axes.plot(row["value"], place, marker, color=colour, markersize=4.5)


def _legend(shown: str, beside: bool, rows: pd.DataFrame) -> list[mpl.lines.Line2D]:
    def line(colour: str, marker: str, label: str) -> mpl.lines.Line2D:
        return mpl.lines.Line2D([], [], color=colour, marker=marker, markersize=4.5, label=label)

    found = [line(PALETTE["series"][0], "o", shown)]
    if not rows["told"].all():
        found.append(line(PALETTE["muted"], "o", f"{shown}, not to be told from chance"))
    if beside:
        found.append(line(PALETTE["series"][1], "s", _BESIDE[shown]))
    if rows["chance"].notna().any():
        found.append(line(PALETTE["missed"], "|", "what chance alone shows"))
    return found
