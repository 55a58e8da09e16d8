"""One question asked of many seeds, on several processes; the answers do not depend on how many."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from ploughshare.analysis.explain.question import Question
from ploughshare.analysis.explain.seeds import RunRows, seed_rows
from ploughshare.errors import PloughshareError
from ploughshare.scenario.schema import Scenario

Progress = Callable[[int], None]
"""called with the number of months lived since it was last called"""
Task = tuple[Scenario, Question, int, Scenario | None]
"""scenario, question, seed, and the scenario under a what-if or none"""


def ask_seeds(tasks: Sequence[Task], jobs: int, on_progress: Progress | None = None) -> Iterator[tuple[int, RunRows]]:
    """Yield each seed with its rows as soon as it is done. Closing the iterator, or Ctrl-C, stops all work at once.

    Raises:
        PloughshareError: a process died; errors of a seed are raised as they are.
    """
    if jobs <= 1 or len(tasks) == 1:
        for definition, question, seed, against in tasks:
            lived = None if on_progress is None else lambda month: on_progress(1)
            yield seed, seed_rows(definition, question, seed, against, lived)
        return
    months = (tasks[0][1].month_index + 1) * (1 if tasks[0][3] is None else 2)
    pool = ProcessPoolExecutor(
        min(jobs, len(tasks)), multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_parent
    )
    waiting: dict[Future[RunRows], int] = {}
    try:
        waiting = {pool.submit(_one, task): task[2] for task in tasks}
        for done in as_completed(list(waiting)):
            yield waiting.pop(done), done.result()
            if on_progress is not None:
                on_progress(months)
    except BrokenProcessPool:
        raise PloughshareError("a process died (out of memory or killed)", hint="use fewer --jobs") from None
    finally:
        _end_workers(pool, at_once=bool(waiting))


def _one(task: Task) -> RunRows:
    definition, question, seed, against = task
    return seed_rows(definition, question, seed, against)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_workers(pool: ProcessPoolExecutor, at_once: bool) -> None:
    """Stop the worker processes; `at_once` also those still computing something nobody waits for any more."""
    if at_once:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)
