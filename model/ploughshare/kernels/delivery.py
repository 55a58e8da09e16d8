"""Which provisions of agreements are kept this month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.philox import uniform_at
from ploughshare.rules.governing import DeliveryWeights, delivery_hazard, other_owner_hazard

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]

STATE, PEACE_OPERATION, GROUPS = range(3)
"""What kind of owner owes a provision, in `Promises.kind`."""


class Promises(NamedTuple):
    """What never changes of all provisions; P provisions, O owners."""

    signed: Counts
    denounced: Counts
    """months from which each binds and from which it binds no more, shape (P,)"""
    settled: Counts
    """month in which each is kept at the latest whatever its owners decide, shape (P,)"""
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


class Lots(NamedTuple):
    """Where the random numbers of provisions stand, as words."""

    provisions: Words
    """of each, shape (P,)"""
    decision: np.uint64
    k0: np.uint64
    k1: np.uint64


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
def kept_this_month(
    kept: Counts, month: int, free: bool, promises: Promises, willing: Willing, weights: DeliveryWeights, lots: Lots
) -> Counts:
    """Return the numbers of the provisions that are kept this month, of those that bind and are not `kept` before.

    What is settled is kept; of the rest, while owners are `free` to decide, what a uniform number has below its chance.
    """
    when, none = np.uint64(month), np.uint64(0)
    found, many = np.empty(len(kept), dtype=np.int64), 0
    for number in range(len(kept)):
        if promises.signed[number] <= month < promises.denounced[number] and kept[number] > month:
            found[many] = number
            if promises.settled[number] <= month:
                many += 1
            elif free:
                lot = uniform_at(lots.provisions[number], when, lots.decision, none, lots.k0, lots.k1)
                many += lot < _delivery_chance(number, month, promises, willing, weights)
    return found[:many].copy()


@inlined
def _delivery_chance(number: int, month: int, promises: Promises, willing: Willing, weights: DeliveryWeights) -> float:
    """Return the chance that an open provision is kept: all owners must, so the least willing decides."""
    chance = 1.0
    for owner in range(len(promises.kind)):
        if promises.owes[owner, number]:
            chance = min(chance, _owner_hazard(owner, number, promises, willing, weights))
    return chance * willing.early if month < promises.due[number] else chance


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
