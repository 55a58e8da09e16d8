"""Violence, recruitment (children as a harm) and taxes taken by groups."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

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


def violence_figure(tables: dict[str, pd.DataFrame], page: Page) -> Figure:
    """Draw deaths and recruits over the last twelve months, and taxes of the month."""
    communities = tables["communities"]
    series = [
        ("deaths", _yearly(tables["violence"], "deaths", page), PALETTE["options"]["armed"]),
        ("recruits", _yearly(communities, "recruits", page), PALETTE["options"]["home"]),
        ("children", _yearly(communities, "children_recruited", page), PALETTE["missed"]),
        ("taxes", _monthly(communities, "illicit_tax_xof", page) / 1e6, PALETTE["options"]["interim"]),
    ]
    figure = new_figure(10.5, 5.6)
    with mpl.rc_context(SETTINGS):
        panels = figure.subplots(2, 2, sharex=True).ravel()
        for number, (axes, (key, wide, colour)) in enumerate(zip(panels, series, strict=True)):
            shade_phases(axes, page)
            mark_events(axes, page, numbers=number < 2)
            draw_bands(axes, page.years(), quantile_bands(wide), colour)
            axes.set_ylim(bottom=0)
            axes.set_title(page.words(key), pad=24 if number < 2 else 6, fontsize=9)
            whole_years(axes, page)
    finish(figure, page, page.words("violence_title"))
    return figure


def _monthly(table: pd.DataFrame, column: str, page: Page) -> pd.DataFrame:
    return page.complete(table.groupby(["seed", "month"])[column].sum().unstack(fill_value=0))


def _yearly(table: pd.DataFrame, column: str, page: Page) -> pd.DataFrame:
    """Sum of the last twelve months."""
    return _monthly(table, column, page).T.rolling(12, min_periods=1).sum().T
