"""Persons by state over time: a panel a state, a column a coalition or a region. Each panel has its own scale."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from ploughshare.figures.labels import option_label
from ploughshare.figures.style import (
    PALETTE,
    SETTINGS,
    Page,
    draw_bands,
    finish,
    mark_events,
    new_figure,
    quantile_bands,
    shade_phases,
    whole_years,
)

SHOWN = ("armed", "interim", "integrated", "reinsertion", "assembly", "home")


def states_figure(states: pd.DataFrame, page: Page, by: str) -> Figure:
    """Draw persons by state, columns by `by` (`coalition` or `region`), the first column for all."""
    shown = [option for option in SHOWN if (states["option"] == option).any()]
    columns = _columns(states, page, by)
    figure = new_figure(2.3 * len(columns) + 1.2, 1.45 * len(shown) + 1.6)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(len(shown), len(columns), sharex=True, squeeze=False)
        for row, option in enumerate(shown):
            for column, (name, label) in enumerate(columns):
                axes = grid[row][column]
                chosen = states[states["option"] == option]
                if name is not None:
                    chosen = chosen[chosen[by] == name]
                shade_phases(axes, page)
                mark_events(axes, page, numbers=row == 0)
                draw_bands(axes, page.years(), _bands(chosen, page), PALETTE["options"][option])
                axes.set_ylim(bottom=0)
                axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", " "))
                axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(nbins=3, integer=True))
                whole_years(axes, page)
                if row == 0:
                    axes.set_title(label, pad=24)
                if column == 0:
                    axes.set_ylabel(_folded(option_label(option, page.language)), fontsize=8)
                axes.tick_params(labelsize=7)
    finish(figure, page, f"{page.words('states_title')} ({page.words('persons')})")
    return figure


def _columns(states: pd.DataFrame, page: Page, by: str) -> list[tuple[str | None, str]]:
    titles = page.scenario.coalitions if by == "coalition" else page.scenario.regions
    present = set(states[by].unique())
    columns: list[tuple[str | None, str]] = [(None, page.words("all"))]
    for name, record in titles.items():
        if name in present:
            columns.append((name, _short(record.title.in_language(page.language), name, by)))
    if by == "coalition" and "none" in present:
        columns.append(("none", page.words("none")))
    return columns


def _short(title: str, name: str, by: str) -> str:
    return name.replace("_", " ") if by == "coalition" else _folded(title, 18)


def _folded(text: str, width: int = 16) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def _bands(chosen: pd.DataFrame, page: Page) -> pd.DataFrame:
    counted = chosen.groupby(["seed", "month"])["persons"].sum().unstack(fill_value=0)
    return quantile_bands(page.complete(counted))
