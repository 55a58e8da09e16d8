"""Pay days and absences, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import ABSENT, SHOCKED
from ploughshare.kernels.states import States
from ploughshare.oracle.arithmetic import log, logistic
from ploughshare.oracle.packing import holds, without
from ploughshare.oracle.randomness import uniform

Rows = NDArray[np.int64]
_MOST_MONTHS = 255


def count_new(rows: Rows, months_in_state: NDArray[Any]) -> int:
    """Return how many of these persons are in their first month."""
    return [int(months_in_state[row]) for row in rows.tolist()].count(0)


def count_pay_day(rows: Rows, paid: bool, states: States) -> None:
    """Count a pay day kept or missed for each; one kept halves those missed, one missed shocks."""
    for row in rows.tolist():
        if paid:
            states.paid_months[row] = min(int(states.paid_months[row]) + 1, _MOST_MONTHS)
            states.unpaid_months[row] = int(states.unpaid_months[row]) // 2
        else:
            states.unpaid_months[row] = min(int(states.unpaid_months[row]) + 1, _MOST_MONTHS)
            if not holds(states.flags[row], SHOCKED):
                states.flags[row] += SHOCKED


def stay_away(
    rows: Rows,
    uid: NDArray[Any],
    effects: tuple[float, float, float, float],
    desertion: float,
    month: int,
    decisions: tuple[int, int],
    states: States,
    k0: Any,
    k1: Any,
) -> Rows:
    """Mark who is absent and return who deserts."""
    key = (int(k0), int(k1))
    base, unpaid_effect, idle, idle_effect = effects
    deserters = []
    for row in rows.tolist():
        unpaid = min(float(states.unpaid_months[row]), 12.0)
        chance = logistic(log(base / (1.0 - base)) + unpaid_effect * unpaid + idle_effect * idle)
        states.flags[row] = without(states.flags[row], ABSENT)
        if uniform(key, decisions[0], month, int(uid[row])) < chance:
            states.flags[row] += ABSENT
            if uniform(key, decisions[1], month, int(uid[row])) < desertion:
                deserters.append(row)
    return np.array(deserters, dtype=np.int64)
