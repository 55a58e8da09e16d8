"""Persons change state: flows are counted, pipelines and pay records end, the dead and the captured lose their weapons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import ABSENT, WEAPON

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@kernel
def transfer(
    rows: Counts,
    after: Bytes,
    group: Bytes,
    community: NDArray[np.uint16],
    alternative: Bytes,
    months_in_state: NDArray[np.uint16],
    in_pipeline: tuple[Bytes, Bytes, Bytes],
    pay_days: tuple[Bytes, Bytes],
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    absorbing: Flags,
    flows: Counts,
    changed: Flags,
) -> int:
    """Move persons to the alternatives `after`, shape (len(rows),), and return how many weapons are lost.

    `in_pipeline` are the columns applied_to, stage and months_in_stage, `pay_days` the paid and unpaid months; `flows`
    of shape (groups, regions, from, to) is added to. In `changed` of shape (2, alternatives) those alternatives are marked
    that persons have left or entered, and those whose pipelines they have left.
    """
    applied_to, stage, months_in_stage = in_pipeline
    paid, unpaid = pay_days
    lost = 0
    for k in range(len(rows)):
        i, state = rows[k], after[k]
        flows[group[i], region_of_community[community[i]], alternative[i], state] += 1
        changed[0, alternative[i]] = changed[0, state] = changed[1, applied_to[i]] = True
        alternative[i] = state
        months_in_state[i] = 0
        applied_to[i], stage[i], months_in_stage[i] = 0, 0, 0
        paid[i], unpaid[i] = 0, 0
        flags[i] &= ~ABSENT
        if absorbing[state]:
            lost += (flags[i] & WEAPON) != 0
            flags[i] &= ~WEAPON
    return lost


@kernel
def count_in(
    first: int,
    group: Bytes,
    community: NDArray[np.uint16],
    alternative: Bytes,
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    recruited: Counts,
    changed: Flags,
) -> int:
    """Count persons from row `first` on as recruits, and return how many weapons they bring.

    `recruited` of shape (groups, regions, alternative) is added to, `changed` is marked as by `transfer`.
    """
    weapons = 0
    for i in range(first, len(group)):
        recruited[group[i], region_of_community[community[i]], alternative[i]] += 1
        changed[0, alternative[i]] = True
        weapons += (flags[i] & WEAPON) != 0
    return weapons
