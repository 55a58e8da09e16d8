"""Persons enter a run one after the other, with all that is drawn for them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels import birth
from ploughshare.kernels.birth import Ages, Entering, Origins
from ploughshare.kernels.columns import FIT, FORMER_SOLDIER, STEP, WEAPON, WOMAN
from ploughshare.kernels.states import States
from ploughshare.oracle.movement import count_in
from ploughshare.oracle.randomness import normal, uniform


def enter(
    first: int,
    uid: NDArray[Any],
    group: NDArray[Any],
    community: NDArray[Any],
    month: int,
    child_share: NDArray[np.float64],
    origins: Origins,
    ages: Ages,
    columns: Entering,
    states: States,
    at_home: int,
    recruited: NDArray[np.int64],
    children: NDArray[np.int64],
    decision: int,
    k0: Any,
    k1: Any,
) -> int:
    """Write what persons are like who enter in a month, from row `first` on, count them, and return how many are armed."""
    key = (int(k0), int(k1))
    entering = zip(uid.tolist(), group.tolist(), community.tolist(), strict=True)
    for row, (who, g, home) in enumerate(entering, first):

        def lot(attribute: int, who: int = who) -> float:
            return uniform(key, decision, 0, who, attribute)

        child = lot(birth.ON_CHILD) < child_share[g]
        armed_share = origins.armed_children if child else origins.armed_adults
        youngest, oldest = ages[:2] if child else ages[2:]
        held = {
            WOMAN: lot(birth.ON_WOMAN) < origins.woman[g],
            WEAPON: lot(birth.ON_WEAPON) < armed_share[g],
            FIT: lot(birth.ON_FIT) < origins.fit[g],
            FORMER_SOLDIER: not child and lot(birth.ON_SOLDIER) < origins.soldier[g],
        }
        near = [
            min(max(float(mean) + origins.spread * normal(key, decision, 0, who, attribute), 0.01), 0.99)
            for attribute, mean in zip(birth.SPREADING, origins.means[:, g], strict=True)
        ]
        children[home] += child
        columns.uid[row], states.group[row], states.home[row], states.community[row] = who, g, home, home
        columns.birth_month[row] = month - int(youngest + lot(birth.ON_AGE) * (oldest - youngest))
        states.alternative[row] = states.armed if lot(birth.ON_FULL_TIME) < origins.under_arms[g] else at_home
        states.flags[row] = sum(int(flag) for flag, holds in held.items() if holds)
        columns.fighting_value[row] = round(origins.worth * lot(birth.ON_VALUE) / STEP)
        columns.rank_expected[row], columns.attachment[row] = (round(trait / STEP) for trait in near[:2])
        columns.trust_government[row], columns.trust_leader[row], columns.trust_mission[row] = near[2:]
    return count_in(first, recruited, states)
