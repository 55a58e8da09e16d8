"""A month passes for everybody, and a shock once it has been thought over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import SHOCKED


@kernel
def pass_month(
    months_in_state: NDArray[np.uint16], stage: NDArray[np.uint8], months_in_stage: NDArray[np.uint8]
) -> None:
    """Count a month more in the state each person is in, and in the stage of those in a pipeline; columns (persons,)."""
    for i in range(len(stage)):
        months_in_state[i] += 1
        months_in_stage[i] += stage[i] > 0


@kernel
def forget_shocks(flags: NDArray[np.uint16]) -> None:
    """Let nobody be shocked any more; packed flags (persons,)."""
    for i in range(len(flags)):
        flags[i] &= ~SHOCKED
