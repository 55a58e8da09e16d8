"""From counts of persons to the shares of groups, places and options that everybody sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@kernel
def shares_of(
    by_home: Counts, under_arms: Counts, region_of_community: Counts, absorbing: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return persons by group and option, those under arms by group and region, and shares, which are 0 where nobody is.

    The shares are those of home regions in each group (groups, regions), of options in each group and home region
    (groups, regions, options), and of groups among those under arms in a community (groups, communities). Persons
    `by_home` have shape (groups, regions, options), those `under_arms` (groups, communities). The dead and captured, in
    `absorbing` options, do not count.
    """
    groups, regions, options = by_home.shape
    by_option, homes, peers = np.zeros((groups, options)), np.empty((groups, regions)), np.zeros(by_home.shape)
    armed_here, recruiting = np.zeros((groups, regions)), np.empty(under_arms.shape)
    here = np.empty(regions, dtype=np.int64)
    for g in range(groups):
        for region in range(regions):
            here[region] = 0
            for option in range(options):
                here[region] += 0 if absorbing[option] else by_home[g, region, option]
        present = max(here.sum(), 1)
        for region in range(regions):
            homes[g, region] = here[region] / present
            for option in range(options):
                if not absorbing[option]:
                    peers[g, region, option] = by_home[g, region, option] / max(here[region], 1)
                    by_option[g, option] += by_home[g, region, option]
    for place in range(under_arms.shape[1]):
        armed = max(under_arms[:, place].sum(), 1)
        for g in range(groups):
            recruiting[g, place] = under_arms[g, place] / armed
            armed_here[g, region_of_community[place]] += under_arms[g, place]
    return by_option, armed_here, homes, peers, recruiting
