"""Where batches are done: in this process, on processes of this machine, or on a scheduler that is there already.

All three take batches and give back what became of them. The engine behind the last two is dask.distributed, which survives workers
that die. Workers write nothing.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ploughshare.analysis.sweep.batch import BatchResult, Work, do_runs, run_batch
from ploughshare.analysis.sweep.plan import PlannedRun
from ploughshare.errors import PloughshareError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 5
DEATHS = 1
"""a batch is tried again so often when its worker dies, on local processes; a scheduler of one's own has its own setting"""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "ARROW_NUM_THREADS"), "1"
)
"""runs are parallel, never a run within itself"""
FEW_MESSAGES = {"distributed.admin.low-level-log-length": 10}
"""dask keeps the last 1000 messages of each connection for its developers; with a scenario in each, that is hundreds of MB"""

UNWATCHED = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}
"""dask looks at the stack of every run 100 times a second and at every process 50 times, for a dashboard that is not shown"""


@dataclass(frozen=True)
class Done:
    """A batch that came back: its result, or why there is none."""

    runs: tuple[PlannedRun, ...]
    result: BatchResult | None
    error: str = ""
    worker_died: bool = False


class Pool(Protocol):
    """Something that does batches."""

    def workers(self) -> int:
        """Return how many runs can go on at a time now; 0 while no worker has come."""

    def submit(self, runs: Sequence[PlannedRun]) -> None:
        """Hand over a batch."""

    def finished(self, seconds: float) -> list[Done]:
        """Wait up to `seconds` for batches to come back and return those that did."""

    @property
    def waiting(self) -> int:
        """Number of batches handed over and not come back."""


class InThisProcess:
    """One batch at a time, here: no start-up, no other process; a run that kills its process ends the sweep."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._batches: list[tuple[PlannedRun, ...]] = []

    def workers(self) -> int:
        """One."""
        return 1

    def submit(self, runs: Sequence[PlannedRun]) -> None:
        """Keep a batch for later."""
        self._batches.append(tuple(runs))

    def finished(self, seconds: float) -> list[Done]:
        """Do the next batch."""
        if not self._batches:
            return []
        runs = self._batches.pop(0)
        return [Done(runs, do_runs(self._work, runs))]

    @property
    def waiting(self) -> int:
        """Batches kept for later."""
        return len(self._batches)


class OnWorkers:
    """Batches done by the workers of a dask scheduler."""

    def __init__(self, client: Client, work: Work, engine: str) -> None:
        self._client, self._packed, self._engine = client, work.packed(), engine
        self._batches: dict[Future, tuple[PlannedRun, ...]] = {}

    def workers(self) -> int:
        """Return the number of threads of all workers there are now."""
        try:
            return sum(self._client.nthreads().values())
        except OSError:
            raise _scheduler_lost() from None

    def submit(self, runs: Sequence[PlannedRun]) -> None:
        """Send a batch to the scheduler."""
        future = self._client.submit(run_batch, self._packed, tuple(runs), self._engine, pure=False)
        self._batches[future] = tuple(runs)

    def finished(self, seconds: float) -> list[Done]:
        """Wait for the first batch to come back and return all that have.

        Raises:
            PloughshareError: the scheduler is gone, or workers have other code than this process.
        """
        from distributed import wait

        if not self._batches:
            return []
        try:
            with self._client.as_current():
                ended = wait(list(self._batches), timeout=seconds, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            self._check_alive()
            return []
        except CancelledError:
            raise _scheduler_lost() from None
        return [self._done(future, self._batches.pop(future)) for future in ended]

    @property
    def waiting(self) -> int:
        """Batches with the scheduler."""
        return len(self._batches)

    def _check_alive(self) -> None:
        if self._client.status != "running":
            raise _scheduler_lost()

    def _done(self, future: Future, runs: tuple[PlannedRun, ...]) -> Done:
        from distributed import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise _scheduler_lost()
        error = future.exception() if future.status == "error" else None
        if error is None:
            return Done(runs, future.result())
        if isinstance(error, PloughshareError):  # other code: no run's own error gets here
            raise error
        if isinstance(error, ImportError):
            raise PloughshareError(
                f"the workers cannot run this: {error}", hint="install ploughshare in the workers' environment"
            )
        died = isinstance(error, KilledWorker)
        return Done(runs, None, "" if died else f"{type(error).__name__}: {error}"[:1000], died)


def _scheduler_lost() -> PloughshareError:
    return PloughshareError(
        "the connection to the scheduler was lost; finished runs are on record", hint="start it again, then --resume"
    )


@contextmanager
def open_pool(work: Work, engine: str, jobs: int, scheduler: str | None = None) -> Iterator[Pool]:
    """Give a pool: on `scheduler` if there is one, in this process for one job, otherwise on `jobs` local processes.

    Raises:
        PloughshareError: the scheduler cannot be reached.
        UsageError: its address makes no sense.
    """
    if scheduler is not None:
        with _connected(scheduler) as client:
            yield OnWorkers(client, work, engine)
    elif jobs == 1:
        yield InThisProcess(work)
    else:
        with _local_cluster(jobs) as client:
            yield OnWorkers(client, work, engine)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    import dask
    from distributed import Client

    _silence()
    try:
        with dask.config.set(FEW_MESSAGES):
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except ValueError as error:
        raise UsageError(
            f"{address!r} is not an address of a scheduler: {error}", hint="write e.g. tcp://127.0.0.1:8786"
        ) from None
    except OSError as error:
        hint = "check the address and that the scheduler runs; ports may be closed between the machines"
        raise PloughshareError(f"no scheduler answers at {address} within {CONNECT_SECONDS} s", hint=hint) from error
    with client:
        yield client


@contextmanager
def _local_cluster(jobs: int) -> Iterator[Client]:
    import dask
    from distributed import Client, LocalCluster

    _silence()
    settings: dict[str, Any] = {
        **FEW_MESSAGES,
        **UNWATCHED,
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.nanny.pre-spawn-environ": ONE_THREAD,
        "distributed.worker.multiprocessing-method": "spawn",
        "distributed.comm.timeouts.connect": "30s",
        "temporary-directory": tempfile.gettempdir(),
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # any free port: two sweeps may run side by side
            silence_logs=logging.CRITICAL,
            preload=["ploughshare.analysis.sweep.worker_start"],
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _silence() -> None:
    """Keep dask's remarks on slow heartbeats and restarted workers off the terminal; what matters is raised."""
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    os.environ.setdefault("DASK_DISTRIBUTED__LOGGING__DISTRIBUTED", "critical")
