"""How many persons reach or hold each stage of each programme in a month: what the `programmes` table is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import FIRST_PROGRAMME, Stage
from ploughshare.agents.population import NOBODY, Rows
from ploughshare.kernels.stock import Present, Tally, count_at_stage, count_present
from ploughshare.scenario.programmes import Payer

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
_IN_TRAINING = Stage.TRAINING.value
_PRESENT = Present(*range(STAGE_NAMES.index(FIRST_PRESENT), len(STAGE_NAMES)))


class StageCounts:
    """Counts of this month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        shape = (len(model.programmes), len(STAGE_NAMES), model.regions, model.coalition_count, 2)
        self.counts = np.zeros(shape, dtype=np.int64)
        """persons and the women among them, by programme, stage, region and coalition"""
        self.tally = Tally(self.counts, model.leaders.coalition)
        """the counts as kernels take them, for the coalitions of groups as they are at any time"""
        self._training = [programme for programme in model.programmes if programme.definition.training_months]
        self._owed = np.array([p.definition.payer is not Payer.NOBODY for p in model.programmes], dtype=bool)
        """programmes that owe pay, shape (programmes,)"""

    def start_month(self) -> None:
        """Forget the counts of last month."""
        self.counts[:] = 0

    def add(self, stage: str, rows: Rows, programme: int) -> None:
        """Count persons at a stage of a programme where they are, and for the coalition of their group, now."""
        count_at_stage(rows, programme, STAGE_NAMES.index(stage), self.model.population.states, self.tally)

    def add_present(self, counted: NDArray[np.int64]) -> None:
        """Count those present at the end of the month: who serves, is absent or unpaid, and who is in training.

        Persons are `counted` by group, region, alternative and measure, as `take_census` does; only who serves in an interim
        unit may be absent.
        """
        model = self.model
        count_present(
            counted,
            _together([programme.serving_rows() for programme in model.interim_programmes]),
            _together([programme.applicants() for programme in self._training]),
            self._owed & ~model.paid,
            FIRST_PROGRAMME,
            _IN_TRAINING,
            _PRESENT,
            model.population.states,
            self.tally,
        )


def _together(several: list[Rows]) -> Rows:
    """Return the rows of several programmes one after the other."""
    some = [rows for rows in several if len(rows)]
    if len(some) == 1:
        return some[0]
    return np.concatenate(some) if some else NOBODY
