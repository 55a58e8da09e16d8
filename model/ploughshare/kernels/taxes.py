"""Who takes the taxes of sources of income."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@kernel
def share_out(tax_xof: Floats, community: Counts, controller: Counts, groups: int) -> tuple[Floats, Floats]:
    """Return what is taken in each community and by each group, XOF a month, shapes (communities,) and (groups,).

    The group in control takes the tax of the sources of a place, `tax_xof` by source; below 0 is a place that no group
    controls, where nobody does.
    """
    by_place, by_group = np.zeros(len(controller)), np.zeros(groups)
    for source in range(len(tax_xof)):
        place = community[source]
        if controller[place] >= 0:
            by_place[place] += tax_xof[source]
            by_group[controller[place]] += tax_xof[source]
    return by_place, by_group
