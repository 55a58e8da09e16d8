"""Trust over time: of each group in government, mission and own leaders, and of the government in the groups."""

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

TRUSTED = ("government", "mission", "leader", "groups")


def trust_figure(trust: pd.DataFrame, page: Page) -> Figure:
    """Draw one panel a group, a line a trusted party, and a last panel for the government."""
    trusters = [name for name in (*page.scenario.groups, "government") if (trust["truster"] == name).any()]
    across = min(4, len(trusters))
    down = -(-len(trusters) // across)
    figure = new_figure(2.9 * across, 1.9 * down + 1.7)
    with mpl.rc_context(SETTINGS):
        grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        panels = [axes for row in grid for axes in row]
        for number, (axes, truster) in enumerate(zip(panels, trusters, strict=False)):
            shade_phases(axes, page)
            mark_events(axes, page, numbers=number < across)
            for trusted in TRUSTED:
                chosen = trust[(trust["truster"] == truster) & (trust["trusted"] == trusted)]
                if not chosen.empty:
                    wide = chosen.pivot_table(index="seed", columns="month", values="value")
                    colour = PALETTE["series"][TRUSTED.index(trusted)]
                    draw_bands(axes, page.years(), quantile_bands(wide.reindex(columns=page.months)), colour)
            axes.set_ylim(0, 1)
            whole_years(axes, page)
            axes.set_title(_title(truster, page), pad=22, fontsize=8)
            axes.tick_params(labelsize=7)
        for axes in panels[len(trusters) :]:
            axes.set_visible(False)
        handles = [
            mpl.lines.Line2D([], [], color=PALETTE["series"][i], label=page.words(f"trust_{trusted}"))
            for i, trusted in enumerate(TRUSTED)
        ]
        figure.legend(handles=handles, loc="outside upper right", ncols=4, frameon=False, fontsize=8)
    finish(figure, page, f"{page.words('trust_title')} ({page.words('trust_axis')})")
    return figure


def _title(truster: str, page: Page) -> str:
    if truster == "government":
        return page.scenario.government.title.in_language(page.language)
    return truster.replace("_", " ")
