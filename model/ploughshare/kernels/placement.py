"""Posting persons to sites with places left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel

Counts = NDArray[np.int64]


@kernel
def assign_sites(near: NDArray[np.bool_], home_region: Counts, site_region: Counts, places: Counts) -> Counts:
    """Return the site of each person in turn, or -1 where no place is left, shape (persons,).

    Who is to serve `near` home is posted to the site with most places left in his home region, others to the one with
    most left elsewhere; where that is full, to the one with most left anywhere. `site_region` and `places` have shape
    (sites,).
    """
    left = places.copy()
    site = np.full(len(near), -1, dtype=np.int64)
    for i in range(len(near)):
        chosen = _roomiest(left, site_region, home_region[i], near[i], False)
        if chosen < 0:
            chosen = _roomiest(left, site_region, home_region[i], near[i], True)
        if chosen < 0:
            break
        site[i] = chosen
        left[chosen] -= 1
    return site


@inlined
def _roomiest(left: Counts, site_region: Counts, home_region: int, near: bool, anywhere: bool) -> int:
    """Return the first site with most places left, near home or elsewhere, or -1."""
    chosen, most = -1, 0
    for site in range(len(left)):
        at_home = site_region[site] == home_region
        if left[site] > most and (anywhere or at_home == near):
            chosen, most = site, left[site]
    return chosen
