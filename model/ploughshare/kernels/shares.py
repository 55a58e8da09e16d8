"""From counts of persons to the shares of groups, places and options that everybody sees."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Shares(NamedTuple):
    """Persons alive and free, and shares, which are 0 where nobody is; G groups, R regions, C communities, K options."""

    present_of_group: Floats
    """persons, shape (G,)"""
    armed_here: Floats
    """those under arms by region where they are, shape (G, R)"""
    armed_of_group: Floats
    """those under arms, shape (G,)"""
    armed_in_region: Floats
    """those under arms of all groups, shape (R,)"""
    home_region_share: Floats
    """share of each group's persons by home region, shape (G, R)"""
    peer_share: Floats
    """share of the persons of a group and home region in each option, shape (G, R, K)"""
    recruiting_share: Floats
    """share of each group among those under arms in a community, shape (G, C)"""


@kernel
def shares_of(by_home: Counts, under_arms: Counts, region_of_community: Counts, absorbing: NDArray[np.bool_]) -> Shares:
    """Return who is where.

    Persons `by_home` have shape (groups, regions, options), those `under_arms` (groups, communities). The dead and
    captured, in `absorbing` options, do not count.
    """
    groups, regions, options = by_home.shape
    homes, peers = np.empty((groups, regions)), np.zeros(by_home.shape)
    armed_here, recruiting = np.zeros((groups, regions)), np.empty(under_arms.shape)
    of_group, armed_of_group, armed_in_region = np.empty(groups), np.zeros(groups), np.zeros(regions)
    here = np.empty(regions, dtype=np.int64)
    for g in range(groups):
        for region in range(regions):
            here[region] = 0
            for option in range(options):
                here[region] += 0 if absorbing[option] else by_home[g, region, option]
        of_group[g] = here.sum()
        present = max(here.sum(), 1)
        for region in range(regions):
            homes[g, region] = here[region] / present
            for option in range(options):
                if not absorbing[option]:
                    peers[g, region, option] = by_home[g, region, option] / max(here[region], 1)
    for place in range(under_arms.shape[1]):
        armed = max(under_arms[:, place].sum(), 1)
        for g in range(groups):
            recruiting[g, place] = under_arms[g, place] / armed
            armed_here[g, region_of_community[place]] += under_arms[g, place]
            armed_of_group[g] += under_arms[g, place]
            armed_in_region[region_of_community[place]] += under_arms[g, place]
    return Shares(of_group, armed_here, armed_of_group, armed_in_region, homes, peers, recruiting)
