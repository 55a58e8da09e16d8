"""One person after the other changes state."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import ABSENT, WEAPON
from ploughshare.oracle.packing import holds, without

Column = NDArray[Any]
Counts = NDArray[np.int64]


def transfer(
    rows: Counts,
    after: Column,
    group: Column,
    community: Column,
    alternative: Column,
    months_in_state: Column,
    in_pipeline: tuple[Column, ...],
    pay_days: tuple[Column, ...],
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    absorbing: Column,
    flows: Counts,
    changed: Column,
) -> int:
    """Move persons to the alternatives `after` and count the flow; return how many weapons the dead and captured lose.

    Pipelines, pay records and absence end with the state that is left. Alternatives left and entered are marked in the
    first row of `changed`, pipelines left in the second.
    """
    lost = 0
    for row, state in zip(rows.tolist(), after.tolist(), strict=True):
        for touched in (alternative[row], state):
            changed[0, touched] = True
        changed[1, in_pipeline[0][row]] = True
        flows[group[row], region_of_community[community[row]], alternative[row], state] += 1
        alternative[row] = state
        months_in_state[row] = 0
        for column in (*in_pipeline, *pay_days):
            column[row] = 0
        flags[row] = without(flags[row], ABSENT)
        if absorbing[state] and holds(flags[row], WEAPON):
            flags[row] = without(flags[row], WEAPON)
            lost += 1
    return lost


def count_in(
    first: int,
    group: Column,
    community: Column,
    alternative: Column,
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    recruited: Counts,
    changed: Column,
) -> int:
    """Count those from row `first` on as recruits and return how many hold a weapon."""
    for row in range(first, len(group)):
        recruited[group[row], region_of_community[community[row]], alternative[row]] += 1
        changed[0, alternative[row]] = True
    return sum(holds(held, WEAPON) for held in flags[first:])
