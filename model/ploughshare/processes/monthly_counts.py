"""Counts over many cells, month after month, of which most are zero: only the others are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.kept_cells import kept_cells

Indices = NDArray[np.int64]
Counts = NDArray[np.int64]


class MonthlyCounts:
    """Counts of cells for every month, several measures a cell.

    `numbers` gives, for each dimension of the cells, the number under which an index is kept: indices of the same number are
    counted together. A cell is kept where its first measure is not zero.
    """

    def __init__(self, numbers: Sequence[Sequence[int] | Indices], measures: int = 1) -> None:
        self.shape = tuple(max(number, default=-1) + 1 for number in numbers)
        self.measures = measures
        self._place = np.ravel_multi_index(np.ix_(*numbers), self.shape).ravel()
        """where each cell is counted"""
        self._months: list[int] = []
        self._cells: list[Indices] = []
        self._rows: list[Counts] = []
        self._all: tuple[Indices, Indices, Counts] | None = None
        """months, cells and counts of all that is kept, as far as asked for since the last month was added"""

    def add(self, month: int, counts: Counts) -> None:
        """Remember the counts of a month, of the shape of the cells and, if there are several, the measures."""
        cells, rows = kept_cells(counts.reshape(-1, self.measures), self._place)
        if len(cells) == 0:
            return
        self._all = None
        self._months.append(month)
        self._cells.append(cells)
        self._rows.append(rows)

    def gather(self) -> tuple[Indices, tuple[Indices, ...], Counts]:
        """Return months (n,), one number per dimension of the cells (n,), and counts (n, measures), in order."""
        months, cells, rows = self._joined()
        return months, tuple(index.astype(np.int64, copy=False) for index in np.unravel_index(cells, self.shape)), rows

    def filled(self, months: int, measure: int) -> Counts:
        """Return one measure in the first `months` months with all that is zero, shape (months, *shape)."""
        month, cells, rows = self._joined()
        counts = np.zeros((months, math.prod(self.shape)), dtype=np.int64)
        counts[month, cells] = rows[:, measure]
        return counts.reshape(months, *self.shape)

    def _joined(self) -> tuple[Indices, Indices, Counts]:
        """Return months (n,), cells (n,) and counts (n, measures) of all that is kept."""
        if self._all is None:
            none = np.zeros(0, dtype=np.int64)
            months = np.repeat(np.array(self._months, dtype=np.int64), [len(cells) for cells in self._cells])
            rows = np.concatenate([none.reshape(0, self.measures), *self._rows])
            self._all = months, np.concatenate([none, *self._cells]), rows
        return self._all
