"""Many seeds of one or several scenarios, on several processes. Results depend neither on their number nor on the order."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.queues import Queue
from typing import Any

import pandas as pd

from ploughshare.record.tables import run_tables
from ploughshare.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]
Progress = Callable[[int], None]
"""called with the number of months lived since it was last called"""

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
        for task in tasks:
            yield _run_here(scenarios, task, reduce, on_progress)
        return
    left = dict.fromkeys(tasks, TRIES)
    while left:
        yield from _run_pool(scenarios, left, reduce, jobs, on_progress)


def _run_here(scenarios: Sequence[Scenario], task: Task, reduce: Reduce, on_progress: Progress | None) -> TaskResult:
    scenario = scenarios[task[0]]
    try:
        tables = run_tables(scenario, task[1], None if on_progress is None else lambda month: on_progress(1))
        return TaskResult(task, reduce(scenario, tables))
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError, RuntimeError) as error:
        return TaskResult(task, None, f"{type(error).__name__}: {error}")


def _run_pool(
    scenarios: Sequence[Scenario], left: dict[Task, int], reduce: Reduce, jobs: int, on_progress: Progress | None
) -> Iterator[TaskResult]:
    """Run what is left in one pool; take finished tasks out of `left`, count a try for those lost with the pool."""
    context = multiprocessing.get_context("spawn")
    months: Queue[int] = context.Queue()
    pool = ProcessPoolExecutor(
        max_workers=min(jobs, len(left)),
        mp_context=context,
        initializer=_start_worker,
        initargs=(scenarios, reduce, months),
    )
    stop = _forward_progress(months, on_progress)
    waiting: dict[Future[TaskResult], Task] = {}
    try:
        waiting = {pool.submit(_run_in_worker, task): task for task in left}
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield _result(future, waiting.pop(future), left)
    except _PoolBroken:
        yield from _count_tries(left)
    finally:
        _end_workers(pool, at_once=bool(waiting))
        stop.set()
        months.close()


class _PoolBroken(Exception):
    """A process died and took the pool with it."""


def _result(future: Future[TaskResult], task: Task, left: dict[Task, int]) -> TaskResult:
    try:
        result = future.result()
    except BrokenProcessPool:
        raise _PoolBroken from None
    del left[task]
    return result


def _count_tries(left: dict[Task, int]) -> list[TaskResult]:
    given_up = []
    for task in list(left):
        left[task] -= 1
        if left[task] == 0:
            del left[task]
            given_up.append(TaskResult(task, None, "its process died, twice (out of memory or killed)"))
    return given_up


def _end_workers(pool: ProcessPoolExecutor, at_once: bool) -> None:
    """Stop the worker processes; `at_once` also those still computing something nobody waits for any more."""
    if at_once:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()
    pool.shutdown(wait=True)


def _forward_progress(months: Queue[int], on_progress: Progress | None) -> threading.Event:
    """Pass months lived in workers on to the caller's progress, until the event is set."""
    stop = threading.Event()

    def forward() -> None:
        while not stop.is_set():
            try:
                lived = months.get(timeout=0.2)
            except (queue.Empty, OSError, ValueError, EOFError):
                continue
            if on_progress is not None:
                on_progress(lived)

    threading.Thread(target=forward, daemon=True).start()
    return stop


_worker: dict[str, Any] = {}


def _start_worker(scenarios: Sequence[Scenario], reduce: Reduce, months: Queue[int]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.update(scenarios=scenarios, reduce=reduce, months=months)


def _run_in_worker(task: Task) -> TaskResult:
    return _run_here(_worker["scenarios"], task, _worker["reduce"], _worker["months"].put)
