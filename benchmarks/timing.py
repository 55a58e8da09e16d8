"""Time pieces of work in turns, so that a busy moment of the machine falls on all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Work = Callable[[], object]
Prepare = Callable[[], Work]
"""makes one fresh piece of work; making it is not timed"""


@dataclass
class Timed:
    """Seconds of each repetition: of processor time, and by the clock."""

    cpu_s: list[float] = field(default_factory=list)
    wall_s: list[float] = field(default_factory=list)

    @property
    def best_cpu_s(self) -> float:
        """Least processor time: what the work takes when nobody disturbs it."""
        return min(self.cpu_s)


def once(work: Work, timed: Timed) -> None:
    """Do a piece of work once and note how long it took.

    What stands in memory already, such as a recorded world, is kept from Python's garbage collector meanwhile: it would be
    looked through again and again, at the cost of the work.
    """
    gc.collect()
    gc.freeze()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    wall_s = time.perf_counter() - wall
    timed.cpu_s.append(time.process_time() - cpu)
    timed.wall_s.append(wall_s)
    gc.unfreeze()


def interleaved(pieces: Mapping[str, Prepare], rounds: int) -> dict[str, Timed]:
    """Do all pieces of work in turns, `rounds` times."""
    timed = {name: Timed() for name in pieces}
    for _ in range(rounds):
        for name, prepare in pieces.items():
            once(prepare(), timed[name])
    return timed
