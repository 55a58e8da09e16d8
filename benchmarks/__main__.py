"""`python -m benchmarks`: measure, print a table, write JSON; with `--check`, compare ratios with the recorded ones."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console

from benchmarks.check import RECORDED, changes
from benchmarks.machine import describe
from benchmarks.measures import Measure, Report, read_report
from benchmarks.table import WIDTH_OF_FILES, machine_line, markdown, rich_table

BENCHMARKS = {
    "engines": ("benchmarks.engines", "the model beside lean Mesa and NumPy columns on the same months"),
    "roofline": ("benchmarks.roofline.bound", "counted work at peak rates over measured time"),
    "profile": ("benchmarks.time_spent", "where the time of a run goes"),
    "growth": ("benchmarks.growth", "from 7,400 to 10 million persons"),
    "ensemble": ("benchmarks.ensemble", "all cores at work"),
    "paired": ("benchmarks.paired", "what common random numbers save in a comparison"),
    "start": ("benchmarks.start", "help, first progress, cold and cached start"),
    "memory": ("benchmarks.memory", "hundreds of runs in one process"),
    "sweeps": ("benchmarks.sweeps.parts", "what a run costs in a sweep, all cores, a store of 100,000 runs"),
    "peers": ("benchmarks.peers", "other packages on their own examples, where installed"),
}

EXAMPLES = """examples:
  python -m benchmarks --quick --out benchmarks.json      a tenth of the persons, five minutes
  python -m benchmarks --check --only engines             did the engine get slower than recorded?
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    names = "\n".join(f"  {name:10}{text}" for name, (_, text) in BENCHMARKS.items())
    made = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="How fast the engine is beside other ways to compute the same months.\n\nbenchmarks:\n" + names,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--quick", action="store_true", help="smaller sizes, a few minutes")
    made.add_argument(
        "--only", action="append", choices=list(BENCHMARKS), metavar="NAME", help="one benchmark; repeatable"
    )
    made.add_argument("--out", type=Path, metavar="FILE", help="write the measures as JSON")
    made.add_argument("--markdown", action="store_true", help="print the table as in docs/benchmarks.md")
    made.add_argument(
        "--check", action="store_true", help="compare ratios with benchmarks/recorded.json; exit code 1 if one is worse"
    )
    return made


def run(names: Sequence[str], quick: bool, progress: Callable[[str], None]) -> Iterator[list[Measure]]:
    """Run benchmarks in order and yield the measures of each."""
    for name in names:
        module = import_module(BENCHMARKS[name][0])
        progress(f"{name}: {BENCHMARKS[name][1]} ...")
        if name == "peers" and (left_out := module.skipped()):
            progress(f"  {left_out}")
        yield module.benchmark(quick)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write, compare."""
    options = parser().parse_args(arguments)
    err, out = Console(stderr=True), Console()
    if options.out is not None and not options.out.absolute().parent.is_dir():
        err.print(f"{options.out.parent} is no folder: --out needs one that exists", soft_wrap=True)
        return 2
    if not out.is_terminal:
        out = Console(width=WIDTH_OF_FILES)
    root = str(Path(__file__).resolve().parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    report = Report(describe(), ())
    for measures in run(options.only or list(BENCHMARKS), options.quick, err.print):
        report = report.with_measures(measures)
        if options.out is not None:  # what is measured is kept, whatever comes after
            report.write(options.out)
    show(report, options.markdown, out)
    return compare_with_recorded(report, out, err) if options.check else 0


def show(report: Report, as_markdown: bool, out: Console) -> None:
    """Print the machine and the table."""
    if as_markdown:
        out.file.write(f"{machine_line(report)}\n\n{markdown(report)}")
        return
    out.print(machine_line(report), highlight=False)
    out.print(rich_table(report.measures), highlight=False)


def compare_with_recorded(report: Report, out: Console, err: Console) -> int:
    """Say which ratios are worse than recorded; return 1 if any is, 2 if there is nothing to compare."""
    if not RECORDED.exists():
        err.print(f"{RECORDED} does not exist; record one with --out {RECORDED}")
        return 2
    compared = changes(report, read_report(RECORDED))
    for change in compared:
        out.print(str(change), highlight=False, soft_wrap=True)
    if not compared:
        err.print("none of these measures is recorded")
        return 2
    return int(any(change.slower for change in compared))


if __name__ == "__main__":
    sys.exit(main())
