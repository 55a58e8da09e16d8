"""The security term taken apart: the most that giving up arms could cost, and what trust, protection and calm take off it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ploughshare.analysis.shapley import Coalition, shapley
from ploughshare.rules.choice import ChoiceWeights, Prospects

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RELIEF = ("trust relieves", "protection relieves", "calm relieves")
MOST = "giving up arms under full threat"


@dataclass(frozen=True)
class SecurityGaps:
    """What the security term of n persons is made of; arrays of shape (n, 1) unless said otherwise."""

    weight: float
    disarms: Floats
    """how far each of K options gives up arms, broadcastable to shape (n, K)"""
    threat: Floats
    distrust: Floats
    """1 less trust in the government"""
    unprotected: Floats
    """1 less the mission's guarantee"""

    def parts(self, option: int, other: int, who: Flags) -> dict[str, float]:
        """Return the parts of the mean gap between two options, in logits; they sum to it.

        The term is -weight * disarms * threat * (1 - trust) * (1 - guarantee). Without trust, protection and calm it would be
        -weight * disarms; the three reliefs share the rest by Shapley, since each matters less where another has acted.
        """
        n = len(who)
        disarms = np.broadcast_to(self.disarms, (n, self.disarms.shape[1]))
        most = -self.weight * (disarms[who, option] - disarms[who, other])
        factors = {
            name: np.broadcast_to(factor, (n, 1))[who, 0]
            for name, factor in zip(RELIEF, (self.distrust, self.unprotected, self.threat), strict=True)
        }

        def gap(some: Coalition) -> float:
            fear = most
            for name, factor in factors.items():
                fear = fear * factor if name in some else fear
            return float(fear.mean())

        return {MOST: gap(frozenset())} | shapley(RELIEF, gap)


def security_gaps(seen: Prospects, weights: ChoiceWeights) -> SecurityGaps:
    """Return what the security term of these persons is made of."""
    return SecurityGaps(
        weights.security, np.atleast_2d(seen.disarms), seen.threat, 1 - seen.trust_government, 1 - seen.guarantee
    )
