"""Who is taken first by lot."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.kernels.selection import lowest


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), max_size=12), st.integers(-1, 12))
def test_the_lowest_lots_are_those_of_a_stable_sort(lots: list[float], number: int) -> None:
    rows, lot = 3 * np.arange(len(lots)), np.array(lots)
    number = min(number, len(lots))
    sorted_first = np.sort(rows[np.argsort(lot, kind="stable")[: max(number, 0)]])
    assert lowest(rows, lot, number).tolist() == sorted_first.tolist()
