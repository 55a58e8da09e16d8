"""The ledger of promises: what is due, kept and broken at any month. Political trust learns from it."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.schema import Scenario

NEVER = 10_000
"""Month index that lies beyond every run."""


class Weights(NamedTuple):
    """Weights of provisions in one month, added up."""

    kept: float
    """kept so far"""
    due: float
    """kept, or past their due month"""
    kept_now: float
    """kept this month"""
    binding: float
    overdue: float
    """past their due month and not kept"""


class Ledger:
    """State of every provision; arrays of shape (provisions,) in file order."""

    def __init__(self, definition: Scenario) -> None:
        provisions = list(definition.provisions.values())
        agreements = definition.agreements
        self.names = list(definition.provisions)
        self.address = addresses_of(self.names)
        """word under which the random numbers of each stand"""
        self.owners = [tuple(provision.owners) for provision in provisions]
        self.signed = np.array([definition.month(agreements[p.agreement].signed) for p in provisions], dtype=np.int64)
        self.denounced = np.array(
            [_month_or_never(definition, agreements[p.agreement].denounced) for p in provisions],
            dtype=np.int64,
        )
        self.due = np.array([definition.month(p.due) for p in provisions], dtype=np.int64)
        self.kept_on_record = np.array([_month_or_never(definition, p.kept) for p in provisions], dtype=np.int64)
        self.imposed = np.array([_month_or_never(definition, p.imposed) for p in provisions], dtype=np.int64)
        """month in which each provision is kept at the latest whatever its owners decide, `NEVER` where they do"""
        self.weight = np.array([p.weight for p in provisions])
        self.autonomy = np.array([p.autonomy for p in provisions])
        self.cost = np.array([p.cost for p in provisions])
        self.kept = np.full(len(provisions), NEVER, dtype=np.int64)
        """month in which each provision was kept, `NEVER` while it is not"""
        self.all_owners = sorted({owner for owners in self.owners for owner in owners})
        self._number = {name: number for number, name in enumerate(self.names)}
        owes = [[owner in owners for owners in self.owners] for owner in self.all_owners]
        self.owes = np.array(owes, dtype=bool).reshape(len(self.all_owners), len(provisions))
        """which of all owners owe which provision, alone or with others, shape (owners, provisions)"""
        self._signatures = sorted(set(self.signed.tolist()))
        self._turns = sorted({*self._signatures, *self.denounced.tolist(), *(self.due + 1).tolist()})
        """months from which weights differ from those of the month before"""
        self._weights: dict[tuple[int, str | None], Weights] = {}
        """weights as far as asked since a provision was last kept, by number of turns so far and owner"""

    def binding(self, month: int) -> NDArray[np.bool_]:
        """Which provisions are signed and not denounced in `month`."""
        return (self.signed <= month) & (month < self.denounced)

    def keep(self, index: int, month: int) -> None:
        """Mark a provision as kept."""
        self.kept[index] = month
        insort(self._turns, month)
        insort(self._turns, month + 1)
        self._weights.clear()

    def is_kept(self, name: str) -> bool:
        """Whether the provision called `name` has been kept."""
        return bool(self.kept[self._number[name]] < NEVER)

    def owned_by(self, owner: str) -> NDArray[np.bool_]:
        """Which provisions `owner` owes, alone or with others."""
        if owner not in self.all_owners:
            return np.zeros(len(self.names), dtype=bool)
        return np.asarray(self.owes[self.all_owners.index(owner)])

    def years_since_signature(self, month: int) -> float:
        """Return the years since an agreement was last signed; 0 before the first."""
        signed = bisect_right(self._signatures, month)
        return (month - self._signatures[signed - 1]) / 12 if signed else 0.0

    def weights(self, month: int, owner: str | None = None) -> Weights:
        """Return the weights of what `owner` owes, or of all provisions if none is named.

        A provision kept before its due month counts as kept and as due.
        """
        turn = bisect_right(self._turns, month)
        found = self._weights.get((turn, owner))
        if found is None:
            found = self._weights[turn, owner] = self._weigh(month, owner)
        return found

    def _weigh(self, month: int, owner: str | None) -> Weights:
        mine = self.binding(month) if owner is None else self.binding(month) & self.owned_by(owner)
        kept, past = mine & (self.kept <= month), mine & (self.due < month)
        each = (kept, past | kept, mine & (self.kept == month), mine, past & (self.kept > month))
        return Weights(*[float(np.add.reduce(self.weight[some])) for some in each])

    def kept_share(self, month: int) -> float:
        """Return the weight kept over the weight due, 0 to 1; 1 while nothing is due."""
        weights = self.weights(month)
        return weights.kept / weights.due if weights.due > 0 else 1.0


def _month_or_never(definition: Scenario, month: str | None) -> int:
    return NEVER if month is None else definition.month(month)
