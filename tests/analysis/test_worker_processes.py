"""Worker processes: every result once, months told, and an end that never hangs."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import pytest

from ploughshare.analysis.workers import Workers, month_lived

MEGABYTES = 40


def large(task: int) -> bytes:
    """Take longer to hand over than to make."""
    return bytes(MEGABYTES * 2**20)


def lives(months: int, task: int) -> int:
    for _ in range(months):
        month_lived()
        time.sleep(0.001)
    return task * 2


def dies(task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_every_task_is_answered_once_and_its_months_are_told() -> None:
    told: list[int] = []
    workers: Workers[int, int] = Workers(lives, 2, 300)
    answers = {task: future.result() for task, future in workers.finished(range(5), told.append)}
    assert answers == {task: task * 2 for task in range(5)}
    assert sum(told) == 5 * 300
    assert len(told) > 2, "progress is told while tasks are under way"


def test_stopping_while_results_are_handed_over_does_not_hang() -> None:
    """A worker killed here would leave half a result in the pipe, and its reader waiting for the rest."""

    def stop_after_one() -> None:
        with closing(Workers(large, 2).finished(range(50))) as finished:
            next(finished)

    stopping = threading.Thread(target=stop_after_one, daemon=True)
    stopping.start()
    stopping.join(timeout=60)
    assert not stopping.is_alive()


def test_stopping_ends_what_is_under_way_within_its_month() -> None:
    started = time.monotonic()
    told: list[int] = []
    workers: Workers[int, int] = Workers(lives, 2, 10**9)

    def stop(months: int) -> None:
        told.append(months)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(workers.finished(range(5), stop))
    assert told
    assert time.monotonic() - started < 60, "each task lives for eleven days"


def test_a_process_that_dies_is_told_of() -> None:
    with pytest.raises(BrokenProcessPool):
        for _, future in Workers(dies, 2).finished(range(3)):
            future.result()
