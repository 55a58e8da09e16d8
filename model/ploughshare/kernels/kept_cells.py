"""What is kept of a month's counts: those that are not zero, with cells that tables take together added up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Counts = NDArray[np.int64]


@kernel
def kept_cells(counts: Counts, place: Counts) -> tuple[Counts, Counts]:
    """Return the places where anybody is counted, in order, and the counts there, shape (kept, measures).

    `counts` has shape (cells, measures); a cell counts at its `place`, shape (cells,), unless its first count is zero.
    """
    cells = _not_zero(counts)
    kept = np.unique(place[cells])
    added = np.zeros((len(kept), counts.shape[1]), dtype=np.int64)
    for cell in cells:
        row = np.searchsorted(kept, place[cell])
        for measure in range(counts.shape[1]):
            added[row, measure] += counts[cell, measure]
    return kept, added


@kernel
def _not_zero(counts: Counts) -> Counts:
    """Return the cells whose first count is not zero; few are, so that nothing branches on it."""
    found = 0
    cells = np.empty(len(counts), dtype=np.int64)
    for cell in range(len(counts)):
        cells[found] = cell
        found += counts[cell, 0] != 0
    return cells[:found]
