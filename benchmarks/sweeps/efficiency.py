"""How much of each core's rate is kept when a sweep of the model runs on all of them."""

from __future__ import annotations

from benchmarks.measures import Measure
from benchmarks.sweeps.driving import middle, spread, sweeper


def efficiency(jobs: int, runs: int, turns: int, population_scale: float, compared: bool = False) -> list[Measure]:
    """Measure sweeps of the model in this process alone, and on one worker a core, in turns in one session.

    Args:
        jobs: workers, one a core.
        runs: runs a worker in each turn.
        turns: how often each of the two is driven.
        population_scale: persons simulated per person described.
        compared: whether `--check` compares it with what is recorded: only what was measured at the same size can be.
    """
    by_clock, by_processor, rates = [], [], []
    for _ in range(turns):
        with sweeper(1, None, population_scale) as one:  # no cluster beside it: an idle scheduler takes time too
            alone = one.timed(runs)
        with sweeper(jobs, None, population_scale) as all_:
            together = all_.timed(runs * jobs)
        rates.append(together.runs / together.wall_s)
        by_clock.append(rates[-1] / jobs / (alone.runs / alone.wall_s))
        by_processor.append(alone.cpu_s / alone.runs / (together.cpu_s / together.runs))
    size = f"Mali at 1:{round(1 / population_scale)}"
    note = f"{runs} runs a worker in each turn; one process without dask against {jobs} workers of a local cluster; start left out"
    what = f"Efficiency of {jobs} workers in a sweep of {size}"
    return [
        Measure("sweeps.rate", f"Sweep of {size} on {jobs} workers ({spread(rates)})", middle(rates), "runs/s", note=note),
        Measure("sweeps.efficiency.by_clock", f"{what}, by the clock: rate / {jobs} / rate of one "
                f"(neighbours on the machine count; {spread(by_clock)})", middle(by_clock), "share", note=note),
        Measure("sweeps.efficiency.by_processor", f"{what}, by processor time a run, driver and scheduler counted in "
                f"({spread(by_processor)})", middle(by_processor), "share", is_ratio=compared, note=note),
    ]  # fmt: skip
