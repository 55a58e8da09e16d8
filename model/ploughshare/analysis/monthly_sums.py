"""The tables of one seed, summed month by month: what outcomes are measured from, quick enough for sweeps of many runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ploughshare.scenario.calendar import month_names
from ploughshare.scenario.schema import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
Where = Mapping[str, str | Sequence[str]]
"""column -> the value or values kept"""


class MonthlySums:
    """Sums over the rows of a table by month. Texts are turned into numbers once a column, then only compared.

    `tables` are those of one seed, see `record/columns.py`; `scenario` is the one they were run with.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> None:
        self.tables = tables
        self.scenario = scenario
        self._read: dict[str, pd.DataFrame] = {}
        self._columns: dict[tuple[str, str], tuple[Codes, dict[str, int]]] = {}
        self._months: dict[tuple[str, str], Codes] = {}

    @cached_property
    def months(self) -> list[str]:
        """Months of the run, in order."""
        return month_names(self.scenario.about.start, self.scenario.months)

    def total(self, table: str, column: str | None, where: Where) -> Floats:
        """Return the sum of `column` over the rows kept, shape (months,); without a column, the number of rows."""
        kept = self.rows(table, where)
        weights = None if column is None else self._table(table)[column].to_numpy(dtype=np.float64)[kept]
        return np.bincount(self.month_of(table)[kept], weights, minlength=len(self.months)).astype(np.float64)

    def by(self, table: str, column: str | None, where: Where, key: str, names: Sequence[str]) -> Floats:
        """Return `total` apart for each value of the column `key`, in the order of `names`, shape (names, months)."""
        kept = self.rows(table, where)
        codes, known = self._coded(table, key)
        order = np.full(len(known) + 1, -1)
        for number, name in enumerate(names):
            order[known.get(name, -1)] = number
        order[-1] = -1
        row = order[codes[kept]]
        cell = row * len(self.months) + self.month_of(table)[kept]
        weights = None if column is None else self._table(table)[column].to_numpy(dtype=np.float64)[kept][row >= 0]
        sums = np.bincount(cell[row >= 0], weights, minlength=len(names) * len(self.months))
        return sums.reshape(len(names), len(self.months)).astype(np.float64)

    def rows(self, table: str, where: Where) -> Flags:
        """Return which rows of a table are kept, shape (rows,)."""
        kept = np.ones(len(self._table(table)), dtype=bool)
        for column, wanted in where.items():
            codes, known = self._coded(table, column)
            values = [wanted] if isinstance(wanted, str) else wanted
            chosen = [known[value] for value in values if value in known]
            kept &= codes == chosen[0] if len(chosen) == 1 else np.isin(codes, chosen)
        return kept

    def month_of(self, table: str, column: str = "month") -> Codes:
        """Return the index of each row's month, shape (rows,); -1 where the column is empty."""
        if (table, column) not in self._months:
            codes, known = self._coded(table, column)
            index = {month: number for number, month in enumerate(self.months)}
            numbers = np.array([*(index.get(month, -1) for month in known), -1], dtype=np.int64)
            self._months[table, column] = numbers[codes]
        return self._months[table, column]

    def _table(self, name: str) -> pd.DataFrame:
        """Return a table, checked when it is first read: none that no outcome needs is asked for."""
        if name not in self._read:
            table = self.tables[name]
            seeds = table["seed"].nunique() if "seed" in table else 1
            if seeds > 1:
                raise ValueError(f"outcomes are measured one seed at a time; these tables hold {seeds}")
            self._read[name] = table
        return self._read[name]

    def _coded(self, table: str, column: str) -> tuple[Codes, dict[str, int]]:
        if (table, column) not in self._columns:
            codes, values = pd.factorize(self._table(table)[column])
            self._columns[table, column] = codes, {str(value): code for code, value in enumerate(values)}
        return self._columns[table, column]
