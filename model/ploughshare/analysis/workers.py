"""Processes that work through tasks, tell how many months they have lived and can be stopped without losing a result."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from ctypes import c_bool, c_longlong
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from ploughshare.collector import collector_at_rest, spare_last_passes

Progress = Callable[[int], None]
"""called with the number of months lived since it was last called"""
TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

SECONDS_BETWEEN_PROGRESS = 0.2


class Stopped(Exception):
    """The caller wants no more: raised in a worker, never seen outside."""


class Workers(Generic[TaskT, ResultT]):
    """Processes that apply `work` to tasks.

    Stopping asks each worker to leave at the end of its month instead of killing it: a worker killed while it hands
    over a result leaves the pipe half written, and who reads it waits for ever.

    Args:
        work: a function that can be sent to other processes; it calls `month_lived` once a month.
        count: how many processes.
        given: what `work` takes before the task; sent to each process once.
    """

    def __init__(self, work: Callable[..., ResultT], count: int, *given: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop = context.RawValue(c_bool, False)  # without locks: a process that dies cannot keep one
        self._months = context.RawArray(c_longlong, count)
        self._told = 0
        sent = pickle.dumps((work, given))
        self._pool = ProcessPoolExecutor(
            count, context, _start, (sent, self._stop, self._months, context.Value("i", 0))
        )

    def finished(
        self, tasks: Sequence[TaskT], on_progress: Progress | None = None
    ) -> Generator[tuple[TaskT, Future[ResultT]]]:
        """Yield each task as soon as it is finished, with what holds its result. Closing the iterator stops the workers."""
        done: SimpleQueue[tuple[TaskT, Future[ResultT]]] = SimpleQueue()
        left = len(tasks)
        try:
            with _interrupts_held_back():  # processes are started here and inherit it: Ctrl-C is for the parent alone
                for task in tasks:
                    self._pool.submit(_work, task).add_done_callback(partial(_hand_over, done, task))
            while left:
                try:
                    finished = done.get(timeout=SECONDS_BETWEEN_PROGRESS)
                except Empty:
                    self._tell(on_progress)
                    continue
                self._tell(on_progress)
                left -= 1
                yield finished
        finally:
            self._end(at_once=left > 0)

    def _tell(self, on_progress: Progress | None) -> None:
        lived = sum(self._months)
        if on_progress is not None and lived > self._told:
            on_progress(lived - self._told)
        self._told = lived

    def _end(self, at_once: bool) -> None:
        self._stop.value = at_once
        processes = list((self._pool._processes or {}).values())
        try:
            self._pool.shutdown(wait=True, cancel_futures=True)
        except KeyboardInterrupt:  # the second Ctrl-C: a worker may still be compiling
            for process in processes:
                process.terminate()
            raise


def _hand_over(done: SimpleQueue[tuple[TaskT, Future[ResultT]]], task: TaskT, future: Future[ResultT]) -> None:
    done.put((task, future))


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# -- in a worker

_here: dict[str, Any] = {}


def month_lived() -> None:
    """Count a month on the caller's progress.

    Raises:
        Stopped: the caller wants no more.
    """
    _here["months"][_here["number"]] += 1
    if _here["stop"].value:
        raise Stopped


def _start(sent: bytes, stop: Any, months: Any, started: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    spare_last_passes()
    with collector_at_rest():  # what is unpickled imports what the work needs
        work, given = pickle.loads(sent)
    with started.get_lock():
        _here["number"] = started.value
        started.value += 1
    _here.update(work=work, given=given, stop=stop, months=months)


def _work(task: Any) -> Any:
    if _here["stop"].value:
        raise Stopped
    return _here["work"](*_here["given"], task)
