"""What common random numbers save: variance of the difference between unrelated runs over that between paired runs.

`python -m benchmarks.paired` takes sizes by arguments; `python -m benchmarks --only paired` takes the default ones.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from benchmarks.measures import Measure
from benchmarks.table import rich_table

OUTCOMES = ("integrated", "civilian_taken", "under_arms", "desertions", "deaths", "recruits", "spending")


@dataclass(frozen=True)
class Sizes:
    """What is compared and how often."""

    scenario: str = "mali"
    large: str = "moc-expires"
    """a lever that changes a great deal, as `ploughshare compare` takes it"""
    small: str = "parameters.trust_gain=0.0306"
    """one that changes next to nothing: 2 % more than the scenario says"""
    seeds: int = 50
    scale: float | None = None
    jobs: int = os.cpu_count() or 1


def compare(sizes: Sizes) -> list[Measure]:
    """Time one comparison of both levers and return what pairing gains on each outcome."""
    from ploughshare.analysis.comparison.request import ComparisonRequest, prepare
    from ploughshare.analysis.comparison.running import compare as run_comparison

    request = ComparisonRequest(
        sizes.scenario, (sizes.large, sizes.small), outcomes=OUTCOMES, population_scale=sizes.scale
    )
    prepared = prepare(request)
    start = time.perf_counter()
    found = run_comparison(prepared.cases, prepared.queries, range(1, sizes.seeds + 1), sizes.jobs)
    elapsed = time.perf_counter() - start
    runs = f"{sizes.seeds} seeds of {sizes.scenario}" + ("" if sizes.scale is None else f" at {sizes.scale:g}")
    measures = [
        Measure("paired.seconds", f"Baseline and two levers, {runs}, by the clock", elapsed, "s", better="less"),
    ]
    for position, (size, lever) in enumerate((("large", sizes.large), ("small", sizes.small)), start=1):
        gains = {query.text: found.differences[position, query.text].gain for query in prepared.queries}
        finite = [gain for gain in gains.values() if math.isfinite(gain)]
        note = ", ".join(f"{name} {gain:.3g}" for name, gain in gains.items())
        title = f"Variance unpaired over paired, {size} lever ({lever}), median of outcomes"
        measures.append(Measure(f"paired.gain_{size}", title, statistics.median(finite), "x", note=note))
    return measures


def benchmark(quick: bool) -> list[Measure]:
    """Measure at full scale, or with a tenth of the persons and ten seeds."""
    return compare(Sizes(seeds=10, scale=0.1) if quick else Sizes())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure with sizes from the command line and print a table with the gain on each outcome."""
    sizes = Sizes()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paired", description=__doc__)
    parser.add_argument("--scenario", default=sizes.scenario)
    parser.add_argument("--large", default=sizes.large, help="what-if or path=value that changes much")
    parser.add_argument("--small", default=sizes.small, help="what-if or path=value that changes little")
    parser.add_argument("--seeds", type=int, default=sizes.seeds)
    parser.add_argument("--scale", type=float, default=sizes.scale)
    parser.add_argument("--jobs", type=int, default=sizes.jobs)
    measures = compare(Sizes(**vars(parser.parse_args(arguments))))
    out = Console()
    out.print(rich_table(measures), highlight=False)
    for measure in measures:
        if measure.note:
            out.print(f"{measure.key}: {measure.note}", highlight=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
