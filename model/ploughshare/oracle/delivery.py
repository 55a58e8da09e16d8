"""The chance that each open provision is kept: what the government, the mission and armed groups let happen.

Sources: docs/odd.md, government; those named in `rules/governing.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.delivery import PEACE_OPERATION, STATE, Promises, Willing
from ploughshare.oracle.arithmetic import exp
from ploughshare.rules.governing import DeliveryWeights


def delivery_chances(
    open_ones: Any, month: int, promises: Promises, willing: Willing, weights: DeliveryWeights
) -> NDArray[np.float64]:
    """Return the chance of each of these provisions, that of the owner least willing to keep it."""
    return np.array([chance(int(number), month, promises, willing, weights) for number in open_ones], dtype=np.float64)


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
