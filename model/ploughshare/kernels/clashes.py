"""Where clashes break out between armed groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.philox import uniform_at
from ploughshare.rules.violence import clash_hazard, contact

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]


@kernel
def clashes_of(
    pairs: Counts,
    tension: Floats,
    active: Flags,
    coalition: Counts,
    none: int,
    armed: Floats,
    trust: Floats,
    guarantee: Floats,
    base: float,
    addresses: tuple[Words, Words],
    month: int,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> Counts:
    """Return who clashes where, as rows of (pair, region): with the chance of the rule, by lot.

    `pairs` of groups, shape (pairs, 2), with `tension`, shape (pairs,), clash where both have armed men, if both are active
    and not of one coalition; `none` stands for no coalition. Persons `armed` have shape (groups, regions), `active`,
    `coalition` and `trust` (groups,), `guarantee` (regions,). The lot of a meeting stands at (pair, month, decision, region),
    by the words of `addresses` of both.
    """
    regions = armed.shape[1]
    meetings = np.empty((len(pairs) * regions, 2), dtype=np.int64)
    of_pair, of_region = addresses
    when, what = np.uint64(month), np.uint64(decision)
    found = 0
    for pair in range(len(pairs)):
        group, other = pairs[pair]
        allied = coalition[group] == coalition[other] and coalition[group] != none
        may_clash = active[group] and active[other] and not allied
        for region in range(regions if may_clash else 0):
            shared = contact(armed[group, region], armed[other, region])
            if shared > 0.0:
                chance = clash_hazard(base, tension[pair], shared, trust[group], guarantee[region])
                if uniform_at(of_pair[pair], when, what, of_region[region], k0, k1) < chance:
                    meetings[found] = pair, region
                    found += 1
    return meetings[:found]
