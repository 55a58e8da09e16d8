"""All measures of sweeps, for `python -m benchmarks --only sweeps`."""

from __future__ import annotations

import os

from benchmarks.measures import Measure
from benchmarks.sweeps.efficiency import efficiency
from benchmarks.sweeps.overhead import LENGTHS_MS, overheads
from benchmarks.sweeps.storage import large_store


def benchmark(quick: bool) -> list[Measure]:
    """Measure overhead of runs of three lengths, efficiency on all cores, and a store of 100,000 runs (20,000 if quick)."""
    jobs = max(2, os.cpu_count() or 2)
    seconds, repeats = (2.0, 3) if quick else (10.0, 5)
    measures = [measure for length in LENGTHS_MS for measure in overheads(length, jobs, seconds, repeats)]
    measures += efficiency(jobs, 10, 3, 0.02) if quick else efficiency(jobs, 40, 5, 0.1, compared=True)
    return [*measures, *large_store(20_000 if quick else 100_000, jobs)]
