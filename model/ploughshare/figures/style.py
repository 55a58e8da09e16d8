"""One look for all figures: colours, fonts, phases, events, bands, and files that are equal byte for byte."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ploughshare.figures.labels import phrase
from ploughshare.scenario.calendar import month_index, month_names
from ploughshare.scenario.schema import Scenario

PALETTE: dict[str, Any] = json.loads(files("ploughshare.figures").joinpath("palette.json").read_text(encoding="utf-8"))

SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": PALETTE["muted"],
    "axes.labelcolor": PALETTE["text"],
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "text.color": PALETTE["text"],
    "xtick.color": PALETTE["muted"],
    "ytick.color": PALETTE["muted"],
    "svg.hashsalt": "ploughshare",
    "svg.fonttype": "path",
    "figure.dpi": 110,
}


@dataclass(frozen=True)
class Page:
    """What every figure of a run shares: the scenario, the language, the months and the number of seeds."""

    scenario: Scenario
    language: str
    seed_numbers: tuple[int, ...]

    @property
    def seeds(self) -> int:
        """Number of seeds."""
        return len(self.seed_numbers)

    def complete(self, wide: pd.DataFrame) -> pd.DataFrame:
        """Return a table with seeds as rows and months as columns, with 0 where a seed or month has no rows."""
        return wide.reindex(index=list(self.seed_numbers), columns=self.months, fill_value=0).fillna(0)

    @property
    def months(self) -> list[str]:
        """Months of the run."""
        return month_names(self.scenario.about.start, self.scenario.months)

    def words(self, key: str) -> str:
        """Return a phrase in the page's language."""
        return phrase(key, self.language)

    def year_of(self, month: str) -> float:
        """Return a month as a fraction of years, for the horizontal axis."""
        return int(month[:4]) + (int(month[5:]) - 1) / 12

    def years(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return all months of the run as fractions of years."""
        return np.array([self.year_of(month) for month in self.months])


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches, in the common style."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
    return figure


def quantile_bands(wide: pd.DataFrame) -> pd.DataFrame:
    """Return quantiles over seeds for each month: rows months, columns 0.05 to 0.95. `wide` has seeds as rows."""
    return wide.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).T


def draw_bands(axes: Axes, years: np.ndarray[Any, Any], bands: pd.DataFrame, colour: str, width: float = 1.6) -> None:
    """Draw the 90 % and 50 % bands and the median of one series."""
    axes.fill_between(years, bands[0.05], bands[0.95], color=colour, alpha=0.16, linewidth=0)
    axes.fill_between(years, bands[0.25], bands[0.75], color=colour, alpha=0.28, linewidth=0)
    axes.plot(years, bands[0.5], color=colour, linewidth=width)


def shade_phases(axes: Axes, page: Page) -> None:
    """Shade the phases of the story in two quiet tones."""
    for number, phase in enumerate(page.scenario.about.phases):
        left, right = page.year_of(phase.from_), page.year_of(phase.to) + 1 / 12
        axes.axvspan(left, right, color=PALETTE["phase"][number % 2], linewidth=0, zorder=0)
    axes.set_xlim(page.years()[0], page.years()[-1] + 1 / 12)


def marked_events(page: Page) -> list[tuple[float, str]]:
    """Return year and title of the events that figures mark, in order."""
    events = [
        (page.year_of(event.month), event.title.in_language(page.language))
        for event in page.scenario.events.values()
        if event.marker and event.month is not None and month_index(page.scenario.about.start, event.month) >= 0
    ]
    return sorted(events)


def mark_events(axes: Axes, page: Page, numbers: bool) -> None:
    """Draw a thin line at each marked event; with `numbers`, its number above the axes, on three levels."""
    span = axes.get_xlim()[1] - axes.get_xlim()[0]
    level_ends = [-np.inf, -np.inf, -np.inf]
    for number, (year, _) in enumerate(marked_events(page), start=1):
        axes.axvline(year, color=PALETTE["muted"], linewidth=0.6, linestyle=(0, (2, 2)), zorder=1)
        if numbers:
            level = int(np.argmin([end > year - span * 0.07 for end in level_ends]))
            level_ends[level] = year
            axes.annotate(
                str(number),
                (year, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 2 + 7 * level),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=6,
                color=PALETTE["muted"],
            )


def whole_years(axes: Axes, page: Page) -> None:
    """Put ticks at whole years, few enough to read."""
    first, last = page.years()[0], page.years()[-1]
    step = 1 if last - first <= 6 else 2
    years = np.arange(np.ceil(first), last + 0.01, step)
    axes.set_xticks(years, [f"{year:.0f}" for year in years])


def finish(figure: Figure, page: Page, title: str, with_events: bool = True, key: str = "band") -> None:
    """Add title, legend of events and the footer: where the figure comes from, and the phrase `key` on how to read it."""
    with mpl.rc_context(SETTINGS):
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        lines = []
        events = marked_events(page)
        if with_events and events:
            entries = [f"{number} {text} ({_month(year)})" for number, (year, text) in enumerate(events, start=1)]
            lines += _wrapped(entries, int(figure.get_figwidth() * 15))
        about = page.scenario.about
        footer = (
            f"{about.title.in_language(page.language)} · history: {about.history} · {page.seeds} {page.words('seeds')} · "
            f"{page.words(key)} · {page.words('model')}"
        )
        lines += textwrap.wrap(footer, int(figure.get_figwidth() * 20))
        figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=7, color=PALETTE["muted"])


def _month(year: float) -> str:
    months = round(year * 12)
    return f"{months // 12}-{months % 12 + 1:02d}"


def _wrapped(entries: list[str], width: int) -> list[str]:
    lines, line = [], ""
    for entry in entries:
        if line and len(line) + len(entry) + 4 > width:
            lines.append(line)
            line = entry
        else:
            line = f"{line}    {entry}" if line else entry
    return [*lines, line] if line else lines


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write a figure as PNG and SVG without dates, so that equal figures are equal files; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context(SETTINGS):
        for suffix, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
            file = folder / f"{name}.{suffix}"
            figure.savefig(file, metadata=metadata)
            written.append(file)
    return written
