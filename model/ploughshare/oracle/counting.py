"""Which cells of a month's counts are kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def kept_cells(counts: Any) -> tuple[Counts, Counts]:
    """Return the numbers of the rows whose first count is not zero, and those rows."""
    kept = [(cell, row) for cell, row in enumerate(counts.tolist()) if row[0]]
    cells, rows = [cell for cell, _ in kept], [row for _, row in kept]
    return np.array(cells, dtype=np.int64), np.array(rows, dtype=np.int64).reshape(-1, counts.shape[1])
