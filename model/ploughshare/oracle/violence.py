"""Violence: which armed groups clash where, which sites are attacked, and who fights.

Sources: docs/odd.md, violence; those named in `rules/violence.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.oracle.randomness import uniform


def clashes_of(
    pairs: Any,
    tension: Any,
    active: Any,
    coalition: Any,
    none: int,
    armed: Any,
    trust: Any,
    guarantee: Any,
    base: float,
    addresses: tuple[Any, Any],
    month: int,
    decision: int,
    *key: Any,
) -> NDArray[np.int64]:
    """Return rows of (pair, region) where a clash breaks out, pair after pair and region after region."""
    word = tuple(int(part) for part in key)
    of_pair, of_region = (words.tolist() for words in addresses)
    clashes = []
    for pair, (group, other) in enumerate(pairs.tolist()):
        if not (active[group] and active[other]) or none != coalition[group] == coalition[other]:
            continue
        for region, (one, two) in enumerate(zip(armed[group].tolist(), armed[other].tolist(), strict=True)):
            if one > 0.0 and two > 0.0:
                together = max(one + two, 1.0)
                evenness = 4.0 * one * two / (together * together)
                hostility = base * float(tension[pair]) * evenness * (1.0 - float(trust[group]))
                chance = min(1.0, hostility * (1.0 - 0.5 * float(guarantee[region])))
                if uniform(word, decision, month, of_pair[pair], of_region[region]) < chance:
                    clashes.append((pair, region))
    return np.array(clashes, dtype=np.int64).reshape(-1, 2)


def attacked_sites(
    base: float,
    exposure: Any,
    community: Any,
    extremist_exposure: Any,
    region: Any,
    guarantee: Any,
    address: Any,
    month: int,
    decision: int,
    *key: Any,
) -> NDArray[np.int64]:
    """Return the numbers of the sites that are attacked, in order."""
    word = tuple(int(part) for part in key)
    attacked = []
    for site, (weight, place, area, word_of_site) in enumerate(
        zip(exposure.tolist(), community.tolist(), region.tolist(), address.tolist(), strict=True)
    ):
        danger = base * weight * float(extremist_exposure[place])
        chance = min(1.0, danger * (1.0 - 0.5 * float(guarantee[area])))
        if uniform(word, decision, month, word_of_site, 0) < chance:
            attacked.append(site)
    return np.array(attacked, dtype=np.int64)


def fighters_in(region: int, fights: Any, states: Any) -> NDArray[np.int64]:
    """Return the rows of those under arms in a region whose groups fight."""
    persons = zip(states.group.tolist(), states.community.tolist(), states.alternative.tolist(), strict=True)
    return np.array(
        [
            row
            for row, (side, place, state) in enumerate(persons)
            if state == states.armed and fights[side] and states.region_of_community[place] == region
        ],
        dtype=np.int64,
    )
