"""From counts of persons to the shares of groups, places and options that everybody sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@kernel
def shares_of(by_option: Counts, armed_in: Counts) -> tuple[Floats, Floats, Floats, Floats]:
    """Return persons by group and option, and shares, which are 0 where there is nobody.

    The shares are those of home regions in each group (groups, regions), of options in each group and home region
    (groups, regions, options), and of groups among those under arms in a community (groups, communities). Persons
    `by_option` have shape (groups, regions, options), those under arms `armed_in` (groups, communities).
    """
    groups, regions, options = by_option.shape
    by_alternative, homes, peers = np.zeros((groups, options)), np.empty((groups, regions)), np.empty(by_option.shape)
    for g in range(groups):
        present = max(by_option[g].sum(), 1)
        for region in range(regions):
            here = by_option[g, region].sum()
            homes[g, region] = here / present
            for option in range(options):
                peers[g, region, option] = by_option[g, region, option] / max(here, 1)
                by_alternative[g, option] += by_option[g, region, option]
    recruiting = np.empty(armed_in.shape)
    for community in range(armed_in.shape[1]):
        armed = max(armed_in[:, community].sum(), 1)
        for g in range(groups):
            recruiting[g, community] = armed_in[g, community] / armed
    return by_alternative, homes, peers, recruiting
