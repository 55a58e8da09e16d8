"""Choosing persons one after the other: by what they are in, by their stage, and by lot."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.oracle.randomness import uniform

Column = NDArray[Any]
Rows = NDArray[np.int64]


def rows_with(column: Column, value: int) -> Rows:
    """Return who has a value in a column."""
    return np.array([row for row, held in enumerate(column.tolist()) if held == value], dtype=np.int64)


def rows_still_with(rows: Rows, column: Column, value: int) -> Rows:
    """Return who of these has a value in a column."""
    return np.array([row for row in rows.tolist() if column[row] == value], dtype=np.int64)


def sort_by_stage(rows: Rows, stage: Column, stages: int) -> tuple[Rows, Rows]:
    """Return persons in order of their stage, and where each stage begins."""
    at_stage = [[row for row in rows.tolist() if stage[row] == wanted] for wanted in range(stages)]
    begins = [0]
    for persons in at_stage:
        begins.append(begins[-1] + len(persons))
    return np.array([row for persons in at_stage for row in persons], dtype=np.int64), np.array(begins)


def first_by_lot(
    rows: Rows,
    number: int,
    uid: Any,
    address: tuple[int, int, int],
    k0: Any,
    k1: Any,
) -> Rows:
    """Return those with the lowest lots, in their order."""
    lot = cast_lots(rows, uid, address, (int(k0), int(k1)))
    chosen = set(sorted(lot, key=lot.__getitem__)[: max(0, number)])
    return np.array([row for row in rows.tolist() if row in chosen], dtype=np.int64)


def cast_lots(rows: Rows, uid: Any, address: tuple[int, int, int], key: tuple[int, int]) -> dict[int, float]:
    """Return the lot of each person."""
    month, decision, option = address
    return {row: uniform(key, decision, month, int(uid[row]), option) for row in rows.tolist()}
