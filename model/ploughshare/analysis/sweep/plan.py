"""Which runs a sweep consists of: their keys, seeds and order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ploughshare.analysis.experiments.factors import SampledFactor
from ploughshare.analysis.experiments.loading import LoadedExperiment
from ploughshare.analysis.sampling import METHODS, column_names, draw_design
from ploughshare.record.run_store.parts import KEY, POINT, REPLICATE, SEED
from ploughshare.scenario.overlays import scenario_hash

Floats = NDArray[np.float64]
GOLDEN = 0.6180339887498949
"""stepping through 0 to 1 by this much fills it evenly at every moment"""


@dataclass(frozen=True)
class PlannedRun:
    """One run: its key, its sample point, and its seed."""

    key: str
    point: int
    replicate: int
    seed: int
    row: tuple[float, ...]
    """coded values of the factors"""


class SweepPlan:
    """All runs of an experiment.

    Args:
        loaded: the experiment.
        engine: fingerprint of the code that runs, part of every key.
        design: sample points in the unit cube if they are on record already, otherwise they are drawn.
        coded: the same points as coded values.
    """

    def __init__(
        self, loaded: LoadedExperiment, engine: str, design: Floats | None = None, coded: Floats | None = None
    ) -> None:
        self.loaded, self.engine = loaded, engine
        experiment, space = loaded.experiment, loaded.space
        drawn = draw_design(experiment, space.problem())
        known = 0 if design is None else len(design)
        self.design = drawn if design is None else np.vstack([design, drawn[known:]])
        fresh = space.coded(drawn[known:, : len(space.factors)])
        self.coded = fresh if coded is None else np.vstack([coded, fresh])
        self.replicates = experiment.runs_per_point
        self._salt = _salt(loaded, engine)

    @property
    def points(self) -> int:
        """Number of sample points."""
        return len(self.design)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.points * self.replicates

    def seed(self, point: int, replicate: int) -> int:
        """Return the seed of a run: common to all points, or its own, or the value of the factor `seed`."""
        seeds = self.loaded.experiment.seeds
        if isinstance(seeds, list):
            given = seeds[replicate]
        else:
            given = 1 + replicate + (point * self.replicates if seeds == "separate" else 0)
        return self.loaded.space.seed_for(self.coded[point], given)

    def run(self, point: int, replicate: int) -> PlannedRun:
        """Return one run with its key: a hash of scenario, factor values, seed, code, and the place in the design.

        The place is in it because designs repeat points, and each stands for itself in the indices.
        """
        seed, row = self.seed(point, replicate), self.coded[point]
        digest = hashlib.sha256(self._salt + row.tobytes() + seed.to_bytes(8, "little"))
        digest.update(point.to_bytes(8, "little") + replicate.to_bytes(4, "little"))
        return PlannedRun(digest.hexdigest()[:32], point, replicate, seed, tuple(row.tolist()))

    def order(self) -> NDArray[np.int64]:
        """Return the sample points in the order they are run: a sweep stopped anywhere has an even sample.

        A design that grows is run from its beginning, so that what is there is a smaller design; any other in golden steps.
        """
        numbers = np.arange(self.points)
        if METHODS[self.loaded.experiment.method].grows:
            return numbers
        return np.argsort((numbers * GOLDEN) % 1.0, kind="stable")

    def left(self, on_record: Container[str]) -> Iterator[PlannedRun]:
        """Yield the runs whose keys are not on record, in order."""
        for point in self.order().tolist():
            for replicate in range(self.replicates):
                run = self.run(point, replicate)
                if run.key not in on_record:
                    yield run

    def design_table(self) -> pd.DataFrame:
        """Return the sample points in the unit cube, with SALib's dummies where there are any."""
        names = column_names(self.loaded.experiment, self.loaded.space.names)
        return _table(self.design, names)

    def values_table(self) -> pd.DataFrame:
        """Return the sample points as coded values of the factors."""
        return _table(self.coded, self.loaded.space.names)

    def rows(self, runs: Sequence[PlannedRun], outcomes: Mapping[str, Sequence[float]]) -> pd.DataFrame:
        """Return finished runs as the store keeps them: key, point, replicate, seed, factor values, outcomes."""
        points = [run.point for run in runs]
        head = pd.DataFrame(
            {
                KEY: pd.array([run.key for run in runs], dtype="str"),
                POINT: np.array(points, dtype=np.int64),
                REPLICATE: np.array([run.replicate for run in runs], dtype=np.int32),
                SEED: np.array([run.seed for run in runs], dtype=np.int64),
            }
        )
        factors = self.loaded.space.labelled(self.coded[points])
        factors = factors.drop(columns=[factor.name for factor in self.loaded.space.factors if factor.is_seed])
        measured = pd.DataFrame({name: np.asarray(values, dtype=np.float64) for name, values in outcomes.items()})
        return pd.concat([head, factors, measured], axis=1)


def describe_factor(factor: SampledFactor) -> dict[str, Any]:
    """Return a factor as plain data."""
    spread = factor.spread
    return {
        "name": factor.name,
        "path": factor.path,
        "title": None if factor.title is None else factor.title.model_dump(),
        "unit": factor.unit,
        "distribution": None if spread is None else vars(spread),
        "categories": [factor.label(code) for code in range(len(factor.categories))],
        "integer": factor.integer,
        "multiplies": factor.multiplies,
        "group": factor.group,
    }


def _salt(loaded: LoadedExperiment, engine: str) -> bytes:
    """Return what all keys of a sweep share: the scenario's content, what the factors mean, the code."""
    factors = [describe_factor(factor) for factor in loaded.space.factors]
    for factor in factors:
        del factor["title"], factor["group"], factor["distribution"]
    text = json.dumps([scenario_hash(loaded.scenario), factors, engine], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).digest()


def _table(points: Floats, names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(points, columns=names)
    table.insert(0, POINT, np.arange(len(points), dtype=np.int64))
    return table
