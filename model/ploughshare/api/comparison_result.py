"""What came out of a comparison, read as frames, sentences and figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ploughshare.analysis.comparison import summary
from ploughshare.analysis.comparison.folder import write_comparison
from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.tables import comparison_tables
from ploughshare.errors import UsageError
from ploughshare.record.run_folder import create_folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class ComparisonResult:
    """What-ifs against a baseline on common random numbers. Columns of every frame: `ploughshare.columns("comparison")`."""

    found: Comparison
    call: str
    """the call that makes it again"""

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All frames by name; `survival` and `grid` only where there are rival accounts or a grid."""
        return comparison_tables(self.found)

    @property
    def differences(self) -> pd.DataFrame:
        """One row a variant and outcome: paired difference with bands, Monte Carlo errors, share above 0 and gain."""
        return self.tables["differences"]

    @property
    def levels(self) -> pd.DataFrame:
        """One row a scenario and outcome: its level with bands and Monte Carlo errors."""
        return self.tables["levels"]

    @property
    def values(self) -> pd.DataFrame:
        """One row a scenario, seed and outcome."""
        return self.tables["values"]

    @property
    def paired_values(self) -> pd.DataFrame:
        """One row a variant, seed and outcome: its difference from the baseline with the same seed."""
        return self.tables["paired_values"]

    @property
    def survival(self) -> pd.DataFrame:
        """One row a variant and outcome: whether the direction holds under every rival account."""
        if "survival" not in self.tables:
            raise UsageError("no rival accounts were compared", hint="give across=[...]")
        return self.tables["survival"]

    def sentences(self, language: str = "en") -> list[str]:
        """Return one sentence a variant and outcome, in natural frequencies where it counts persons."""
        own = [position for position, case in self.found.variants if case.account == self.found.accounts[0]]
        return [text for position in own for text in summary.sentences(self.found, position, language)]

    def notices(self, language: str = "en") -> list[str]:
        """Return what prevents the pairing of a variant."""
        return [text for _, case in self.found.variants for text in summary.notices(case, language)]

    def limits(self, language: str = "en") -> list[str]:
        """Return what the model and the what-ifs leave out."""
        not_modelled = self.found.cases[0].scenario.about.not_modelled
        return [*(text.in_language(language) for text in not_modelled), *summary.left_out(self.found, language)]

    def figure(self, kind: str = "differences", language: str = "en") -> Figure:
        """Return a figure: `differences` (paired, with a zero line), `table` (dots and intervals) or `grid`."""
        from ploughshare.figures.comparison_figures import comparison_page
        from ploughshare.figures.dot_interval_table import dot_interval_table
        from ploughshare.figures.grid_response import grid_points, grid_response_figure
        from ploughshare.figures.paired_differences import paired_differences_figure

        drawn = {
            "differences": paired_differences_figure,
            "table": dot_interval_table,
            "grid": grid_response_figure,
        }
        if kind not in drawn or (kind == "grid" and len(grid_points(self.found)) < 2):
            raise UsageError(f"there is no figure {kind!r} of this comparison", hint="differences, table, or grid")
        return drawn[kind](self.found, comparison_page(self.found, language))

    def save(self, folder: str | Path, csv: bool = False, language: str = "en") -> Path:
        """Write tables, figures, `summary.md` and `compare.json` into a new folder; return it."""
        from ploughshare.figures.comparison_figures import draw_comparison

        folder = create_folder(Path(folder))
        write_comparison(self.found, self.call, folder, csv, language)
        draw_comparison(self.found, folder / "figures", language)
        return folder

    def _repr_html_(self) -> str:
        cells = [
            dict(zip(summary.HEADINGS, summary.cells(self.found, position, query, "en"), strict=True))
            | {"outcome": f"{case.variant.label}: {query.title()}"}
            for position, case in self.found.variants
            for query in self.found.queries
        ]
        return str(pd.DataFrame(cells).rename(columns=summary.WORDS["en"]).to_html(index=False))
