"""An event shifts the trust of all persons of some groups at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.trust import shifted

Singles = NDArray[np.float32]


@kernel
def shift_trust(group: NDArray[np.uint8], moved: NDArray[np.bool_], trust: Singles, change: np.float32) -> None:
    """Move the trust of persons whose group is `moved`, shape (groups,), in the precision in which it is stored."""
    for i in range(len(trust)):
        if moved[group[i]]:
            trust[i] = shifted(trust[i], change)
