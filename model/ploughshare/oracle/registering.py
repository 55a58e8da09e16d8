"""Who comes forward for a census, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import LISTED_IN_CENSUS
from ploughshare.kernels.states import States
from ploughshare.oracle.packing import holds
from ploughshare.oracle.randomness import uniform


def come_forward(
    admitted: NDArray[np.bool_],
    turnout: float,
    uid: Any,
    states: States,
    address: tuple[int, int, int],
    k0: Any,
    k1: Any,
) -> NDArray[np.int64]:
    """Return who of the groups admitted is free, is not counted yet, and comes."""
    month, decision, option = address
    key = (int(k0), int(k1))
    came = []
    for row, who in enumerate(uid.tolist()):
        counted = holds(states.flags[row], LISTED_IN_CENSUS)
        if counted or not admitted[states.group[row]] or states.absorbing[states.alternative[row]]:
            continue
        if uniform(key, decision, month, who, option) < turnout:
            came.append(row)
    return np.array(came, dtype=np.int64)
