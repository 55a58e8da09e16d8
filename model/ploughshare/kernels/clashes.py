"""The chances that clashes break out between armed groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.violence import clash_hazard, contact

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@kernel
def clash_chances(
    pairs: Counts,
    tension: Floats,
    active: Flags,
    coalition: Counts,
    none: int,
    armed: Floats,
    trust: Floats,
    guarantee: Floats,
    base: float,
) -> tuple[Counts, Floats]:
    """Return who may clash where, as rows of (pair, region), and with which monthly chance.

    `pairs` of groups, shape (pairs, 2), with `tension`, shape (pairs,), clash where both have armed men, if both are active
    and not of one coalition; `none` stands for no coalition. Persons `armed` have shape (groups, regions), `active`,
    `coalition` and `trust` (groups,), `guarantee` (regions,).
    """
    regions = armed.shape[1]
    meetings, chances = np.empty((len(pairs) * regions, 2), dtype=np.int64), np.empty(len(pairs) * regions)
    found = 0
    for pair in range(len(pairs)):
        group, other = pairs[pair]
        allied = coalition[group] == coalition[other] and coalition[group] != none
        may_clash = active[group] and active[other] and not allied
        for region in range(regions if may_clash else 0):
            shared = contact(armed[group, region], armed[other, region])
            if shared > 0.0:
                meetings[found] = pair, region
                chances[found] = clash_hazard(base, tension[pair], shared, trust[group], guarantee[region])
                found += 1
    return meetings[:found], chances[:found]
