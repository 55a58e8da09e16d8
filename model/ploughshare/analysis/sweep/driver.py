"""The loop of a sweep: hand out batches of about a second, put what comes back on record, give up on runs that kill workers."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ploughshare.analysis.sweep.batch import BatchResult
from ploughshare.analysis.sweep.plan import PlannedRun, SweepPlan
from ploughshare.analysis.sweep.pools import Done, Pool
from ploughshare.record.run_store.manifest import Failure
from ploughshare.record.run_store.writer import RunStore

BATCH_SECONDS = 1.0
"""work in a batch: large against the few milliseconds a batch costs, small against what a dead worker loses"""
MOST_IN_BATCH = 1000
AHEAD = 2
"""batches handed out per worker, so that none waits for the next"""
WRITE_SECONDS = 1.0
"""results wait at most so long to be written together"""
WAIT_SECONDS = 0.25
RATE_SECONDS = 60.0
"""the rate shown is that of the last minute: the first runs wait for compilation, and neighbours come and go"""
COUNT_SECONDS = 3.0
"""how often workers are counted again: on a cluster they come and go"""


@dataclass(frozen=True)
class Progress:
    """How far a sweep is. The rate is that of the last minute."""

    finished: int
    failed: int
    total: int
    runs_per_second: float
    seconds_left: float | None
    workers: int


@dataclass
class Listener:
    """Whoever wants to know: called with progress about once a second and with each failure. By default nobody."""

    progress: Callable[[Progress], None] = lambda progress: None
    failed: Callable[[Failure], None] = lambda failure: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass
class _Rate:
    """Runs a second over the last minute, and the mean time of a run."""

    moments: deque[tuple[float, int]] = field(default_factory=deque)
    seconds_a_run: float | None = None

    def note(self, runs: int, seconds: float) -> None:
        self.moments.append((time.monotonic(), runs))
        mean = seconds / max(runs, 1)
        self.seconds_a_run = mean if self.seconds_a_run is None else 0.8 * self.seconds_a_run + 0.2 * mean

    def per_second(self, started: float) -> float:
        since = max(started, time.monotonic() - RATE_SECONDS)
        while self.moments and self.moments[0][0] < since:
            self.moments.popleft()
        return sum(runs for _, runs in self.moments) / max(time.monotonic() - since, 1e-9)


class SweepDriver:
    """Drives the runs of a plan that are not on record through a pool into a store."""

    def __init__(
        self, plan: SweepPlan, store: RunStore, pool: Pool, listener: Listener, most_in_batch: int = MOST_IN_BATCH
    ) -> None:
        self.plan, self.store, self.pool, self.listener = plan, store, pool, listener
        self._most_in_batch = most_in_batch
        self._left: Iterator[PlannedRun] = plan.left(store.finished)
        self._to_do = max(0, plan.runs - len(store.finished))
        self._all_handed_out = False
        self._suspects: deque[PlannedRun] = deque()
        """runs that were in a batch whose worker died; each is tried alone at the end"""
        self._trying: PlannedRun | None = None
        self._results: list[tuple[tuple[PlannedRun, ...], BatchResult]] = []
        self._rate = _Rate()
        self._started = self._written = self._told = time.monotonic()
        self._workers, self._counted = 0, -math.inf

    def drive(self) -> bool:
        """Do what is left; return whether the sweep came to its end, rather than being stopped by the listener.

        Raises:
            OutputError: results cannot be written; what was on record before still is.
            PloughshareError: the scheduler is gone or has other code.
        """
        while not self.listener.should_stop():
            self._hand_out()
            if self._all_handed_out and self.pool.waiting == 0 and not self._suspects:
                self._write()
                self._tell(at_once=True)
                return True
            if self.pool.waiting == 0:  # no worker has come yet
                time.sleep(WAIT_SECONDS)
            for done in self.pool.finished(WAIT_SECONDS):
                self._take(done)
            if time.monotonic() - self._written >= WRITE_SECONDS:
                self._write()
            self._tell()
        self._write()
        self._tell(at_once=True)
        return False

    def _hand_out(self) -> None:
        if time.monotonic() - self._counted >= COUNT_SECONDS:
            self._workers, self._counted = self.pool.workers(), time.monotonic()
        while self.pool.waiting < AHEAD * self._workers:
            batch = tuple(islice(self._left, self._batch_size()))
            if not batch:
                self._all_handed_out = True
                break
            self._to_do -= len(batch)
            self.pool.submit(batch)
        if self._all_handed_out and self._suspects and self.pool.waiting == 0 and self._workers:
            self._trying = self._suspects.popleft()
            self.pool.submit((self._trying,))

    def _batch_size(self) -> int:
        """Return the runs of the next batch: a second's worth, less towards the end so that all workers share the rest."""
        if self._rate.seconds_a_run is None:
            return 1
        a_second = round(BATCH_SECONDS / max(self._rate.seconds_a_run, 1e-6))
        fair_share = math.ceil(self._to_do / (AHEAD * max(self._workers, 1)))
        return max(1, min(a_second, fair_share, self._most_in_batch))

    def _take(self, done: Done) -> None:
        if done.result is not None:
            self._trying = None
            self._results.append((done.runs, done.result))
            self._rate.note(len(done.runs), sum(done.result.seconds.values()))
        elif done.runs == (self._trying,):  # it was alone with its worker: no doubt who is to blame
            self._trying = None
            self._fail(done.runs[0], done.error or "its worker died, every time (out of memory, or killed)")
        else:
            self._suspects.extend(done.runs)

    def _fail(self, run: PlannedRun, error: str) -> None:
        failure = Failure(run.key, run.point, run.replicate, run.seed, error)
        self.store.fail([failure])
        self.listener.failed(failure)

    def _write(self) -> None:
        """Put what has come back on record in one part."""
        self._written = time.monotonic()
        runs = [run for batch, result in self._results for run in batch if run.key in result.outcomes]
        found = {key: values for _, result in self._results for key, values in result.outcomes.items()}
        errors = [
            (run, result.errors[run.key])
            for batch, result in self._results
            for run in batch
            if run.key in result.errors
        ]
        seconds = sum(sum(result.seconds.values()) for _, result in self._results)
        self._results = []
        if runs:
            names = list(found[runs[0].key])
            outcomes = {name: [found[run.key][name] for run in runs] for name in names}
            self.store.append(self.plan.rows(runs, outcomes), seconds)
        for run, error in errors:
            self._fail(run, error)

    def _tell(self, at_once: bool = False) -> None:
        if at_once or time.monotonic() - self._told >= 1.0:
            self._told = time.monotonic()
            self.listener.progress(self.progress())

    def progress(self) -> Progress:
        """Return how far the sweep is."""
        finished, failed = len(self.store.finished), len(self.store.failures)
        rate = self._rate.per_second(self._started)
        left = self.plan.runs - finished - failed
        return Progress(finished, failed, self.plan.runs, rate, left / rate if rate > 0 else None, self._workers)
