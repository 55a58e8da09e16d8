"""Morris: mean size of elementary effects against their spread. Far right matters; above the line it depends on the others."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ploughshare.figures.sensitivity_page import SensitivityPage, finish_sensitivity
from ploughshare.figures.style import PALETTE, SETTINGS, new_figure

MOST_NAMED = 10
"""how many factors are named"""


def morris_figure(ranking: pd.DataFrame, indices: pd.DataFrame, page: SensitivityPage) -> Figure:
    """Draw mu* with its interval against sigma; factors that stand out from chance in colour, the largest named."""
    spread = indices[indices["index"] == "sigma"].set_index("factor")["value"]
    rows = ranking.assign(sigma=ranking["factor"].map(spread)).dropna(subset="sigma")
    figure = new_figure(9.5, 5.6)
    with mpl.rc_context(SETTINGS):
        axes, names = figure.subplots(1, 2, width_ratios=[2.2, 1])
        for _, row in rows[::-1].iterrows():
            colour = PALETTE["series"][0] if row["told"] else PALETTE["grid"]
            axes.plot([row["low"], row["high"]], [row["sigma"]] * 2, color=colour, linewidth=1)
            axes.plot(row["value"], row["sigma"], "o", color=colour, markersize=4.5)
        _lines(axes, rows)
        _name(axes, names, rows, page)
        axes.set_xlabel("μ*: mean size of the change when the factor moves across its range")
        axes.set_ylabel("σ: how much that change depends\non the other factors and on chance")
    finish_sensitivity(figure, page, "Screening:")
    return figure


def _lines(axes: Axes, rows: pd.DataFrame) -> None:
    reach = float(max(rows["value"].max(), rows["sigma"].max(), 1e-12)) * 1.05
    axes.set_xlim(left=min(0.0, float(rows["low"].min())))
    axes.set_ylim(0, max(float(rows["sigma"].max()), 1e-12) * 1.12)
    for slope, text in ((1.0, "σ = μ*"), (0.5, "σ = μ*/2")):
        axes.plot(
            [0, reach], [0, slope * reach], color=PALETTE["muted"], linewidth=0.7, linestyle=(0, (3, 3)), zorder=0
        )
        end = min(reach, axes.get_ylim()[1] * 0.97 / slope)
        axes.annotate(text, (end, slope * end), fontsize=7, color=PALETTE["muted"], va="top")


def _name(axes: Axes, names: Axes, rows: pd.DataFrame, page: SensitivityPage) -> None:
    """Number the largest factors at their dots, and list what the numbers mean beside."""
    names.set_axis_off()
    lines = []
    for number, (_, row) in enumerate(rows[rows["told"]].head(MOST_NAMED).iterrows(), start=1):
        axes.annotate(str(number), (row["value"], row["sigma"]), xytext=(4, 3), textcoords="offset points", fontsize=8)
        lines.append(f"{number}  " + page.label(str(row["factor"]), 38).replace("\n", "\n    "))
    told = int(np.sum(rows["told"]))
    lines.append(f"\n{told} of {len(rows)} factors stand out from chance\n(blue); the others are grey.")
    names.text(0, 1, "\n".join(lines), va="top", fontsize=8, linespacing=1.4)
