"""Finding and counting rows of columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Rows = NDArray[np.int64]

_CHUNK = 512


@kernel
def rows_equal(column: NDArray[Any], value: int) -> Rows:
    """Return the rows in which a column of shape (n,) holds a value, in order."""
    n = len(column)
    wanted = column.dtype.type(value)
    found = 0
    for i in range(n):
        found += column[i] == wanted
    rows = np.empty(found, dtype=np.int64)
    at = 0
    for start in range(0, n if found else 0, _CHUNK):
        end = min(start + _CHUNK, n)
        here = 0
        for i in range(start, end):
            here += column[i] == wanted
        if here:
            for i in range(start, end):
                if column[i] == wanted:
                    rows[at] = i
                    at += 1
    return rows


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
