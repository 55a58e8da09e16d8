"""Many seeds of one scenario, on several processes. Results depend neither on the number of processes nor on the order."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
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


@dataclass(frozen=True)
class SeedResult:
    """What became of one seed: its tables, or the error that ended it."""

    seed: int
    tables: Tables | None
    error: str | None = None


def run_ensemble(
    scenario: Scenario, seeds: Sequence[int], jobs: int = 1, on_progress: Progress | None = None
) -> Iterator[SeedResult]:
    """Yield each seed as soon as it has finished. One seed's error does not lose the others.

    A process that dies takes down those beside it; their seeds are tried once more. Closing the iterator stops all work.
    """
    if jobs <= 1 or len(seeds) == 1:
        for seed in seeds:
            yield _run_here(scenario, seed, on_progress)
        return
    left = dict.fromkeys(seeds, TRIES)
    while left:
        yield from _run_pool(scenario, left, jobs, on_progress)


def _run_here(scenario: Scenario, seed: int, on_progress: Progress | None) -> SeedResult:
    try:
        tables = run_tables(scenario, seed, None if on_progress is None else lambda month: on_progress(1))
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError, RuntimeError) as error:
        return SeedResult(seed, None, f"{type(error).__name__}: {error}")
    return SeedResult(seed, tables)


def _run_pool(
    scenario: Scenario, left: dict[int, int], jobs: int, on_progress: Progress | None
) -> Iterator[SeedResult]:
    """Run what is left in one pool; take finished seeds out of `left`, count a try for those lost with the pool."""
    context = multiprocessing.get_context("spawn")
    months: Queue[int] = context.Queue()
    pool = ProcessPoolExecutor(
        max_workers=min(jobs, len(left)), mp_context=context, initializer=_start_worker, initargs=(scenario, months)
    )
    stop = _forward_progress(months, on_progress)
    waiting: dict[Future[SeedResult], int] = {}
    try:
        waiting = {pool.submit(_run_in_worker, seed): seed for seed in left}
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                seed = waiting.pop(future)
                yield _result(future, seed, left)
    except _PoolBroken:
        yield from _count_tries(left)
    finally:
        _end_workers(pool, at_once=bool(waiting))
        stop.set()
        months.close()


class _PoolBroken(Exception):
    """A process died and took the pool with it."""


def _result(future: Future[SeedResult], seed: int, left: dict[int, int]) -> SeedResult:
    try:
        result = future.result()
    except BrokenProcessPool:
        raise _PoolBroken from None
    del left[seed]
    return result


def _count_tries(left: dict[int, int]) -> list[SeedResult]:
    given_up = []
    for seed in list(left):
        left[seed] -= 1
        if left[seed] == 0:
            del left[seed]
            given_up.append(SeedResult(seed, None, "its process died, twice (out of memory or killed)"))
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


def _start_worker(scenario: Scenario, months: Queue[int]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker["scenario"], _worker["months"] = scenario, months


def _run_in_worker(seed: int) -> SeedResult:
    return _run_here(_worker["scenario"], seed, _worker["months"].put)
