"""Several seeds of one scenario, read as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ploughshare.analysis.outcomes import measure_seeds, measure_series, parse_outcome, parse_outcomes
from ploughshare.api.handle import ScenarioHandle
from ploughshare.record.facts import score_facts


@dataclass(frozen=True)
class RunResult:
    """Several seeds of one scenario.

    `tables` are those of `ploughshare.columns()` with a column `seed` in front.
    """

    scenario: ScenarioHandle
    tables: dict[str, pd.DataFrame]

    @cached_property
    def facts(self) -> pd.DataFrame:
        """The record beside the runs: one row a fact with its simulated 90 % band, see `record/facts.py`."""
        return score_facts(self.scenario.definition, self.tables)

    def outcomes(self, names: Sequence[str]) -> pd.DataFrame:
        """Return outcomes of the catalogue: a row a seed, a column an outcome."""
        definition = self.scenario.definition
        return measure_seeds(self.tables, definition, parse_outcomes(names, definition))

    def series(self, outcome: str) -> pd.DataFrame:
        """Return an outcome over time: a row a month, a column a seed."""
        definition = self.scenario.definition
        query = parse_outcome(outcome, definition)
        seeds = sorted(self.tables["states"]["seed"].unique())
        of_seed = {
            int(seed): {name: table[table["seed"] == seed] for name, table in self.tables.items()} for seed in seeds
        }
        return pd.DataFrame({seed: measure_series(tables, definition, query) for seed, tables in of_seed.items()})

    def band(self, outcome: str) -> pd.DataFrame:
        """Return an outcome over time as bands over seeds: a row a month, columns q05, q25, median, q75 and q95."""
        bands = self.series(outcome).quantile([0.05, 0.25, 0.5, 0.75, 0.95], axis=1).T
        return bands.set_axis(["q05", "q25", "median", "q75", "q95"], axis=1)
