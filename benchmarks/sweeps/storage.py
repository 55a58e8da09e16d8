"""100,000 instant runs through the driver: its memory on the way, and the store that they leave."""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.memory import resident_bytes
from benchmarks.start import best
from benchmarks.sweeps.driving import Driven, sweeper
from benchmarks.sweeps.overhead import busy
from ploughshare.analysis.sweep.driver import Listener, Progress
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.record.run_store.writer import reopen_store

RUNS_A_BATCH = 10
"""as for runs of a tenth of a second: the scheduler has as many batches to remember as in a real sweep"""
QUERY = "SELECT quantile_cont(integrated, [0.05, 0.5, 0.95]), quantile_cont(under_arms, [0.05, 0.5, 0.95]) FROM runs"


def large_store(runs: int, jobs: int, most_in_batch: int = RUNS_A_BATCH) -> list[Measure]:
    """Measure a sweep of so many runs that do nothing, then its store."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "sweep"
        return [*driving(store, runs, jobs, most_in_batch), *sizes(store), *reading(store)]


def driving(store: Path, runs: int, jobs: int, most_in_batch: int) -> list[Measure]:
    """Measure the rate and the memory of the driver, in whose process the scheduler of local workers lives too."""
    held: list[tuple[int, int]] = []

    def note_memory(progress: Progress) -> None:
        gc.collect()
        held.append((progress.finished, resident_bytes()))

    with sweeper(jobs, busy(0)) as ready:
        driven = ready.drive(store, runs, Listener(progress=note_memory), most_in_batch)
    measures = [_rate(driven, jobs, most_in_batch)]
    later = [point for point in held if point[0] >= runs // 10]
    (early, before), (late, after) = later[0], later[-1]
    if late > early:
        title = f"Memory that a run leaves in the driver, from {early:,} to {late:,} runs"
        note = f"from {before / 1e6:.0f} MB to {after / 1e6:.0f} MB resident; keys of finished runs are held, to do none twice"
        grown = (after - before) / (late - early)
        measures.append(Measure("sweeps.driver_memory", title, grown, "bytes a run", better="less", note=note))
    return measures


def _rate(driven: Driven, jobs: int, most_in_batch: int) -> Measure:
    title = f"Runs that do nothing, handed to {jobs} workers in batches of {most_in_batch} and put on record"
    return Measure("sweeps.driver_rate", title, driven.runs / driven.wall_s, "runs/s", note="by the clock")


def sizes(store: Path) -> list[Measure]:
    """Measure what a run takes on the disk, as the sweep leaves it and compacted."""
    left = open_sweep(store)
    before, runs = left.bytes_on_disk, left.finished
    parts, manifest = _bytes(store / "parts"), (store / "manifest.jsonl").stat().st_size
    note = f"of which parts {parts / runs:.0f}, manifest {manifest / runs:.0f}, the rest design and description"
    with reopen_store(store) as writer:
        seconds = _processor_seconds(writer.compact, 1)
    after = open_sweep(store).bytes_on_disk
    what = "A run of 12 factors and 4 outcomes in the store"
    return [
        Measure("sweeps.bytes_a_run", f"{what}, everything in the folder", before / runs, "bytes", better="less", note=note),
        Measure("sweeps.bytes_a_run_compacted", f"{what}, compacted", after / runs, "bytes", better="less"),
        Measure("sweeps.compact", f"Compact {runs:,} runs, processor time", seconds, "s", better="less"),
    ]  # fmt: skip


def reading(store: Path, times: int = 3) -> list[Measure]:
    """Measure commands and calls that read the store; processor time, which on an idle machine is at least the wait."""
    stored = open_sweep(store)
    size, command = f"{stored.finished:,} runs", [sys.executable, "-m", "ploughshare", "results"]
    with tempfile.TemporaryDirectory() as cache:
        listed = best([*command, "list", str(store.parent)], Path(cache), times)
        asked = best([*command, "sql", str(store), QUERY], Path(cache), times)
    read = _processor_seconds(stored.runs, times)
    return [
        Measure("sweeps.list", f"ploughshare results list, a store of {size}", listed, "s", 1.0, 1.0, "less"),
        Measure("sweeps.quantiles", f"ploughshare results sql, quantiles of two outcomes over {size}", asked, "s", 5.0, 2.0, "less"),
        Measure("sweeps.read", f"Read all {size} into a data frame", read, "s", better="less"),
    ]  # fmt: skip


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _processor_seconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)
