"""Counts over many cells, month after month, of which most are zero: only the others are kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.kept_cells import kept_cells

Indices = NDArray[np.int64]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


class MonthlyCounts:
    """Counts of cells of shape `shape` for every month, several measures a cell.

    A cell is kept where its first measure is not zero.
    """

    def __init__(self, shape: tuple[int, ...], measures: int = 1) -> None:
        self.shape = shape
        self.measures = measures
        self._months: list[int] = []
        self._cells: list[Indices] = []
        self._rows: list[Counts] = []

    def add(self, month: int, counts: Counts) -> None:
        """Remember the counts of a month, shape (*shape, measures), or (*shape) for one measure."""
        cells, rows = kept_cells(counts.reshape(-1, self.measures))
        if len(cells) == 0:
            return
        self._months.append(month)
        self._cells.append(cells)
        self._rows.append(rows)

    def gather(self) -> tuple[Indices, tuple[Indices, ...], Floats]:
        """Return months (n,), one index per dimension of the cells (n,), and counts (n, measures), in order."""
        if not self._months:
            empty = np.zeros(0, dtype=np.int64)
            return empty, tuple(empty for _ in self.shape), np.zeros((0, self.measures))
        months = np.repeat(self._months, [len(cells) for cells in self._cells])
        cells = np.unravel_index(np.concatenate(self._cells), self.shape)
        rows = np.concatenate(self._rows).astype(np.float64)
        return months, tuple(index.astype(np.int64, copy=False) for index in cells), rows
