"""A month passes, one person after the other."""

from __future__ import annotations

from typing import Any

from ploughshare.kernels.columns import SHOCKED
from ploughshare.oracle.packing import without


def pass_month(months_in_state: Any, stage: Any, months_in_stage: Any) -> None:
    """Count a month more in the state each person is in, and in the stage of those in a pipeline."""
    for row, in_pipeline in enumerate(stage.tolist()):
        months_in_state[row] += 1
        if in_pipeline:
            months_in_stage[row] += 1


def forget_shocks(flags: Any) -> None:
    """Let nobody be shocked any more."""
    for row in range(len(flags)):
        flags[row] = without(flags[row], SHOCKED)
