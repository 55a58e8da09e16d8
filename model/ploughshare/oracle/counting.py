"""Which cells of a month's counts are kept, and what is counted there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def kept_cells(counts: Any, place: Any) -> tuple[Counts, Counts]:
    """Return the places of rows whose first count is not zero, and the sums of those rows by place."""
    at: defaultdict[int, list[list[int]]] = defaultdict(list)
    for where, row in zip(place.tolist(), counts.tolist(), strict=True):
        if row[0]:
            at[where].append(row)
    kept = sorted(at)
    rows = [[sum(measure) for measure in zip(*at[where], strict=True)] for where in kept]
    return np.array(kept, dtype=np.int64), np.array(rows, dtype=np.int64).reshape(-1, counts.shape[1])
