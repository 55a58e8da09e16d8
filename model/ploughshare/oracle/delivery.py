"""The chance that each open provision is kept: what the government, the mission and armed groups let happen.

Sources: docs/odd.md, government; those named in `rules/governing.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.delivery import PEACE_OPERATION, STATE, Lots, Promises, Willing
from ploughshare.oracle.arithmetic import exp
from ploughshare.oracle.randomness import uniform
from ploughshare.rules.governing import DeliveryWeights


def kept_this_month(
    kept: Any, month: int, free: bool, promises: Promises, willing: Willing, weights: DeliveryWeights, lots: Lots
) -> NDArray[np.int64]:
    """Return which provisions in force are kept now: those that are settled, and those whose lot has it so."""
    key = (int(lots.k0), int(lots.k1))
    found = []
    for number, before in enumerate(kept.tolist()):
        in_force = int(promises.signed[number]) <= month and not month >= int(promises.denounced[number])
        if in_force and before > month:
            lot = uniform(key, int(lots.decision), month, int(lots.provisions[number]))
            by_lot = free and lot < chance(number, month, promises, willing, weights)
            if by_lot or promises.settled[number] <= month:
                found.append(number)
    return np.array(found, dtype=np.int64)


def chance(number: int, month: int, promises: Promises, willing: Willing, weights: DeliveryWeights) -> float:
    """Return the chance of one provision; one not due yet is seldom kept."""
    cost, autonomy = float(promises.cost[number]), float(promises.autonomy[number])
    least = 1.0
    for owner, kind in enumerate(promises.kind.tolist()):
        if not promises.owes[owner, number]:
            continue
        if kind == STATE:
            least = min(least, by_the_state(autonomy, cost, willing, weights))
        elif kind == PEACE_OPERATION:
            least = min(least, willing.peace_operation)
        else:
            least = min(least, weights.base_monthly * float(willing.stance[owner]) * exp(-weights.cost * cost))
    return least * willing.early if month < int(promises.due[number]) else least


def by_the_state(autonomy: float, cost: float, willing: Willing, weights: DeliveryWeights) -> float:
    """Return the government's chance: will and urgency, raised by pressure and trust, lowered by concern and cost."""
    exponent = weights.pressure * willing.pressure + weights.trust * willing.trust
    exponent = exponent - weights.sovereignty * willing.concern * autonomy - weights.cost * cost
    return min(weights.base_monthly * willing.will * willing.urgency * exp(exponent), 1.0)
