"""Choosing rows: by what persons are in, by their stage, and by lot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.philox import uniform_at

Rows = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_SCAN = 64
"""persons who are looked at together"""


@kernel
def rows_with(column: Bytes, value: int) -> Rows:
    """Return the rows of all who have a value in a column of shape (persons,)."""
    wanted, rows, found = np.uint8(value), np.empty(len(column), dtype=np.int64), 0
    whole = len(column) // _SCAN
    for block in range(whole + 1):
        start = block * _SCAN
        if block < whole:
            here = np.uint8(0)
            for j in range(_SCAN):
                here |= np.uint8(column[start + j] == wanted)
            if here == 0:  # as in most blocks
                continue
        for i in range(start, min(start + _SCAN, len(column))):
            if column[i] == wanted:
                rows[found] = i
                found += 1
    return rows[:found].copy()


@kernel
def rows_still_with(rows: Rows, column: Bytes, value: int) -> Rows:
    """Return those of these rows that still have a value in a column of shape (persons,)."""
    still, found = np.empty(len(rows), dtype=np.int64), 0
    for i in rows:
        if column[i] == value:
            still[found] = i
            found += 1
    return still[:found].copy()


@kernel
def sort_by_stage(rows: Rows, stage: Bytes, stages: int) -> tuple[Rows, Rows]:
    """Return rows in order of their `stage`, of shape (persons,), else as they were; and where each stage's rows begin.

    The beginnings have shape (stages + 1,): those at stage `s` stand from the `s`-th to before the next.
    """
    begins = np.zeros(stages + 1, dtype=np.int64)
    for i in rows:
        begins[stage[i] + 1] += 1
    for s in range(stages):
        begins[s + 1] += begins[s]
    free, sorted_rows = begins.copy(), np.empty(len(rows), dtype=np.int64)
    for i in rows:
        sorted_rows[free[stage[i]]] = i
        free[stage[i]] += 1
    return sorted_rows, begins


@kernel
def lowest(rows: Rows, lot: NDArray[np.float64], number: int) -> Rows:
    """Return the rows that drew the `number` lowest lots, in their order; of equal lots the first come first.

    The highest lot that still counts is found without sorting the others, and is the same however a machine finds it.
    """
    if number <= 0:
        return rows[:0].copy()
    if number >= len(rows):
        return rows.copy()
    last = np.partition(lot, number - 1)[number - 1]
    ties = number
    for k in range(len(rows)):
        ties -= lot[k] < last
    chosen, found = np.empty(number, dtype=np.int64), 0
    for k in range(len(rows)):
        tied = lot[k] == last and ties > 0
        if lot[k] < last or tied:
            chosen[found] = rows[k]
            found += 1
            ties -= tied
    return chosen


@kernel
def first_by_lot(
    rows: Rows,
    number: int,
    uid: NDArray[np.uint32],
    address: tuple[int, int, int],
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Return the `number` rows with the lowest lots, all where there are no more, in their order.

    The lot of a person is the uniform number at (uid, *address): month, decision and option.
    """
    return draw_first(rows, number, uid, address, k0, k1)


@inlined
def draw_first(
    rows: Rows,
    number: int,
    uid: NDArray[np.uint32],
    address: tuple[int, int, int],
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Return what `first_by_lot` does, to other kernels."""
    if number >= len(rows):
        return rows.copy()
    return lowest(rows, cast_lots(rows, uid, address, k0, k1), number)


@kernel
def cast_lots(
    rows: Rows, uid: NDArray[np.uint32], address: tuple[int, int, int], k0: np.uint64, k1: np.uint64
) -> NDArray[np.float64]:
    """Return the lot of each person, the uniform number at (uid, *address); in month 0 it is one that is kept for life.

    Uids are gathered first, so that the numbers are worked out in vector code.
    """
    when, what, option = np.uint64(address[0]), np.uint64(address[1]), np.uint64(address[2])
    who, lots = np.empty(len(rows), dtype=np.uint64), np.empty(len(rows))
    for k in range(len(rows)):
        who[k] = uid[np.uint64(rows[k])]
    for k in range(len(rows)):
        lots[k] = uniform_at(who[k], when, what, option, k0, k1)
    return lots
