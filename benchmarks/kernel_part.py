"""How a run of the model is divided between kernels and what is outside them."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

from benchmarks.kernel_time import timed_kernels
from benchmarks.running import run_model
from benchmarks.timing import Timed, once
from ploughshare.scenario.schema import Scenario

KERNEL_ROUNDS = 9
"""runs in which kernels are timed"""


@dataclass(frozen=True)
class KernelPart:
    """What kernels take of runs in which each call of one is timed; what timing costs is taken off."""

    seconds: float
    """seconds in kernels by the clock, the least of all runs"""
    outside_share: float
    """part of the run outside kernels, the median of all runs: both times are of the same run, and feel the same neighbours"""


def kernel_part(definition: Scenario, rounds: int = KERNEL_ROUNDS, months: int | None = None) -> KernelPart:
    """Run the model several times in a process of its own and return what kernels take.

    A user's run has no recorded world and no other engine beside it in memory: what they do to the memory and to the near
    caches of Python is no part of it.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return apart.submit(kernel_part_here, definition, rounds, months).result()


def kernel_part_here(definition: Scenario, rounds: int, months: int | None) -> KernelPart:
    """Do as `kernel_part` in this process, after one run that is not measured."""
    once(run_model(definition, months=months), Timed())
    seconds, outside = [], []
    for _ in range(rounds):
        timed = Timed()
        work = run_model(definition, months=months)
        with timed_kernels() as spent:
            once(work, timed)
        seconds.append(spent.total_s)
        outside.append(1.0 - spent.total_s / (timed.wall_s[0] - spent.timing_s))
    return KernelPart(min(seconds), median(outside))
