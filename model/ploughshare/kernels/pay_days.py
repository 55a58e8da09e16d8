"""What groups learn about the pay of a programme from one pay day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.trust import update_pay_belief


@kernel
def learn_pay_day(
    group: NDArray[np.uint8], serving: NDArray[np.int64], paid: bool, memory: float, belief: NDArray[np.float64]
) -> None:
    """Change what the groups of those who serve believe, `belief` of shape (groups, 2): pay days kept and missed.

    `group` of shape (persons,), `serving` their rows.
    """
    serves = np.zeros(len(belief), dtype=np.bool_)
    for row in serving:
        serves[group[row]] = True
    kept = 1.0 if paid else 0.0
    for g in range(len(belief)):
        if serves[g]:
            belief[g, 0], belief[g, 1] = update_pay_belief(belief[g, 0], belief[g, 1], kept, 1.0 - kept, memory)
