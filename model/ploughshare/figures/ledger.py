"""Promises kept, late and broken: over time by domain, and provision by provision beside the record."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ploughshare.figures.labels import domain_label
from ploughshare.figures.style import (
    PALETTE,
    SETTINGS,
    Page,
    finish,
    mark_events,
    new_figure,
    shade_phases,
    whole_years,
)

STATES = ("kept", "late", "broken")
COLOURS = {"kept": "#2e7d5b", "late": "#b8860b", "broken": "#c0392b"}


def ledger_figure(provisions: pd.DataFrame, page: Page) -> Figure:
    """Draw, for each domain, the share of weight kept in time, kept late and overdue, median over seeds."""
    domains = list(provisions["domain"].unique())
    figure = new_figure(3.0 * len(domains) + 0.6, 4.0)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(1, len(domains), sharey=True, squeeze=False)[0]
        for axes, domain in zip(grid, domains, strict=True):
            shares = _shares(provisions[provisions["domain"] == domain], page)
            shade_phases(axes, page)
            mark_events(axes, page, numbers=True)
            for state in STATES:
                axes.plot(page.years(), shares[state], color=COLOURS[state], linewidth=1.8, label=page.words(state))
            axes.set_ylim(0, 1)
            whole_years(axes, page)
            axes.set_title(domain_label(domain, page.language), pad=24, fontsize=9)
        handles = [mpl.lines.Line2D([], [], color=COLOURS[state], label=page.words(state)) for state in STATES]
        figure.legend(handles=handles, loc="outside upper right", ncols=3, frameon=False, fontsize=8)
    finish(figure, page, page.words("ledger_title"))
    return figure


def _shares(rows: pd.DataFrame, page: Page) -> dict[str, np.ndarray]:
    """Share of weight in each state by month, median over seeds."""
    months = np.array(page.months)
    kept = rows["kept"].where(rows["kept"] != "", "9999-12").to_numpy()[:, None]
    due = rows["due"].to_numpy()[:, None]
    weight = rows["weight"].to_numpy()[:, None]
    done = kept <= months
    states = {"kept": done & (kept <= due), "late": done & (kept > due), "broken": ~done & (due < months)}
    seeds = rows["seed"].to_numpy()
    result = {}
    for name, holds in states.items():
        by_seed = [
            (holds & (seeds == seed)[:, None]).astype(float).T @ weight[:, 0] / weight[seeds == seed].sum()
            for seed in np.unique(seeds)
        ]
        result[name] = np.median(by_seed, axis=0)
    return result


def provisions_figure(provisions: pd.DataFrame, page: Page) -> Figure:
    """Draw each provision's due month, the months in which runs keep it, and the month on record."""
    names = list(page.scenario.provisions)
    figure = new_figure(11, 0.19 * len(names) + 1.6)
    seeds = provisions["seed"].nunique()
    with mpl.rc_context(SETTINGS):
        axes = figure.subplots()
        shade_phases(axes, page)
        for row, name in enumerate(names):
            record = page.scenario.provisions[name]
            kept = provisions[(provisions["provision"] == name) & (provisions["kept"] != "")]["kept"]
            axes.plot(page.year_of(record.due), row, "|", color=PALETTE["record"], markersize=7)
            if len(kept):
                years = np.array([page.year_of(month) for month in kept])
                low, middle, high = np.quantile(years, [0.05, 0.5, 0.95])
                axes.plot([low, high], [row, row], color=PALETTE["inside"], linewidth=3, alpha=0.5)
                axes.plot(middle, row, "o", color=PALETTE["inside"], markersize=3.5)
            if record.kept is not None:
                axes.plot(page.year_of(record.kept), row, "D", color=PALETTE["missed"], markersize=4, fillstyle="none")
            share = f"{len(kept) / seeds:.0%}" if len(kept) else page.words("never")
            axes.annotate(
                share,
                (1.0, row),
                xycoords=("axes fraction", "data"),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=6,
                color=PALETTE["muted"],
            )
        labels = [_label(page, name) for name in names]
        axes.set_yticks(range(len(names)), labels, fontsize=6)
        axes.set_ylim(len(names) - 0.5, -0.5)
        whole_years(axes, page)
        handles = [
            mpl.lines.Line2D([], [], color=PALETTE["record"], marker="|", linestyle="", label=page.words("due")),
            mpl.lines.Line2D(
                [], [], color=PALETTE["inside"], marker="o", linewidth=3, alpha=0.6, label=page.words("kept_runs")
            ),
            mpl.lines.Line2D(
                [],
                [],
                color=PALETTE["missed"],
                marker="D",
                fillstyle="none",
                linestyle="",
                label=page.words("kept_record"),
            ),
        ]
        figure.legend(handles=handles, loc="outside upper right", ncols=3, frameon=False, fontsize=7)
    finish(figure, page, page.words("provision_title"), with_events=False)
    return figure


def _label(page: Page, name: str) -> str:
    text = page.scenario.provisions[name].text.in_language(page.language)
    return text if len(text) <= 64 else text[:61] + "..."
