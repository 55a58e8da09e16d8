"""Who is under arms for the parties of a fight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@kernel
def fighters_in(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    armed: int,
    fights: Flags,
    region_of_community: Rows,
    region: int,
) -> Rows:
    """Return the rows of those under arms in a region whose groups fight.

    `group`, `community` and `alternative` are columns of persons, shape (n,); `armed` is the alternative of those under arms;
    `fights` says of each group whether it is a party, shape (groups,).
    """
    here = np.empty(len(region_of_community), dtype=np.bool_)
    for place in range(len(region_of_community)):
        here[place] = region_of_community[place] == region
    found = 0
    rows = np.empty(len(group), dtype=np.int64)
    for i in range(len(group)):
        if alternative[i] == armed and fights[group[i]] and here[community[i]]:
            rows[found] = i
            found += 1
    return rows[:found].copy()
