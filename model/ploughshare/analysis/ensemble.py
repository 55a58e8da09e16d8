"""Many seeds of one or several scenarios, on several processes. Results depend neither on their number nor on the order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ploughshare.analysis.workers import Progress, Workers, month_lived
from ploughshare.record.tables import run_tables
from ploughshare.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]
TRIES = 2
"""how often a seed is tried when its process dies"""


Reduce = Callable[[Scenario, Tables], Any]
"""what is kept of a run; a function that can be sent to other processes"""
Task = tuple[int, int]
"""which of the scenarios, and the seed"""


@dataclass(frozen=True)
class SeedResult:
    """What became of one seed: its tables, or the error that ended it."""

    seed: int
    tables: Tables | None
    error: str | None = None


@dataclass(frozen=True)
class TaskResult:
    """What became of one seed of one scenario: what was kept of it, or the error that ended it."""

    task: Task
    kept: Any
    error: str | None = None


def run_ensemble(
    scenario: Scenario, seeds: Sequence[int], jobs: int = 1, on_progress: Progress | None = None
) -> Iterator[SeedResult]:
    """Yield each seed as soon as it has finished. One seed's error does not lose the others.

    A process that dies takes down those beside it; their seeds are tried once more. Closing the iterator stops all work.
    """
    results = run_tasks([scenario], [(0, seed) for seed in seeds], whole_tables, jobs, on_progress)
    try:
        for result in results:
            yield SeedResult(result.task[1], result.kept, result.error)
    finally:
        results.close()


def whole_tables(scenario: Scenario, tables: Tables) -> Tables:
    """Keep everything of a run."""
    return tables


def run_tasks(
    scenarios: Sequence[Scenario],
    tasks: Sequence[Task],
    reduce: Reduce,
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> Generator[TaskResult]:
    """Yield what `reduce` keeps of each task as soon as it has finished; otherwise as `run_ensemble`.

    Tasks start in the order given. `reduce` works where the run has lived, so that only what it keeps travels.
    """
    if jobs <= 1 or len(tasks) == 1:
        lived = None if on_progress is None else lambda month: on_progress(1)
        for task in tasks:
            yield _run_here(scenarios, reduce, task, lived)
        return
    left = dict.fromkeys(tasks, TRIES)
    while left:
        yield from _run_pool(scenarios, left, reduce, jobs, on_progress)


def _run_here(
    scenarios: Sequence[Scenario], reduce: Reduce, task: Task, on_month: Callable[[int], None] | None
) -> TaskResult:
    scenario = scenarios[task[0]]
    try:
        return TaskResult(task, reduce(scenario, run_tables(scenario, task[1], on_month)))
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError, RuntimeError) as error:
        return TaskResult(task, None, f"{type(error).__name__}: {error}")


def _run_in_worker(scenarios: Sequence[Scenario], reduce: Reduce, task: Task) -> TaskResult:
    return _run_here(scenarios, reduce, task, lambda month: month_lived())


def _run_pool(
    scenarios: Sequence[Scenario], left: dict[Task, int], reduce: Reduce, jobs: int, on_progress: Progress | None
) -> Iterator[TaskResult]:
    """Run what is left in one pool; take finished tasks out of `left`, count a try for those lost with the pool."""
    workers: Workers[Task, TaskResult] = Workers(_run_in_worker, min(jobs, len(left)), scenarios, reduce)
    try:
        with closing(workers.finished(list(left), on_progress)) as finished:
            for task, future in finished:
                result = future.result()
                del left[task]
                yield result
    except BrokenProcessPool:
        yield from _count_tries(left)


def _count_tries(left: dict[Task, int]) -> list[TaskResult]:
    given_up = []
    for task in list(left):
        left[task] -= 1
        if left[task] == 0:
            del left[task]
            given_up.append(TaskResult(task, None, "its process died, twice (out of memory or killed)"))
    return given_up
