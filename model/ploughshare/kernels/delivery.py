"""The chances that provisions of agreements are kept this month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.rules.governing import DeliveryWeights, delivery_hazard, other_owner_hazard

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

STATE, PEACE_OPERATION, GROUPS = range(3)
"""What kind of owner owes a provision, in `Promises.kind`."""


class Promises(NamedTuple):
    """What never changes of all provisions; P provisions, O owners."""

    due: Counts
    """month in which each is due, shape (P,)"""
    autonomy: Floats
    """how far each serves autonomist aims, 0 to 1, shape (P,)"""
    cost: Floats
    """how dear each is, 0 to 1, shape (P,)"""
    owes: Flags
    """who owes which, alone or with others, shape (O, P)"""
    kind: Counts
    """kind of each owner, shape (O,)"""


class Willing(NamedTuple):
    """What moves owners this month, 0 to 1; see `rules.governing`."""

    will: float
    pressure: float
    trust: float
    concern: float
    urgency: float
    peace_operation: float
    """chance that the mission keeps what it owes"""
    stance: Floats
    """mean stance of the groups behind each owner, shape (O,)"""
    early: float
    """chance of what is not due yet, as a share of what it is when due"""


@kernel
def delivery_chances(
    open_ones: Counts, month: int, promises: Promises, willing: Willing, weights: DeliveryWeights
) -> Floats:
    """Return the chance that each open provision is kept: all owners must, so the least willing decides.

    `open_ones` are numbers of provisions, shape (n,), as the chances.
    """
    chances = np.ones(len(open_ones))
    for i, number in enumerate(open_ones):
        for owner in range(len(promises.kind)):
            if promises.owes[owner, number]:
                chances[i] = min(chances[i], _owner_hazard(owner, number, promises, willing, weights))
        if month < promises.due[number]:
            chances[i] *= willing.early
    return chances


@inlined
def _owner_hazard(owner: int, number: int, promises: Promises, willing: Willing, weights: DeliveryWeights) -> float:
    kind, autonomy, cost = promises.kind[owner], promises.autonomy[number], promises.cost[number]
    if kind == PEACE_OPERATION:
        return willing.peace_operation
    if kind == GROUPS:
        return other_owner_hazard(willing.stance[owner], cost, weights)
    return delivery_hazard(
        willing.will, willing.pressure, willing.trust, willing.concern, autonomy, cost, willing.urgency, weights
    )
