"""Posting one person after the other to sites with places left."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.placement import SITE_LOT, Sites
from ploughshare.oracle.randomness import exponential

Counts = NDArray[np.int64]


def assign_sites(
    uid: NDArray[np.uint32], near: NDArray[np.bool_], home_region: Counts, sites: Sites, decision: int, k0: Any, k1: Any
) -> Counts:
    """Return the site of each person in turn, or -1 where no place is left.

    Each draws an order of all sites, weighed by their places. He gets the first with a place left in his home region where
    he is to serve near home, or elsewhere where not; where all of these are full, the first of all.
    """
    region, left = sites.region.tolist(), sites.left.tolist()
    key, posted = (int(k0), int(k1)), []

    def waits(person: int, site: int) -> float:
        lot = exponential(key, decision, SITE_LOT, person, int(sites.address[site]))
        return lot / int(sites.places[site])

    for person, at_home, home in zip(uid.tolist(), near.tolist(), home_region.tolist(), strict=True):
        roomy = [site for site in range(len(left)) if left[site] > 0]
        wished = [site for site in roomy if (region[site] == home) == at_home]
        drawn = {site: waits(person, site) for site in wished or roomy}
        chosen = min(drawn, key=drawn.__getitem__, default=-1)
        if chosen >= 0:
            left[chosen] -= 1
        posted.append(chosen)
    return np.array(posted, dtype=np.int64)
