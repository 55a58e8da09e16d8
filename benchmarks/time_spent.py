"""Where the time of a run goes: each kernel that counts, and the Python outside the kernels by part of the package."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from benchmarks.kernel_time import timed_kernels
from benchmarks.measures import Measure
from benchmarks.running import run_model
from benchmarks.timing import Timed, once
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

LEAST_SHARE = 0.01
"""parts below this share of a run are not listed"""


def kernel_shares(definition: Scenario) -> dict[str, float]:
    """Return the share of a run that each kernel called from Python takes."""
    work, timed = run_model(definition), Timed()
    with timed_kernels() as spent:
        once(work, timed)
    whole_s = timed.wall_s[0] - spent.timing_s
    return {name: seconds / whole_s for name, seconds in spent.seconds.items()}


def python_shares(definition: Scenario) -> dict[str, float]:
    """Return how the time outside kernels is divided, by part of the package or by other package, summing to 1.

    A profiler slows Python down by calls: shares are rough.
    """
    work, profiler = run_model(definition), cProfile.Profile()
    with timed_kernels() as spent:
        profiler.runcall(work)
    rows: Mapping[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    seconds: dict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, own_s, _, _) in rows.items():
        if "kernel_time" not in file and (file, name) not in spent.code:
            seconds[_part(file)] += own_s
    whole = sum(seconds.values())
    return {part: own_s / whole for part, own_s in seconds.items()}


def _part(file: str) -> str:
    """Return `ploughshare.agents` and the like for the package's own files, the package for others."""
    parts = Path(file).with_suffix("").parts
    if "ploughshare" in parts:
        return ".".join(parts[len(parts) - parts[::-1].index("ploughshare") - 1 :][:2])
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return "Python itself and NumPy's C"


def benchmark(quick: bool) -> list[Measure]:
    """Measure one run of Mali, a tenth of it if `quick`."""
    definition = load_scenario("mali", population_scale=0.1 if quick else 1.0)
    once(run_model(definition), Timed())
    timed = Timed()
    for _ in range(3):
        once(run_model(definition), timed)
    kernels = kernel_shares(definition)
    outside = 1 - sum(kernels.values())
    shares = {f"kernel {name.removeprefix('ploughshare.')}": share for name, share in kernels.items()}
    shares |= {f"outside {part}": share * outside for part, share in python_shares(definition).items()}
    listed = sorted((item for item in shares.items() if item[1] >= LEAST_SHARE), key=lambda item: -item[1])
    whole = Measure("profile.run", "Whole run, months and tables", timed.best_cpu_s, "s", better="less")
    return [whole, *(Measure(f"profile.{name}", name, share, "share", better="less") for name, share in listed)]
