"""Who is found with a value, in order of stage, and first by lot."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.kernels.selection import lowest, rows_with, sort_by_stage


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), max_size=12), st.integers(-1, 12))
def test_the_lowest_lots_are_those_of_a_stable_sort(lots: list[float], number: int) -> None:
    rows, lot = 3 * np.arange(len(lots)), np.array(lots)
    number = min(number, len(lots))
    sorted_first = np.sort(rows[np.argsort(lot, kind="stable")[: max(number, 0)]])
    assert lowest(rows, lot, number).tolist() == sorted_first.tolist()


@given(st.integers(0, 200), st.sets(st.integers(0, 199), max_size=6))
def test_everybody_with_a_value_is_found_also_at_the_ends_of_blocks(persons: int, holders: set[int]) -> None:
    column = np.zeros(persons, dtype=np.uint8)
    there = sorted(row for row in holders if row < persons)
    column[there] = 3
    assert rows_with(column, 3).tolist() == there


@given(st.lists(st.integers(0, 5), max_size=12))
def test_rows_stand_by_stage_and_keep_their_order_there(stages: list[int]) -> None:
    stage, rows = np.array(stages, dtype=np.uint8), np.arange(len(stages))
    by_stage, begins = sort_by_stage(rows, stage, 6)
    assert by_stage.tolist() == np.argsort(stage, kind="stable").tolist()
    assert begins.tolist() == [0, *np.cumsum(np.bincount(stage, minlength=6)).tolist()]
