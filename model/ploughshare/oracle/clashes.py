"""The chance of a clash for each pair of armed groups and each region in which both have armed men.

Sources: docs/odd.md, violence; those named in `rules/violence.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def clash_chances(
    pairs: Any,
    tension: Any,
    active: Any,
    coalition: Any,
    none: int,
    armed: Any,
    trust: Any,
    guarantee: Any,
    base: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return rows of (pair, region), pair after pair and region after region, and the chance of each."""
    meetings, chances = [], []
    for pair, (group, other) in enumerate(pairs.tolist()):
        if not (active[group] and active[other]) or none != coalition[group] == coalition[other]:
            continue
        for region, (one, two) in enumerate(zip(armed[group].tolist(), armed[other].tolist(), strict=True)):
            if one > 0.0 and two > 0.0:
                together = max(one + two, 1.0)
                evenness = 4.0 * one * two / (together * together)
                hostility = base * float(tension[pair]) * evenness * (1.0 - float(trust[group]))
                meetings.append((pair, region))
                chances.append(min(1.0, hostility * (1.0 - 0.5 * float(guarantee[region]))))
    return np.array(meetings, dtype=np.int64).reshape(-1, 2), np.array(chances, dtype=np.float64)
