"""The factors of an experiment, and the scenario that one row of a design stands for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ploughshare.analysis.experiments.places import Place, value_at, with_values
from ploughshare.analysis.experiments.spreads import Spread
from ploughshare.scenario.base import Text
from ploughshare.scenario.schema import Scenario

Floats = NDArray[np.float64]
SEED = "seed"
"""the path of the factor that varies the seed of the run"""


@dataclass(frozen=True)
class SampledFactor:
    """One factor: where it acts and how it spreads. It has a `spread`, or `categories`, of which one is taken."""

    name: str
    path: str
    places: tuple[Place, ...]
    spread: Spread | None = None
    categories: tuple[Any, ...] = ()
    integer: bool = False
    multiplies: bool = False
    group: str | None = None
    title: Text | None = None
    unit: str = ""

    @property
    def is_seed(self) -> bool:
        """Whether this factor is the seed of the run."""
        return self.path == SEED

    def coded(self, unit: Floats) -> Floats:
        """Return the values at `unit`, each 0 to 1: the value itself, or the position of a category."""
        if self.spread is None:
            return np.minimum(np.floor(unit * len(self.categories)), len(self.categories) - 1)
        if not self.integer:
            return self.spread.quantile(unit)
        low, high = self.spread.low, self.spread.high
        if self.spread.kind == "uniform":  # each whole number has the same chance, the two at the ends as well
            return np.minimum(np.floor(low + unit * (high - low + 1)), high)
        return np.round(self.spread.quantile(unit))

    def label(self, code: float) -> Any:
        """Return a coded value as tables show it: a number, or the text of a category."""
        if self.spread is None:
            category = self.categories[int(code)]
            return category if isinstance(category, str) else json.dumps(category, default=str)
        return int(code) if self.integer else float(code)

    def new_value(self, before: Any, code: float) -> Any:
        """Return what stands at a place of this factor when it has this value and `before` stood there."""
        if self.spread is None:
            return self.categories[int(code)]
        if not self.multiplies:
            return int(code) if self.integer else float(code)
        if isinstance(before, dict):
            return {key: self.new_value(value, code) for key, value in before.items()}
        return round(before * code) if isinstance(before, int) else before * code


@dataclass(frozen=True)
class FactorSpace:
    """The factors of an experiment around a scenario."""

    scenario: Scenario
    factors: tuple[SampledFactor, ...]

    @property
    def names(self) -> list[str]:
        """Names of the factors, in the order of the columns of a design."""
        return [factor.name for factor in self.factors]

    @property
    def groups(self) -> list[str]:
        """Groups of factors in order, each once; without groups every factor is its own."""
        return list(dict.fromkeys(factor.group or factor.name for factor in self.factors))

    def problem(self) -> dict[str, Any]:
        """Return the problem in the form of SALib: every factor uniform on 0 to 1, with its group if any has one."""
        problem: dict[str, Any] = {
            "num_vars": len(self.factors),
            "names": self.names,
            "bounds": [[0.0, 1.0]] * len(self.factors),
        }
        if any(factor.group for factor in self.factors):
            problem["groups"] = [factor.group or factor.name for factor in self.factors]
        return problem

    def coded(self, design: Floats) -> Floats:
        """Return the values of a design of the unit cube, shape (points, factors): numbers, or positions of categories."""
        return np.column_stack([factor.coded(design[:, number]) for number, factor in enumerate(self.factors)])

    def labelled(self, coded: Floats) -> pd.DataFrame:
        """Return coded values as tables show them: numbers, whole numbers, or texts of categories; one column a factor."""
        columns: dict[str, Any] = {}
        for number, factor in enumerate(self.factors):
            if factor.spread is None:
                columns[factor.name] = pd.array([factor.label(code) for code in coded[:, number]], dtype="str")
            else:
                columns[factor.name] = coded[:, number].astype(np.int64 if factor.integer else np.float64)
        return pd.DataFrame(columns)

    def scenario_for(self, row: Sequence[float] | Floats) -> Scenario:
        """Return the scenario of one row of coded values; takes about a millisecond, no file is read.

        Raises:
            ValueError: a value lies outside its factor's range.
        """
        values: dict[Place, Any] = {}
        for factor, code in zip(self.factors, row, strict=True):
            _check_inside(factor, float(code))
            for place in factor.places:
                before = value_at(self.scenario, place) if factor.multiplies else None
                values[place] = factor.new_value(before, float(code))
        return with_values(self.scenario, values) if values else self.scenario

    def seed_for(self, row: Sequence[float] | Floats, seed: int) -> int:
        """Return the seed of a run: the factor `seed` where there is one, otherwise the one given."""
        for factor, code in zip(self.factors, row, strict=True):
            if factor.is_seed:
                return int(code)
        return seed


def _check_inside(factor: SampledFactor, code: float) -> None:
    low, high = (
        (0.0, len(factor.categories) - 1.0) if factor.spread is None else (factor.spread.low, factor.spread.high)
    )
    if not low <= code <= high:
        raise ValueError(f"{factor.name} must be between {low:g} and {high:g}, not {code:g}")
