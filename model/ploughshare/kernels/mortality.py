"""Deaths by the everyday risk of each state, besides clashes and attacks (rule: `processes/violence.py`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.philox import uniform_at

Rows = NDArray[np.int64]

_BLOCK = 64


@kernel
def everyday_deaths(
    uid: NDArray[np.uint32],
    alternative: NDArray[np.uint8],
    chance: NDArray[np.float64],
    month: int,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Return the rows of those who die: whose uniform number at (uid, month, decision, 0) is below the chance of his state.

    `chance` of shape (alternatives,) is monthly, 0 for the dead and the captured.
    """
    n = len(uid)
    when, what, none = np.uint64(month), np.uint64(decision), np.uint64(0)
    lot = np.empty(_BLOCK)
    dead = np.empty(n, dtype=np.int64)
    found, worst = 0, chance.max()
    for start in range(0, n, _BLOCK):
        size = min(_BLOCK, n - start)
        here = uid[start : start + size]
        for j in range(size):
            lot[j] = uniform_at(np.uint64(here[j]), when, what, none, k0, k1)
        anybody = False
        for j in range(size):
            anybody |= lot[j] < worst
        state = alternative[start : start + size]
        for j in range(size if anybody else 0):
            dead[found] = start + j
            found += lot[j] < chance[state[j]]
    return dead[:found].copy()
