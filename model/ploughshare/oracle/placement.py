"""Posting one person after the other to sites with places left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def assign_sites(near: NDArray[np.bool_], home_region: Counts, site_region: Counts, places: Counts) -> Counts:
    """Return the site of each person in turn, or -1 where no place is left.

    Who is to serve near home gets the site with most places left in his home region, others that with most left elsewhere;
    where there is none, that with most left anywhere. Of equal sites the first.
    """
    left, posted = places.tolist(), []
    for at_home, region in zip(near.tolist(), home_region.tolist(), strict=True):
        roomy = [site for site in range(len(left)) if left[site] > 0]
        wished = [site for site in roomy if (int(site_region[site]) == region) == at_home]
        site = max(wished or roomy, key=lambda candidate: left[candidate], default=-1)
        if site >= 0:
            left[site] -= 1
        posted.append(site)
    return np.array(posted, dtype=np.int64)
