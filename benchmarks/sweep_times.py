"""`python -m benchmarks.sweep_times FOLDER`: what a finished sweep took, read from its own record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.machine import describe
from benchmarks.measures import Measure, Report, read_report
from benchmarks.table import WIDTH_OF_FILES, rich_table
from ploughshare.errors import PloughshareError, UsageError
from ploughshare.record.run_store.reading import StoredSweep, open_sweep

EXAMPLES = """examples:
  python -m benchmarks.sweep_times runs/sweeps/sobol-dozen
  python -m benchmarks.sweep_times morris sobol --into benchmarks/recorded.json
"""


def measures_of(stored: StoredSweep) -> list[Measure]:
    """Return runs, time by the clock, rate, and how many workers were at work on average.

    Time by the clock is from the opening of the store, before workers start, to the last run on record; pauses between a sweep that was
    stopped and its resumption do not count. Times of runs are those the workers noted, by the clock.

    Raises:
        UsageError: the store holds no runs, or was written before times were kept.
    """
    entries, wall, worked = stored.description.entries, stored.manifest.wall_seconds, stored.manifest.seconds
    if not stored.finished or wall <= 0:
        raise UsageError("this sweep keeps no times of its runs", hint="run it again with --new", file=stored.folder)
    key = f"sweep_times.{entries['name']}"
    state = "" if stored.complete else f" of {stored.total:,}"
    what = f"{entries['name']} ({entries['method']}, {entries['scenario']} at {entries['population_scale']:g})"
    note = (
        f"{len(stored.manifest.sessions)} session(s), {stored.failed} failed, engine {entries['code']['engine'][:12]}"
    )
    return [
        Measure(f"{key}.runs", f"{what}: runs on record{state}", stored.finished, "runs", note=note),
        Measure(f"{key}.wall", f"{what}: by the clock, start of workers included", wall, "s", better="less"),
        Measure(f"{key}.rate", f"{what}: rate by the clock", stored.finished / wall, "runs/s"),
        Measure(f"{key}.run", f"{what}: a run on its worker, by the clock", worked / stored.finished, "s", better="less"),
        Measure(f"{key}.workers", f"{what}: workers at work on average", worked / wall, "workers"),
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Read sweeps, print a table, and add the measures to a report if asked."""
    made = argparse.ArgumentParser(
        prog="python -m benchmarks.sweep_times",
        description="What finished sweeps took, read from their folders.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("folder", nargs="+", type=Path, help="folder of a sweep")
    made.add_argument("--into", type=Path, metavar="FILE", help="add the measures to this report, or begin it")
    options = made.parse_args(arguments)
    try:
        measures = [measure for folder in options.folder for measure in measures_of(open_sweep(folder))]
    except PloughshareError as error:
        Console(stderr=True).print(str(error), soft_wrap=True, markup=False)
        return 2
    out = Console()
    if not out.is_terminal:
        out = Console(width=WIDTH_OF_FILES)
    out.print(rich_table(measures), highlight=False)
    if options.into is not None:
        report = read_report(options.into) if options.into.exists() else Report(describe(), ())
        report.with_measures(measures).write(options.into)
    return 0


if __name__ == "__main__":
    sys.exit(main())
