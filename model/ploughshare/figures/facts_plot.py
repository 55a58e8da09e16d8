"""The record beside the runs: each fact's 90 % band relative to what is recorded, misses marked."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ploughshare.figures.style import PALETTE, SETTINGS, Page, finish, new_figure

_EDGE = 8.0


def facts_figure(facts: pd.DataFrame, page: Page) -> Figure:
    """Draw one row a fact: record as black mark or range, simulated band and median, on a relative scale."""
    figure = new_figure(11.5, 0.34 * max(len(facts), 1) + 1.9)
    with mpl.rc_context(SETTINGS):
        axes = figure.subplots()
        rows = facts.reset_index(drop=True)
        for place, fact in rows.iterrows():
            _draw_row(axes, int(str(place)), fact)
        _phases(axes, rows, page)
        title = "title_fr" if page.language == "fr" else "title"
        labels = [f"{_cut(str(fact[title]))}{' ◆' if fact['use'] == 'holdout' else ''}" for _, fact in rows.iterrows()]
        axes.set_yticks(range(len(rows)), labels, fontsize=7)
        axes.set_ylim(len(rows) - 0.5, -0.9)
        axes.set_xscale("symlog", base=2, linthresh=0.25, linscale=0.5)
        axes.set_xlim(-0.05, _EDGE * 2.6)
        ticks = [0, 0.25, 0.5, 1, 2, 4, 8]
        axes.set_xticks(ticks, ["0", "1/4", "1/2", "1", "2", "4", "≥8"])
        axes.axvline(1, color=PALETTE["muted"], linewidth=0.8, zorder=0)
        axes.set_xlabel(f"{page.words('facts_axis')}; {page.words('facts_zero')}", fontsize=8)
        figure.legend(handles=_legend(page), loc="outside upper right", ncols=5, frameon=False, fontsize=7)
    finish(figure, page, page.words("facts_title"), with_events=False)
    return figure


def _relative(value: float, middle: float) -> float:
    """Place a value relative to the record; where the record is 0, each person adds to 1."""
    return float(np.clip(value / middle if middle > 0 else 1 + value, 0, _EDGE))


def _draw_row(axes: mpl.axes.Axes, place: int, fact: pd.Series) -> None:
    low, high = float(fact["observed_low"]), float(fact["observed_high"])
    middle = (low + high) / 2
    missed = not fact["inside"] and not fact["imposed"]
    colour = PALETTE["muted"] if fact["imposed"] else PALETTE["missed" if missed else "inside"]
    ends = [_relative(end, middle) for end in (low, high)]
    axes.plot(
        ends,
        [place, place],
        color=PALETTE["record"],
        linewidth=5 if high > low else 0,
        alpha=0.35,
        solid_capstyle="butt",
    )
    axes.plot(_relative(middle, middle), place, "|", color=PALETTE["record"], markersize=11, markeredgewidth=1.6)
    if not np.isnan(fact["median"]):
        band = [_relative(float(fact[end]), middle) for end in ("q05", "q95")]
        axes.plot(band, [place, place], color=colour, linewidth=2.2)
        axes.plot(_relative(float(fact["median"]), middle), place, "X" if missed else "o", color=colour, markersize=5)
    text = f"{_number(low)}{'–' + _number(high) if high > low else ''}  |  {_number(fact['median'])} "
    text += f"[{_number(fact['q05'])} – {_number(fact['q95'])}]"
    axes.annotate(
        text,
        (1.0, place),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=6.5,
        color=colour,
    )


def _phases(axes: mpl.axes.Axes, rows: pd.DataFrame, page: Page) -> None:
    for number, phase in enumerate(page.scenario.about.phases):
        places = rows.index[rows["phase"] == phase.id]
        if len(places) == 0:
            continue
        axes.axhspan(places.min() - 0.5, places.max() + 0.5, color=PALETTE["phase"][number % 2], linewidth=0, zorder=0)
        text = f"{page.words('phase')} {phase.id}"
        axes.annotate(
            text,
            (0.0, places.min() - 0.5),
            xycoords=("axes fraction", "data"),
            xytext=(3, -2),
            textcoords="offset points",
            va="top",
            fontsize=6.5,
            color=PALETTE["muted"],
        )


def _legend(page: Page) -> list[mpl.lines.Line2D]:
    line = mpl.lines.Line2D
    return [
        line([], [], color=PALETTE["record"], marker="|", linestyle="", label=page.words("recorded")),
        line([], [], color=PALETTE["inside"], marker="o", label=page.words("inside")),
        line([], [], color=PALETTE["missed"], marker="X", label=page.words("missed")),
        line([], [], color=PALETTE["muted"], marker="o", label=page.words("imposed")),
        line([], [], color=PALETTE["text"], marker="D", linestyle="", markersize=4, label=page.words("holdout")),
    ]


def _cut(text: str) -> str:
    return text if len(text) <= 72 else text[:69] + "..."


def _number(value: float) -> str:
    if np.isnan(value):
        return "–"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 10 or value == int(value) else f"{value:.2f}"
