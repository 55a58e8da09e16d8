"""Who is under arms for the parties of a fight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.states import States

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@kernel
def fighters_in(region: int, fights: Flags, states: States) -> Rows:
    """Return the rows of those under arms in a region whose groups fight, as `fights` says of each, shape (groups,)."""
    here = states.region_of_community == region
    found = 0
    rows = np.empty(len(states.group), dtype=np.int64)
    for i in range(len(states.group)):
        if states.alternative[i] == states.armed and fights[states.group[i]] and here[states.community[i]]:
            rows[found] = i
            found += 1
    return rows[:found].copy()
