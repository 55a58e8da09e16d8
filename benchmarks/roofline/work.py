"""How much work the rules for persons ask for: random blocks, logarithms, exponentials, sines and bytes, counted in a run.

Counted is what the formulas need for those who think, with at least two options to choose between, and for the options they
consider; not what an engine may compute besides. What can be tabled for many persons at once (kin, work at home, orders,
a rival's pay) counts nothing. Loss aversion is linear in logarithms and counts nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.numpy_columns.choosing import Choosing
from benchmarks.numpy_columns.draws import Floats, NumpyDraws
from benchmarks.numpy_columns.engine import NumpyColumns
from benchmarks.numpy_columns.people import Rows
from benchmarks.world.months import Month, World
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL
from ploughshare.agents.population import STORED
from ploughshare.randomness import Decision

READ = (
    "uid", "group", "home", "community", "alternative", "applied_to", "stage", "months_in_state", "months_in_stage",
    "birth_month", "flags", "fighting_value", "trust_government", "trust_leader", "trust_mission",
)  # fmt: skip
"""columns that the rules of every month read for everybody"""
WRITTEN = ("months_in_state", "months_in_stage", "trust_government", "trust_leader", "trust_mission")
TRUSTS = ("trust_government", "trust_leader", "trust_mission")
"""read and written a second time: the mean of the group is known only when everybody has learned"""


@dataclass
class Work:
    """Work of a whole run."""

    person_months: int = 0
    random_blocks: int = 0
    logarithms: int = 0
    exponentials: int = 0
    sines: int = 0
    bytes: int = 0
    thinkers: int = 0
    choosers: int = 0
    options: int = 0
    """options considered by those with at least two"""


def count_work(world: World, seed: int) -> Work:
    """Live a world in NumPy columns, with the model's own numbers, and count."""
    engine = NumpyColumns(world, seed)
    work = Work(person_months=world.person_months)
    draws = _CountingDraws(seed, work)
    engine.draws = engine.serving.draws = draws
    engine.choosing = _CountingChoosing(world, engine.people, draws, work)
    engine.run()
    work.bytes = work.person_months * bytes_per_person_month()
    return work


def bytes_per_person_month() -> int:
    """Return bytes read and written a person and month, each column once, trusts twice."""
    size = {name: np.dtype(kind).itemsize for name, kind in STORED.items()}
    return sum(size[name] for name in (*READ, *WRITTEN, *TRUSTS, *TRUSTS))


class _CountingDraws(NumpyDraws):
    """Counts a block for each address, but for those whose number depends on what is considered."""

    _COUNTED_APART = (Decision.CHOICE, Decision.KNOWLEDGE)

    def __init__(self, seed: int, work: Work) -> None:
        super().__init__(seed)
        self.work = work

    def uniform(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return uniform numbers, and count their blocks."""
        numbers = super().uniform(decision, month, uid, option)
        arming = decision == Decision.WEAPON and np.ndim(option) == 0 and option == 255
        if decision not in self._COUNTED_APART and not arming:
            self.work.random_blocks += numbers.size
        return numbers


class _CountingChoosing(Choosing):
    """Counts what the choice of those who think needs."""

    def __init__(self, *args: object, work: Work | None = None) -> None:
        *rest, counted = args
        super().__init__(*rest)  # type: ignore[arg-type]
        self.work: Work = counted  # type: ignore[assignment]

    def observe(self, month: Month, rows: Rows, gates: NDArray[np.bool_], considered: NDArray[np.bool_]) -> None:
        """Count blocks and functions of one month's choices."""
        work, people = self.work, self.people
        elsewhere = np.ones_like(considered)
        elsewhere[np.arange(len(rows)), people.alternative[rows]] = False
        _, is_open, eligible, released = gates
        asks = is_open & eligible & released & elsewhere
        asks[:, (ARMED, HOME)] = False
        asks[:, RIVAL + 1 : FIRST_PROGRAMME] = False
        at_war = month.faced.groups_at_war[people.group[rows]]
        unarmed = ~people.weapon[rows] & (people.alternative[rows] != ARMED) & ~people.is_child(month.number)[rows]
        work.random_blocks += int(asks.sum()) + int((at_war & unarmed).sum())
        chooses = considered.sum(axis=1) > 1
        options = considered[chooses]
        nest = self.world.alternatives.nest
        nests = sum(int(options[:, nest == index].any(axis=1).sum()) for index in range(int(nest.max()) + 1))
        uncertain = int(options[:, ARMED].sum() + options[:, FIRST_PROGRAMME:].sum())
        work.thinkers += len(rows)
        work.choosers += int(chooses.sum())
        work.options += int(options.sum())
        work.random_blocks += int(options.sum()) + 2 * nests
        work.logarithms += 2 * int(options.sum()) + 4 * nests + 2 * uncertain + int(options.sum())
        work.exponentials += uncertain
        work.sines += 3 * nests
