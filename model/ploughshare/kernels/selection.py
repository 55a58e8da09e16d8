"""Choosing rows by lot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def lowest(rows: Rows, lot: NDArray[np.float64], number: int) -> Rows:
    """Return the rows that drew the `number` lowest lots, in their order; of equal lots the first come first.

    The highest lot that still counts is found without sorting the others, and is the same however a machine finds it.
    """
    if number <= 0:
        return rows[:0]
    last = np.partition(lot, number - 1)[number - 1]
    taken = lot < last
    taken[np.flatnonzero(lot == last)[: number - int(np.count_nonzero(taken))]] = True
    chosen: Rows = rows[taken]
    return chosen
