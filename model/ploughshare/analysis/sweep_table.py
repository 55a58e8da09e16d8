"""A finished (or stopped) sweep as analyses read it: factors with their titles, the design, and the outcome of every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class FactorColumn:
    """A factor of the sweep: a column of its design.

    Attributes:
        name: name of the column.
        title: what people call it.
        unit: of its values, or empty.
        group: factors of one group have one index; None without groups.
        is_seed: whether it is the seed of the run.
        categories: what the positions of a categorical factor stand for; empty for numbers.
    """

    name: str
    title: str
    unit: str = ""
    group: str | None = None
    is_seed: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomeColumn:
    """An outcome of the sweep: a column of its runs."""

    name: str
    title: str
    unit: str = ""


@dataclass(frozen=True)
class SweepTable:
    """Everything an analysis needs of a sweep.

    Attributes:
        name: name of the experiment.
        title: its title.
        question: what it asks.
        method: design of the sample.
        second_order: whether a Sobol design holds the rows for pairs.
        common_seeds: whether a replicate has the same seed at every point.
        factors: in the order of the columns of the design.
        outcomes: measured at the end of the run.
        months: months at which outcomes are measured as well; empty if none.
        design: the sample in the unit cube, one column a factor, row = point.
        values: the same points as values of the factors: numbers, or texts of categories.
        runs: columns `point`, `replicate`, `seed` and outcomes, one row a finished run.
        by_month: columns `point`, `replicate`, `month` and outcomes; empty if none.
        provenance: what the sweep says of its scenario, code and sizes.
        not_modelled: what the scenario says it does not model.
    """

    name: str
    title: str
    question: str
    method: str
    second_order: bool
    common_seeds: bool
    factors: tuple[FactorColumn, ...]
    outcomes: tuple[OutcomeColumn, ...]
    months: tuple[str, ...]
    design: pd.DataFrame
    values: pd.DataFrame
    runs: pd.DataFrame
    by_month: pd.DataFrame
    provenance: dict[str, Any]
    not_modelled: tuple[str, ...] = ()

    def outcome(self, name: str) -> OutcomeColumn:
        """Return an outcome by its name; raises KeyError."""
        return {one.name: one for one in self.outcomes}[name]

    def group_titles(self) -> dict[str, str]:
        """Return what groups of more than one factor are called: their names, with spaces."""
        groups = [factor.group for factor in self.factors if factor.group]
        return {group: group.replace("_", " ") for group in dict.fromkeys(groups) if groups.count(group) > 1}

    def problem(self) -> dict[str, Any]:
        """Return SALib's description of the factors: uniform on 0 to 1, with their groups if there are any."""
        names = [factor.name for factor in self.factors]
        found: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
        if any(factor.group for factor in self.factors):
            found["groups"] = [factor.group or factor.name for factor in self.factors]
        return found
