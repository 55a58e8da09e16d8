"""One question asked of many seeds, on several processes; the answers do not depend on how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

from ploughshare.analysis.explain.question import Question
from ploughshare.analysis.explain.seeds import RunRows, seed_rows
from ploughshare.analysis.workers import Progress, Workers, month_lived
from ploughshare.errors import PloughshareError
from ploughshare.scenario.schema import Scenario

Task = tuple[Scenario, Question, int, Scenario | None]
"""scenario, question, seed, and the scenario under a what-if or none"""


def ask_seeds(tasks: Sequence[Task], jobs: int, on_progress: Progress | None = None) -> Iterator[tuple[int, RunRows]]:
    """Yield each seed with its rows as soon as it is done. Closing the iterator, or Ctrl-C, stops all work.

    Raises:
        PloughshareError: a process died; errors of a seed are raised as they are.
    """
    if jobs <= 1 or len(tasks) == 1:
        lived = None if on_progress is None else lambda month: on_progress(1)
        for task in tasks:
            yield task[2], seed_rows(*task, on_month=lived)
        return
    workers: Workers[Task, RunRows] = Workers(_one, min(jobs, len(tasks)))
    try:
        with closing(workers.finished(tasks, on_progress)) as finished:
            for task, future in finished:
                yield task[2], future.result()
    except BrokenProcessPool:
        raise PloughshareError("a process died (out of memory or killed)", hint="use fewer --jobs") from None


def _one(task: Task) -> RunRows:
    return seed_rows(*task, on_month=lambda month: month_lived())
