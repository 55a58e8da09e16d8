"""A design and what came of it: the table that sensitivity indices are computed from."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ploughshare.errors import UsageError

Array = np.ndarray[Any, np.dtype[np.float64]]
Finished = np.ndarray[Any, np.dtype[np.bool_]]
Problem = dict[str, Any]
"""SALib's description of the factors: `num_vars`, `names`, `bounds`, and where used `groups` and `dists`"""

KEEP = 0.9
"""share of the points that must be left for another replicate to be used"""

WHOLE = 0
"""size of a block when the design can only be used as a whole"""


@dataclass(frozen=True)
class Study:
    """Points of a design in the order in which SALib made them, and the outcome of the runs at each.

    Attributes:
        method: name of the method the design was made for, such as `sobol`.
        problem: SALib's description of the factors. It is never changed: SALib gets a copy.
        design: values of the factors, shape (points, factors), rows in SALib's order.
        outcomes: columns `point` (row of the design), `replicate`, `value`.
        second_order: whether a Sobol design holds the rows for pairs of factors.
        num_levels: levels of a Morris design.
        common_seeds: whether a replicate has the same seed at every point (common random numbers).
        seed_factor: name of the factor that is the seed itself, if there is one.
    """

    method: str
    problem: Problem
    design: Array
    outcomes: pd.DataFrame
    second_order: bool = True
    num_levels: int = 4
    common_seeds: bool = True
    seed_factor: str | None = None
    units: tuple[str, ...] = field(init=False)
    """names that indices are computed for: groups where there are groups, else factors"""

    def __post_init__(self) -> None:
        """Check the shapes.

        Raises:
            UsageError: columns are missing, or design and factors do not fit.
        """
        missing = {"point", "replicate", "value"} - set(self.outcomes.columns)
        if missing:
            raise UsageError(f"the table of outcomes has no column {', '.join(sorted(missing))}")
        if self.design.ndim != 2 or self.design.shape[1] != self.problem["num_vars"]:
            raise UsageError(
                f"the design has shape {self.design.shape}, but there are {self.problem['num_vars']} factors"
            )
        groups = self.problem.get("groups")
        names = list(dict.fromkeys(groups)) if groups else list(self.problem["names"])
        object.__setattr__(self, "units", tuple(names))

    @property
    def block(self) -> int:
        """Number of rows that only make sense together; `WHOLE` when that is the whole design."""
        count = len(self.units)
        sizes = {
            "sobol": 2 * count + 2 if self.second_order else count + 2,
            "morris": count + 1,
            "dgsm": count + 1,
            "fast": WHOLE,
            "fractional_factorial": WHOLE,
        }
        return sizes.get(self.method, 1)

    @property
    def replicates(self) -> int:
        """The largest number of runs at a point."""
        return int(self.outcomes.groupby("point")["replicate"].nunique().max()) if len(self.outcomes) else 0

    def salib_problem(self) -> Problem:
        """Return a copy of the problem: some of SALib's functions write into what they are given."""
        return copy.deepcopy(self.problem)

    def first_blocks(self, blocks: int) -> Study:
        """Return the study of the first blocks of the design, itself a valid design of the method."""
        rows = blocks * self.block
        return replace(self, design=self.design[:rows], outcomes=self.outcomes[self.outcomes["point"] < rows])

    def mean_outcome(self) -> Array:
        """Return the outcome at each point, averaged over its replicates, shape (points,); NaN where there is none."""
        means = self.outcomes.groupby("point")["value"].mean()
        return means.reindex(range(len(self.design))).to_numpy(dtype=np.float64)

    def by_replicate(self) -> pd.DataFrame:
        """Return the outcome by point (rows) and replicate (columns); NaN where there is none."""
        wide = self.outcomes.pivot_table(index="point", columns="replicate", values="value", aggfunc="mean")
        return wide.reindex(range(len(self.design)))


@dataclass(frozen=True)
class Usable:
    """What can be computed from: whole blocks with an outcome in every row, all with the same replicates.

    Attributes:
        study: the study of those blocks, points renumbered.
        left_out: points of the design that are not used.
        replicates: those used at every point.
    """

    study: Study
    left_out: int
    replicates: tuple[int, ...]


def usable(study: Study) -> Usable:
    """Keep whole blocks whose runs are all there, with the same replicates at every point.

    A sweep that was stopped, or runs that failed, leave holes. A hole makes its block useless: a trajectory of Morris or a row of
    Sobol's matrices is a comparison within the block. Of the replicates, as many are used as cost
    no more than a tenth of the points: two runs a point are worth more than a few more points.

    Raises:
        UsageError: no whole block is there, or a design that needs all its points lacks some.
    """
    wide = study.by_replicate()
    finished: Finished = np.isfinite(wide.to_numpy(dtype=np.float64))
    replicates = _replicates_with_most_points(finished, study)
    rows = _whole_rows(np.all(finished[:, replicates], axis=1), study) if replicates else np.array([], dtype=int)
    total = len(study.design)
    if len(rows) == 0:
        raise UsageError(
            _nothing_whole(study, int(finished.any(axis=1).sum())), hint="resume the sweep until more runs are done"
        )
    chosen = [wide.columns[number] for number in replicates]
    outcomes = study.outcomes[study.outcomes["replicate"].isin(chosen) & study.outcomes["point"].isin(rows)].copy()
    outcomes["point"] = outcomes["point"].map(dict(zip(rows.tolist(), range(len(rows)), strict=True)))
    kept = replace(study, design=study.design[rows], outcomes=outcomes.reset_index(drop=True))
    return Usable(kept, total - len(rows), tuple(int(number) for number in chosen))


def _replicates_with_most_points(finished: Finished, study: Study) -> list[int]:
    """Return columns: of the replicates ordered by how many points have them, as many as leave enough whole points."""
    order = sorted(range(finished.shape[1]), key=lambda column: (-int(finished[:, column].sum()), column))
    rows = [len(_whole_rows(np.all(finished[:, order[:count]], axis=1), study)) for count in range(1, len(order) + 1)]
    enough = [count for count, kept in enumerate(rows, start=1) if kept and kept >= KEEP * max(rows)]
    return sorted(order[: max(enough, default=0)])


def _whole_rows(done: Finished, study: Study) -> np.ndarray[Any, Any]:
    """Return rows of blocks that are done in every row."""
    size = study.block
    if size == WHOLE:
        return np.arange(len(done)) if bool(done.all()) else np.array([], dtype=int)
    whole = done[: len(done) // size * size].reshape(-1, size).all(axis=1)
    return np.flatnonzero(np.repeat(whole, size))


def _nothing_whole(study: Study, done: int) -> str:
    total = len(study.design)
    if study.block == WHOLE:
        return f"{study.method} needs every point of its design: {done} of {total} have an outcome"
    return f"no block of {study.block} points is complete: {done} of {total} points have an outcome"
