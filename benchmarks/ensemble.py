"""Many seeds on all cores: how much of each core's rate is kept when they all work, one process a core."""

from __future__ import annotations

import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks.measures import Measure
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


@dataclass(frozen=True)
class Pace:
    """How fast processes got through their runs together."""

    runs_per_s: float
    """of all together, by the clock"""
    cpu_s_per_run: float
    """processor time of one run: it rises when processes contend for caches and memory, not when a neighbour waits"""


def pace(scenario: Scenario, processes: int, runs: int) -> Pace:
    """Let each of some processes do `runs` after one that warms it up."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Barrier(processes + 1), context.Barrier(processes + 1)
    used = context.Array("d", processes)
    workers = [
        context.Process(target=_work, args=(scenario, runs, number, ready, done, used)) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    start = time.perf_counter()
    done.wait()
    taken = time.perf_counter() - start
    for worker in workers:
        worker.join()
    return Pace(processes * runs / taken, sum(used[:]) / (processes * runs))


def _work(scenario: Scenario, runs: int, number: int, ready: Barrier, done: Barrier, used: Any) -> None:
    first = 1000 * number
    run_tables(scenario, first)
    ready.wait()
    start = time.process_time()
    for seed in range(first + 1, first + 1 + runs):
        run_tables(scenario, seed)
    used[number] = time.process_time() - start
    done.wait()


def benchmark(quick: bool) -> list[Measure]:
    """Measure full-scale runs on one and on all cores, in turns; the best of each counts."""
    scenario = load_scenario("mali", population_scale=0.1 if quick else 1.0)
    cores, runs, turns = os.cpu_count() or 1, 3, 2 if quick else 4
    alone, together = [], []
    for _ in range(turns):
        alone.append(pace(scenario, 1, runs))
        together.append(pace(scenario, cores, runs))
    one, all_ = max(p.runs_per_s for p in alone), max(p.runs_per_s for p in together)
    contention = min(p.cpu_s_per_run for p in alone) / min(p.cpu_s_per_run for p in together)
    size = "one tenth of" if quick else "all"
    by_clock = f"Efficiency of {cores} processes, by the clock (neighbours on the machine count)"
    by_processor = f"Efficiency of {cores} processes, by processor time (caches and memory shared, neighbours left out)"
    return [
        Measure("ensemble.alone", f"Runs of {size} Mali on one core", one, "runs/s"),
        Measure("ensemble.together", f"Runs of {size} Mali on {cores} cores", all_, "runs/s"),
        Measure("ensemble.efficiency", by_clock, all_ / cores / one, "share", 0.85, 0.93),
        Measure("ensemble.cpu_efficiency", by_processor, contention, "share", 0.85, 0.93, is_ratio=not quick),
    ]
