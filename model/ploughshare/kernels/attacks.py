"""Which sites of programmes extremists attack in a month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.philox import uniform_at
from ploughshare.rules.violence import attack_hazard

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]


@kernel
def attacked_sites(
    base: float,
    exposure: Floats,
    community: Counts,
    extremist_exposure: Floats,
    region: Counts,
    guarantee: Floats,
    address: Words,
    month: int,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> Counts:
    """Return the numbers of the sites attacked: each with the chance of the rule, by its lot at (address, month, decision, 0).

    `exposure`, `community`, `region` and `address` have shape (sites,), `extremist_exposure` (communities,), `guarantee`
    (regions,).
    """
    when, what, none = np.uint64(month), np.uint64(decision), np.uint64(0)
    attacked = np.empty(len(address), dtype=np.int64)
    found = 0
    for site in range(len(address)):
        chance = attack_hazard(base, exposure[site], extremist_exposure[community[site]], guarantee[region[site]])
        if uniform_at(address[site], when, what, none, k0, k1) < chance:
            attacked[found] = site
            found += 1
    return attacked[:found]
