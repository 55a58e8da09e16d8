"""Programmes from list to service: how many persons reach each stage, with bands."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from ploughshare.figures.labels import stage_label
from ploughshare.figures.states import _folded
from ploughshare.figures.style import PALETTE, SETTINGS, Page, finish, new_figure

STAGES = ("listed", "registered", "fit", "unfit", "trained", "placed", "left", "died", "serving")


def funnels_figure(programmes: pd.DataFrame, page: Page) -> Figure:
    """Draw a panel a programme: totals of each stage over the run, and who serves in the last month."""
    names = list(page.scenario.programmes)
    across = min(3, len(names))
    down = -(-len(names) // across)
    figure = new_figure(4.0 * across, 2.5 * down + 1.0)
    with mpl.rc_context(SETTINGS):
        panels = [axes for row in figure.subplots(down, across, squeeze=False) for axes in row]
        for axes, name in zip(panels, names, strict=False):
            totals = _totals(programmes[programmes["programme"] == name], page)
            places = range(len(STAGES))
            axes.barh(places, totals["median"], color=PALETTE["inside"], alpha=0.55, height=0.62)
            axes.hlines(places, totals["low"], totals["high"], color=PALETTE["record"], linewidth=1.2)
            top = max(float(totals["high"].max()), 1.0)
            for place, (median, high) in enumerate(zip(totals["median"], totals["high"], strict=True)):
                axes.text(high + top * 0.02, place, f"{median:,.0f}".replace(",", " "), va="center", fontsize=7)
            axes.set_yticks(places, [stage_label(stage, page.language) for stage in STAGES], fontsize=7)
            axes.set_ylim(len(STAGES) - 0.5, -0.5)
            axes.set_xlim(0, top * 1.22)
            axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(nbins=4, integer=True))
            axes.tick_params(axis="x", labelsize=7)
            title = page.scenario.programmes[name].title.in_language(page.language)
            axes.set_title(_folded(title, 40), fontsize=8)
        for axes in panels[len(names) :]:
            axes.set_visible(False)
    finish(figure, page, f"{page.words('funnel_title')} ({page.words('persons')})", with_events=False)
    return figure


def _totals(rows: pd.DataFrame, page: Page) -> pd.DataFrame:
    by_stage = rows.groupby(["seed", "stage"])["persons"].sum().unstack(fill_value=0)
    last = rows[(rows["stage"] == "serving") & (rows["month"] == page.months[-1])].groupby("seed")["persons"].sum()
    seeds = list(page.seed_numbers)
    by_stage = by_stage.reindex(index=seeds, columns=list(STAGES), fill_value=0).fillna(0)
    by_stage["serving"] = last.reindex(seeds, fill_value=0)
    found = by_stage.quantile([0.05, 0.5, 0.95])
    return pd.DataFrame({"low": found.loc[0.05], "median": found.loc[0.5], "high": found.loc[0.95]})
