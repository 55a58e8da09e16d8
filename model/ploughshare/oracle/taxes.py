"""Who takes the taxes of sources of income.

Source: docs/odd.md, economy.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def share_out(tax_xof: Any, community: Any, controller: Any, groups: int) -> tuple[Floats, Floats]:
    """Return what is taken in each community and by each group: the tax of every source where a group is in control."""
    by_place, by_group = [0.0] * len(controller), [0.0] * groups
    for xof, place in zip(tax_xof.tolist(), community.tolist(), strict=True):
        group = int(controller[place])
        if group >= 0:
            by_place[place] += xof
            by_group[group] += xof
    return np.array(by_place), np.array(by_group)
