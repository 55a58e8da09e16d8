"""Many seeds on all cores: how much of each core's rate is kept when they all work, one process a core."""

from __future__ import annotations

import multiprocessing
import os
import time
from multiprocessing.synchronize import Barrier

from benchmarks.measures import Measure
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


def rate(scenario: Scenario, processes: int, runs: int) -> float:
    """Return runs a second of all processes together, each doing `runs` after one that warms it up."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Barrier(processes + 1), context.Barrier(processes + 1)
    workers = [
        context.Process(target=_work, args=(scenario, runs, first * 1000, ready, done)) for first in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    start = time.perf_counter()
    done.wait()
    taken = time.perf_counter() - start
    for worker in workers:
        worker.join()
    return processes * runs / taken


def _work(scenario: Scenario, runs: int, first_seed: int, ready: Barrier, done: Barrier) -> None:
    run_tables(scenario, first_seed)
    ready.wait()
    for seed in range(first_seed + 1, first_seed + 1 + runs):
        run_tables(scenario, seed)
    done.wait()


def benchmark(quick: bool) -> list[Measure]:
    """Measure full-scale runs on one and on all cores, in turns; the best of each counts."""
    scenario = load_scenario("mali", population_scale=0.1 if quick else 1.0)
    cores, runs, turns = os.cpu_count() or 1, 3, 2 if quick else 3
    alone, together = [], []
    for _ in range(turns):
        alone.append(rate(scenario, 1, runs))
        together.append(rate(scenario, cores, runs))
    efficiency = max(together) / cores / max(alone)
    size = "one tenth of" if quick else "all"
    return [
        Measure("ensemble.alone", f"Runs of {size} Mali on one core", max(alone), "runs/s"),
        Measure("ensemble.together", f"Runs of {size} Mali on {cores} cores", max(together), "runs/s"),
        Measure(
            "ensemble.efficiency",
            f"Efficiency of {cores} processes",
            efficiency,
            "share",
            0.85,
            0.93,
            is_ratio=True,
            note="by the clock: neighbours on the machine count",
        ),
    ]
