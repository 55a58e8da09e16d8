"""A real scheduler with separate worker processes on this machine; workers die, runs do not."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ploughshare.analysis.sweep.driver import Listener, Progress, SweepDriver
from ploughshare.analysis.sweep.pools import open_pool
from ploughshare.errors import PloughshareError, UsageError
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.scenario.schema import Scenario

from .conftest import Load, planned, stored, work


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _whole(file: Path) -> bool:
    """Whether a scheduler has written all of its file; for a moment it is there and empty."""
    return file.exists() and file.read_text(encoding="utf-8").rstrip().endswith("}")


@contextmanager
def cluster(folder: Path, workers: int, *options: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers; give its address and the processes, the scheduler first."""
    file = folder / "scheduler.json"
    processes = [
        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(file))
    ]  # fmt: skip
    try:
        for _ in range(workers):
            processes.append(
                start("distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard",
                      "--local-directory", str(folder), *options)
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not _whole(file) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], processes
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_worker_killed_with_9_loses_no_run_and_none_is_done_twice(load: Load, tmp_path: Path) -> None:
    def takes_time(scenario: Scenario, seed: int) -> dict[str, float]:
        time.sleep(0.03)
        return {"integrated": scenario.parameter("trust_gain"), "process": float(os.getpid())}

    plan = planned(load(size=150))
    killed: list[int] = []
    with cluster(tmp_path, 2, "--no-nanny") as (address, processes):

        def kill_one(progress: Progress) -> None:
            if not killed and progress.finished > 10 and progress.workers == 2:
                os.killpg(processes[1].pid, signal.SIGKILL)
                killed.append(progress.finished)

        with (
            stored(plan, tmp_path / "s") as store,
            open_pool(work(plan, takes_time), plan.engine, 0, address) as pool,
        ):
            assert SweepDriver(plan, store, pool, Listener(progress=kill_one)).drive()
    now = open_sweep(tmp_path / "s")
    runs = now.runs()
    assert killed and killed[0] < 150
    assert (now.finished, now.failed, len(runs)) == (150, 0, 150) and runs["key"].is_unique
    assert runs["process"].nunique() == 2 and os.getpid() not in set(runs["process"])
    assert runs["integrated"].tolist() == runs["trust_gain"].tolist()


def test_a_scheduler_that_goes_is_one_clear_error_and_what_is_finished_stays(load: Load, tmp_path: Path) -> None:
    def takes_time(scenario: Scenario, seed: int) -> dict[str, float]:
        time.sleep(0.05)
        return {"integrated": 1.0}

    plan = planned(load(size=2000))
    with cluster(tmp_path, 1, "--no-nanny") as (address, processes):

        def kill_scheduler(progress: Progress) -> None:
            if progress.finished > 5:
                os.killpg(processes[0].pid, signal.SIGKILL)

        with (
            stored(plan, tmp_path / "s") as store,
            pytest.raises(PloughshareError, match="the connection to the scheduler was lost"),
            open_pool(work(plan, takes_time), plan.engine, 0, address) as pool,
        ):
            SweepDriver(plan, store, pool, Listener(progress=kill_scheduler)).drive()
    assert 5 < open_sweep(tmp_path / "s").finished < 2000


def test_an_unreachable_scheduler_and_a_wrong_address_are_refused_soon(load: Load) -> None:
    plan = planned(load())
    started = time.monotonic()
    with (
        pytest.raises(PloughshareError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"),
        open_pool(work(plan), plan.engine, 0, "tcp://127.0.0.1:9"),
    ):
        pass
    assert time.monotonic() - started < 20
    with (
        pytest.raises(UsageError, match="is not an address of a scheduler"),
        open_pool(work(plan), plan.engine, 0, "carrier-pigeon://home"),
    ):
        pass


def test_a_port_taken_by_another_sweep_is_not_spoken_of(load: Load, recwarn: pytest.WarningsRecorder) -> None:
    plan = planned(load())
    with socket.socket() as other:
        with suppress(OSError):  # somebody has it already
            other.bind(("127.0.0.1", 8787))
            other.listen()
        with open_pool(work(plan), plan.engine, 2) as pool:
            assert pool.workers() >= 0
    assert not [warning for warning in recwarn if "Port" in str(warning.message)]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read as Linux tells it")
def test_batches_that_came_back_leave_nothing_in_the_driver(load: Load, tmp_path: Path) -> None:
    ballast = os.urandom(200_000)  # goes with every batch, as a scenario does

    def carries(scenario: Scenario, seed: int) -> dict[str, float]:
        return {"integrated": float(len(ballast))}

    held: list[tuple[int, int]] = []

    def note_memory(progress: Progress) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        held.append((progress.finished, pages * os.sysconf("SC_PAGE_SIZE")))

    plan = planned(load(size=500))
    with stored(plan, tmp_path / "s") as store, open_pool(work(plan, carries), plan.engine, 2) as pool:
        SweepDriver(plan, store, pool, Listener(progress=note_memory), most_in_batch=1).drive()
    (early, before), (late, after) = held[0], held[-1]
    assert late == 500 and late - early > 200
    assert after - before < 0.3 * (late - early) * len(ballast)


@pytest.mark.slow
def test_a_run_that_kills_every_worker_is_marked_failed_on_local_processes(load: Load, tmp_path: Path) -> None:
    def poisoned(scenario: Scenario, seed: int) -> dict[str, float]:
        time.sleep(0.02)
        if scenario.parameter("trust_gain") > 0.97:
            os._exit(9)
        return {"integrated": 1.0}

    plan = planned(load(size=60))
    killers = int((plan.coded[:, 0] > 0.97).sum())
    assert killers
    with stored(plan, tmp_path / "s") as store, open_pool(work(plan, poisoned), plan.engine, 2) as pool:
        assert SweepDriver(plan, store, pool, Listener()).drive()
    now = open_sweep(tmp_path / "s")
    assert (now.finished, now.failed) == (60 - killers, killers)
    assert now.failures()["error"].str.contains("its worker died").all()
