"""Deaths by the everyday risk of each state, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.oracle.randomness import uniform


def everyday_deaths(
    uid: NDArray[np.uint32],
    alternative: NDArray[np.uint8],
    chance: NDArray[np.float64],
    month: int,
    decision: int,
    k0: Any,
    k1: Any,
) -> NDArray[np.int64]:
    """Return the rows of those who die: their uniform number is below the monthly chance of the state they are in."""
    key = (int(k0), int(k1))
    dead = []
    for row, (person, state) in enumerate(zip(uid.tolist(), alternative.tolist(), strict=True)):
        if uniform(key, decision, month, person) < float(chance[state]):
            dead.append(row)
    return np.array(dead, dtype=np.int64)
