"""What a run costs a sweep beside its own work, for runs of 5, 50 and 500 ms.

A stand-in for the model keeps a core busy for a known processor time. The plain sum of these times is taken from what the sweep took. Nothing
is cut off at 0: a negative number says how little the measurement can tell.
"""

from __future__ import annotations

import time

from benchmarks.measures import Measure
from benchmarks.sweeps.driving import Driven, middle, spread, sweeper
from ploughshare.analysis.sweep.batch import Simulate
from ploughshare.scenario.schema import Scenario

LENGTHS_MS = (5, 50, 500)
FEWEST_RUNS = 12
"""runs a worker, however long they are"""


def busy(milliseconds: float) -> Simulate:
    """Return a stand-in for the model that keeps a core busy for so long; nested, so that it travels to workers by value."""

    def spin(scenario: Scenario, seed: int) -> dict[str, float]:
        end = time.thread_time() + milliseconds / 1000
        gain = scenario.parameter("trust_gain")
        while time.thread_time() < end:
            sum(range(500))  # some microseconds: asking for the time is a call into the system
        return {"integrated": gain, "civilian_taken": 2 * gain, "under_arms": 3 * gain, "children_under_arms": seed}

    return spin


def by_clock_ms(driven: Driven, jobs: int, length_ms: float) -> float:
    """Return the time by the clock that each worker had for a run, less the run's own."""
    return driven.wall_s * jobs / driven.runs * 1000 - length_ms


def by_processor_ms(driven: Driven, length_ms: float) -> float:
    """Return the processor time of driver, scheduler and workers a run, less the run's own."""
    return driven.cpu_s / driven.runs * 1000 - length_ms


def overheads(length_ms: int, jobs: int, seconds: float, repeats: int) -> list[Measure]:
    """Measure sweeps of runs of one length on all workers.

    Args:
        length_ms: processor time of a run.
        jobs: workers.
        seconds: work a worker in each repetition, about.
        repeats: sweeps driven, one after another through the same workers.
    """
    runs = max(FEWEST_RUNS, round(seconds * 1000 / length_ms)) * jobs
    with sweeper(jobs, busy(length_ms)) as ready:
        driven = [ready.timed(runs) for _ in range(repeats)]
    clock = [by_clock_ms(one, jobs, length_ms) for one in driven]
    processor = [by_processor_ms(one, length_ms) for one in driven]
    key = f"sweeps.overhead_{length_ms}ms"
    note = (
        f"{runs:,} runs a sweep on {jobs} local workers, in batches as the driver makes them; start of workers left out"
    )
    what = f"A run of {length_ms} ms in a sweep of {runs:,} beside its own time"
    counted = {
        "by_clock": (clock, f"time x {jobs} workers / runs - {length_ms}, by the clock"),
        "by_processor": (processor, f"driver, scheduler and workers, by processor time, - {length_ms}"),
    }
    return [
        Measure(f"{key}.{name}", f"{what}: {how} ({spread(values)})", middle(values), "ms", better="less", note=note)
        for name, (values, how) in counted.items()
    ]
