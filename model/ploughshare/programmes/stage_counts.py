"""How many persons reach or hold each stage of each programme in a month: what the `programmes` table is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import FIRST_PROGRAMME, Stage
from ploughshare.agents.population import Rows
from ploughshare.kernels.stock import Tally, count_at_stage, count_present

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

STAGE_NAMES = (
    "listed",
    "registered",
    "screened",
    "fit",
    "unfit",
    "trained",
    "placed",
    "left",
    "died",
    "in_training",
    "serving",
    "absent",
    "unpaid",
)
"""Stages of the `programmes` table: new in the month up to `died`, present in the month after it."""
FIRST_PRESENT = "in_training"
"""the first of the stages in which persons are present, month after month"""
_IN_TRAINING, _SERVING, _ABSENT, _UNPAID = range(STAGE_NAMES.index("in_training"), len(STAGE_NAMES))


class StageCounts:
    """Counts of this month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        shape = (len(model.programmes), len(STAGE_NAMES), model.regions, model.coalition_count, 2)
        self.counts = np.zeros(shape, dtype=np.int64)
        """persons and the women among them, by programme, stage, region and coalition"""

    def start_month(self) -> None:
        """Forget the counts of last month."""
        self.counts[:] = 0

    def add(self, stage: str, rows: Rows, alternative: NDArray[np.integer]) -> None:
        """Count persons at a stage of the programmes behind these alternatives, shape (len(rows),).

        They count where they are, and for the coalition of their group, now.
        """
        if len(rows) == 0:
            return
        programme = alternative.astype(np.int64) - FIRST_PROGRAMME
        count_at_stage(rows, programme, STAGE_NAMES.index(stage), self.model.population.states, self.tally())

    def add_present(self, programme: int, serving: Rows, applicants: Rows, unpaid: bool) -> None:
        """Count those who serve in a programme, `unpaid` or not, are absent there, and are in training for it."""
        states, training = self.model.population.states, Stage.TRAINING.value
        present = _IN_TRAINING, _SERVING, _ABSENT, _UNPAID
        count_present(serving, applicants, programme, training, unpaid, present, states, self.tally())

    def tally(self) -> Tally:
        """Return the counts as kernels take them."""
        return Tally(self.counts, self.model.coalition_of_group)
