"""One pool of workers, ready, and sweeps driven through it one after another."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from ploughshare.analysis.experiments.loading import LoadedExperiment, load_experiment
from ploughshare.analysis.sweep.batch import Simulate, Work, work_of
from ploughshare.analysis.sweep.description import describe_sweep
from ploughshare.analysis.sweep.driver import MOST_IN_BATCH, Listener, SweepDriver
from ploughshare.analysis.sweep.plan import SweepPlan
from ploughshare.analysis.sweep.pools import Pool, open_pool
from ploughshare.record.provenance import engine_hash
from ploughshare.record.run_store.writer import create_store

EXPERIMENT = "sobol-dozen"
"""twelve factors, four outcomes"""


def sampled(runs: int, population_scale: float = 0.1) -> LoadedExperiment:
    """Return the experiment with a plain random sample of so many points, one run each."""
    changes = {"method": "random", "size": runs, "replicates": 1, "population_scale": population_scale}
    return load_experiment(EXPERIMENT, changes)


@dataclass(frozen=True)
class Driven:
    """What a sweep took from its first batch to its last run on record, workers being there already."""

    runs: int
    wall_s: float
    cpu_s: float
    """processor time of the driver, its scheduler and all workers"""


@dataclass(frozen=True)
class Sweeper:
    """A pool with its workers ready."""

    pool: Pool
    jobs: int
    population_scale: float

    def drive(self, folder: Path, runs: int, listener: Listener | None = None, most: int = MOST_IN_BATCH) -> Driven:
        """Run a sweep of so many runs into a folder, with at most `most` runs a batch."""
        plan = SweepPlan(sampled(runs, self.population_scale), engine_hash())
        description = describe_sweep(plan, {}, "python -m benchmarks --only sweeps")
        with create_store(folder, description, plan.design_table(), plan.values_table()) as store:
            driver = SweepDriver(plan, store, self.pool, listener or Listener(), most)
            cpu, started = processor_seconds(), time.perf_counter()
            driver.drive()
            taken = time.perf_counter() - started
            done = len(store.finished)
        used = processor_seconds() - cpu
        return Driven(
            done, taken, round(used, 6)
        )  # the system counts hundredths; what a difference of floats adds is no time

    def timed(self, runs: int) -> Driven:
        """Run a sweep whose results nobody reads."""
        with tempfile.TemporaryDirectory() as folder:
            return self.drive(Path(folder) / "sweep", runs)


@contextmanager
def sweeper(jobs: int, simulate: Simulate | None = None, population_scale: float = 0.1) -> Iterator[Sweeper]:
    """Give a pool of local workers, each of which has imported the engine and done a run.

    Args:
        jobs: workers; 1 is this process, without dask, as `ploughshare sweep --jobs 1` has it.
        simulate: what takes the model's place, or none for the model.
        population_scale: persons simulated per person described.
    """
    loaded = sampled(8 * jobs, population_scale)
    work = work_of(loaded) if simulate is None else Work(loaded.space, simulate)
    with open_pool(work, engine_hash(), jobs) as pool:
        while pool.workers() < jobs:
            time.sleep(0.05)
        ready = Sweeper(pool, jobs, population_scale)
        ready.timed(8 * jobs)
        yield ready


def processor_seconds() -> float:
    """Return the processor time of this process and of all below it that are alive."""
    here = psutil.Process()
    times = [process.cpu_times() for process in (here, *here.children(recursive=True))]
    return float(sum(time_of.user + time_of.system for time_of in times))


def spread(values: list[float], digits: int = 2) -> str:
    """Return how many values there are and how far they lie apart, as a title says it."""
    if len(values) == 1:
        return "once"
    return f"median of {len(values)}, {min(values):.{digits}f} to {max(values):.{digits}f}"


def middle(values: list[float]) -> float:
    """Return the median."""
    return float(median(values))
