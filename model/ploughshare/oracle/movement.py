"""One person after the other changes state."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    absent: Column,
    weapon: Column,
    region_of_community: Counts,
    absorbing: Column,
    flows: Counts,
) -> int:
    """Move persons to the alternatives `after` and count the flow; return how many weapons the dead and captured lose.

    Pipelines, pay records and absence end with the state that is left.
    """
    lost = 0
    for row, state in zip(rows.tolist(), after.tolist(), strict=True):
        flows[group[row], region_of_community[community[row]], alternative[row], state] += 1
        alternative[row] = state
        months_in_state[row] = 0
        for column in (*in_pipeline, *pay_days, absent):
            column[row] = 0
        if absorbing[state] and weapon[row]:
            weapon[row] = False
            lost += 1
    return lost
