"""Who is still to be counted by a census and comes forward."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import LISTED_IN_CENSUS
from ploughshare.kernels.states import States
from ploughshare.philox import uniform_at

Rows = NDArray[np.int64]


@kernel
def come_forward(
    admitted: NDArray[np.bool_],
    turnout: float,
    uid: NDArray[np.uint32],
    states: States,
    address: tuple[int, int, int],
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Return the rows of all in `admitted` groups, shape (groups,), who are not counted yet and turn up, by a chance.

    The dead and captured do not. The number of a person stands at (uid, *address): month, decision and option.
    """
    when, what, option = np.uint64(address[0]), np.uint64(address[1]), np.uint64(address[2])
    rows = np.empty(len(states.group), dtype=np.int64)
    found = 0
    for i in range(len(states.group)):
        waits = admitted[states.group[i]] and not states.absorbing[states.alternative[i]]
        if waits and (states.flags[i] & LISTED_IN_CENSUS) == 0:
            rows[found] = i
            found += uniform_at(np.uint64(uid[i]), when, what, option, k0, k1) < turnout
    return rows[:found].copy()
