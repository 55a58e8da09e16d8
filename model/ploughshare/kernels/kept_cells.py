"""Which cells of a month's counts are kept: those that are not zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Counts = NDArray[np.int64]


@kernel
def kept_cells(counts: Counts) -> tuple[Counts, Counts]:
    """Return the numbers of the rows whose first count is not zero, and those rows; `counts` has shape (cells, measures)."""
    kept = 0
    cells = np.empty(len(counts), dtype=np.int64)
    for cell in range(len(counts)):
        cells[kept] = cell
        kept += counts[cell, 0] != 0
    rows = np.empty((kept, counts.shape[1]), dtype=np.int64)
    for k in range(kept):
        for measure in range(counts.shape[1]):
            rows[k, measure] = counts[cells[k], measure]
    return cells[:kept].copy(), rows
