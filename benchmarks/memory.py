"""Whether memory stays flat over many runs in one process."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from benchmarks.measures import Measure
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario


def resident_bytes() -> int:
    """Return the memory this process holds now; Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def growth_bytes(runs: int, warm_up: int) -> float:
    """Return by how much memory grows from after `warm_up` runs to after `runs` of a tiny training country."""
    scenario = load_scenario("training", population_scale=0.05)
    held = 0
    for seed in range(1, runs + 1):
        run_tables(scenario, seed)
        if seed == warm_up:
            gc.collect()
            held = resident_bytes()
    gc.collect()
    return float(resident_bytes() - held)


def benchmark(quick: bool) -> list[Measure]:
    """Measure 500 runs, or 100 if `quick`."""
    if not Path("/proc/self/statm").exists():
        return []
    runs, warm_up = (100, 20) if quick else (500, 50)
    grown = growth_bytes(runs, warm_up) / (runs - warm_up)
    title = f"Memory that each run leaves behind, runs {warm_up} to {runs} in one process"
    return [Measure("memory.left_behind", title, grown / 1024, "kB a run", 20.0, 4.0, "less")]
