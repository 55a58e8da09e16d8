"""Counts over many cells, month after month, of which most are zero: only the others are kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


class MonthlyCounts:
    """Counts of shape `shape` for every month, several measures a cell; a cell counts where its first measure does."""

    def __init__(self, shape: tuple[int, ...], measures: int = 1) -> None:
        self.shape = shape
        self.measures = measures
        self._months: list[int] = []
        self._cells: list[Indices] = []
        self._counts: list[NDArray[np.float64]] = []

    def add(self, month: int, counts: NDArray[np.generic]) -> None:
        """Remember the counts of a month, shape (*shape, measures), or (*shape) for one measure."""
        rows = counts.reshape(-1, self.measures)
        cells = np.flatnonzero(rows[:, 0])
        if len(cells):
            self._months.append(month)
            self._cells.append(cells)
            self._counts.append(rows[cells].astype(np.float64))

    def gather(self) -> tuple[Indices, tuple[Indices, ...], NDArray[np.float64]]:
        """Return months (n,), one index per dimension of the cells (n,), and counts (n, measures), in order."""
        if not self._months:
            empty = np.zeros(0, dtype=np.int64)
            return empty, tuple(empty for _ in self.shape), np.zeros((0, self.measures))
        months = np.repeat(self._months, [len(cells) for cells in self._cells])
        cells = np.unravel_index(np.concatenate(self._cells), self.shape)
        return months, tuple(index.astype(np.int64) for index in cells), np.concatenate(self._counts)
