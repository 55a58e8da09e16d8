"""What a worker does: the runs of one batch, one after another; what came out of each, or the error that ended it."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import cloudpickle

from ploughshare.analysis.experiments.factors import FactorSpace
from ploughshare.analysis.experiments.loading import LoadedExperiment
from ploughshare.analysis.outcomes import OutcomeQuery, measure
from ploughshare.analysis.sweep.plan import PlannedRun
from ploughshare.errors import PloughshareError
from ploughshare.record.provenance import engine_hash
from ploughshare.record.tables import TablesOnDemand, finished_run
from ploughshare.scenario.schema import Scenario

Simulate = Callable[[Scenario, int], dict[str, float]]
"""scenario and seed -> outcome -> number"""

RUN_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    PloughshareError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""errors that end one run and leave the others alone"""


class OtherCode(PloughshareError):
    """A worker has other code than whoever sends it work: its runs would not be those of this sweep."""


@dataclass(frozen=True)
class Work:
    """What every batch of a sweep shares: factors around a scenario, and what is simulated and measured."""

    space: FactorSpace
    simulate: Simulate

    def packed(self) -> bytes:
        """Return it as bytes, to be sent along with every batch: some 60 kB for a whole country.

        Sent each time, because workers come, go and start again, and what was sent to them before goes with them.
        """
        return zlib.compress(cloudpickle.dumps(self))


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch: outcomes of the runs that finished, errors of those that did not, seconds of each."""

    outcomes: dict[str, dict[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def work_of(loaded: LoadedExperiment) -> Work:
    """Return the work of an experiment: run the model, measure its outcomes."""
    return Work(loaded.space, partial(simulate_and_measure, queries=loaded.queries, months=loaded.months))


def simulate_and_measure(
    scenario: Scenario, seed: int, queries: Sequence[OutcomeQuery], months: Sequence[str]
) -> dict[str, float]:
    """Run a scenario once; return each outcome at the end, and as `OUTCOME@MONTH` at the months asked for."""
    with finished_run(scenario, seed) as model:
        return measure(TablesOnDemand(model), scenario, queries, months)


def run_batch(packed: bytes, runs: Sequence[PlannedRun], engine: str) -> BatchResult:
    """Do the runs of a batch.

    Raises:
        OtherCode: this process has other code than `engine` says.
    """
    if engine != engine_hash():
        raise OtherCode(
            "the workers have another version of ploughshare", hint="install the same version on every worker"
        )
    return do_runs(_unpacked(packed), runs)


def do_runs(work: Work, runs: Sequence[PlannedRun]) -> BatchResult:
    """Do runs one after another; the error of one does not lose the others."""
    result = BatchResult()
    for run in runs:
        started = time.perf_counter()
        try:
            result.outcomes[run.key] = work.simulate(work.space.scenario_for(run.row), run.seed)
        except RUN_ERRORS as error:
            result.errors[run.key] = f"{type(error).__name__}: {error}"[:1000]
        result.seconds[run.key] = time.perf_counter() - started
    return result


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Work:
    work: Any = cloudpickle.loads(zlib.decompress(packed))
    assert isinstance(work, Work)
    return work
