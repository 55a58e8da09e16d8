"""The persons as columns, and the ways in which they change state."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.world.months import Columns, World
from ploughshare.agents.options import CAPTURED, DEAD, HOME, Stage

Rows = NDArray[np.int64]

ADULT_MONTHS = 18 * 12
_OF_A_STATE = ("months_in_state", "applied_to", "stage", "months_in_stage", "paid_months", "unpaid_months")


class People:
    """All persons, one array an attribute; the dead stay in the table."""

    uid: NDArray[np.uint32]
    group: NDArray[np.uint8]
    home: NDArray[np.uint16]
    community: NDArray[np.uint16]
    alternative: NDArray[np.uint8]
    months_in_state: NDArray[np.uint16]
    applied_to: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    months_in_stage: NDArray[np.uint8]
    paid_months: NDArray[np.uint8]
    unpaid_months: NDArray[np.uint8]
    birth_month: NDArray[np.int16]
    woman: NDArray[np.bool_]
    weapon: NDArray[np.bool_]
    fit: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    listed_in_census: NDArray[np.bool_]
    found_unfit: NDArray[np.bool_]
    demobilised: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    shocked: NDArray[np.bool_]
    fighting_value: NDArray[np.float32]
    rank_expected: NDArray[np.float32]
    attachment: NDArray[np.float32]
    trust_government: NDArray[np.float32]
    trust_leader: NDArray[np.float32]
    trust_mission: NDArray[np.float32]

    def __init__(self, world: World) -> None:
        self.names = tuple(world.founders)
        for name, column in world.founders.items():
            setattr(self, name, column.copy())
        self.region_of_community = world.region_of_community
        shape = (world.groups, world.regions, len(world.alternatives), len(world.alternatives))
        self.flows = np.zeros(shape, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.uid)

    @property
    def region(self) -> Rows:
        """Region where each person is."""
        return self.region_of_community[self.community]

    @property
    def present(self) -> NDArray[np.bool_]:
        """Who is neither dead nor captured."""
        return np.asarray((self.alternative != DEAD) & (self.alternative != CAPTURED))

    def is_child(self, month: int) -> NDArray[np.bool_]:
        """Who is under 18."""
        return month - self.birth_month.astype(np.int64) < ADULT_MONTHS

    def append(self, columns: Columns) -> None:
        """Add newcomers; columns not given start at zero."""
        added = len(columns["uid"])
        for name in self.names:
            old = getattr(self, name)
            new = np.asarray(columns.get(name, np.zeros(added))).astype(old.dtype)
            setattr(self, name, np.concatenate([old, new]))

    def transfer(self, rows: Rows, to: int | NDArray[np.integer]) -> None:
        """Move persons to another alternative and count the flow."""
        if len(rows) == 0:
            return
        before = self.alternative[rows]
        after = np.broadcast_to(np.asarray(to, dtype=np.uint8), before.shape)
        np.add.at(self.flows, (self.group[rows], self.region[rows], before, after), 1)
        self.alternative[rows] = after
        for name in _OF_A_STATE:
            getattr(self, name)[rows] = 0
        self.absent[rows] = False
        self.weapon[rows[(after == DEAD) | (after == CAPTURED)]] = False

    def leave(self, rows: Rows) -> None:
        """People leave a programme: armed ones for their group, others for home."""
        self.transfer(rows, np.where(self.weapon[rows], 0, HOME))
        self.community[rows] = self.home[rows]

    def apply(self, rows: Rows, to: NDArray[np.integer]) -> None:
        """Put persons on the list of a programme."""
        self.applied_to[rows] = to
        self.stage[rows] = Stage.LISTED
        self.months_in_stage[rows] = 0

    def withdraw(self, rows: Rows) -> None:
        """Take persons out of the pipeline."""
        self.applied_to[rows] = 0
        self.stage[rows] = Stage.NONE
        self.months_in_stage[rows] = 0

    def advance(self, rows: Rows, stage: Stage) -> None:
        """Put applicants into a stage."""
        self.stage[rows] = stage
        self.months_in_stage[rows] = 0

    def at(self, alternative: int, stage: Stage) -> Rows:
        """Return applicants of a programme at a stage."""
        return np.flatnonzero((self.applied_to == alternative) & (self.stage == stage))

    def serving(self, alternative: int) -> Rows:
        """Return those who are in an alternative."""
        return np.flatnonzero(self.alternative == alternative)


def count(
    columns: tuple[NDArray[np.integer], ...], sizes: tuple[int, ...], weights: NDArray[Any] | None = None
) -> NDArray[np.float64]:
    """Return a histogram over several integer columns, shape `sizes`."""
    cell = np.ravel_multi_index(tuple(column.astype(np.int64) for column in columns), sizes)
    return np.bincount(cell, weights=weights, minlength=int(np.prod(sizes))).reshape(sizes).astype(np.float64)
