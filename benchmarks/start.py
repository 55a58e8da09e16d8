"""How long a user waits: for help, for the engine to be ready, for the first sign of progress."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measures import Measure

_READY = """
from ploughshare.model import DDRModel
from ploughshare.scenario.loading import load_scenario
DDRModel(load_scenario("training"), rng=1).step()
"""
_BARE = "import mesa"


def as_users_run(cache: Path) -> dict[str, str]:
    """Return an environment in which Python keeps bytecode, as it does for users, and Numba kernels, both in `cache`.

    Where PYTHONDONTWRITEBYTECODE is set, as in many containers, each process would compile all Python source anew.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "NUMBA_CACHE_DIR": str(cache / "kernels"), "PYTHONPYCACHEPREFIX": str(cache / "bytecode")}


def seconds(command: list[str], cache: Path) -> float:
    """Return processor seconds that a command takes, which on an idle machine is the wait."""
    before = _children_s()
    subprocess.run(command, check=True, capture_output=True, env=as_users_run(cache))
    return _children_s() - before


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def best(command: list[str], cache: Path, times: int = 5) -> float:
    """Return the least time of several, the first of which fills the cache and does not count."""
    seconds(command, cache)
    return min(seconds(command, cache) for _ in range(times))


def up_to_the_end_of(code: str) -> list[str]:
    """Return a command that runs Python code and leaves at once: who waits for the engine does not wait for Python to tidy up."""
    return [sys.executable, "-c", f"{code}\nimport os\nos._exit(0)"]


def ready(cache: Path) -> float:
    """Return seconds from nothing to the first month lived, with bytecode and compiled kernels in `cache`."""
    return seconds(up_to_the_end_of(_READY), cache)


def first_progress(arguments: list[str], cache: Path) -> float:
    """Return seconds until a command writes anything to its terminal; it is then stopped."""
    master, terminal = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ploughshare", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        stdin=terminal,
        env=as_users_run(cache),
    )
    try:
        os.read(master, 1)
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()
        os.close(master)
        os.close(terminal)


def _first_progress_of_a_run(cache: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["run", "mali", "--seeds", "1", "--no-figures", "--out", str(Path(folder) / "run")]
        return min(first_progress(arguments, cache) for _ in range(3))


def benchmark(quick: bool) -> list[Measure]:
    """Measure help, first progress, and the engine's start with a full and with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        return _measures(Path(folder), quick)


def _measures(cache: Path, quick: bool) -> list[Measure]:
    bare = best(up_to_the_end_of(_BARE), cache)  # first: bytecode of what is installed is not our cold start
    cold = ready(cache)
    cached = min(ready(cache) for _ in range(3 if quick else 5))
    measures = [
        Measure(
            "start.cached",
            "Fresh process to its first month lived, kernels cached, less the import of Mesa",
            cached - bare,
            "s",
            1.0,
            0.5,
            "less",
        ),
        Measure("start.cached_whole", "The same with all imports", cached, "s", better="less"),
        Measure("start.bare_imports", "Importing Mesa alone", bare, "s", better="less"),
        Measure(
            "start.help",
            "ploughshare --help",
            best([sys.executable, "-m", "ploughshare", "--help"], cache),
            "s",
            0.4,
            0.4,
            "less",
        ),
        Measure(
            "start.first_progress",
            "ploughshare run mali to its first progress, by the clock",
            _first_progress_of_a_run(cache),
            "s",
            better="less",
        ),
    ]
    if not quick:
        measures.append(
            Measure("start.cold", "The same with an empty cache: everything is compiled", cold, "s", better="less")
        )
    return measures
