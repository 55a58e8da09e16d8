"""What a month teaches persons of each group and state.

Source: docs/odd.md, learning.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def lessons_of(
    promises: tuple[float, float],
    saliences: tuple[float, float],
    hears: Any,
    state_pays: Any,
    paid: Any,
    attacked: Any,
    support_arrived: Any,
    armed: int,
    first_programme: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return good and bad news of the government, then of leaders, for each group (rows) and option (columns)."""
    pay_day, attack = saliences
    good, bad = np.zeros(first_programme + len(paid)), np.zeros(first_programme + len(paid))
    good[first_programme:] = np.where(state_pays & paid, pay_day, 0.0)
    bad[first_programme:] = np.where(state_pays & ~paid, pay_day, 0.0)
    struck = np.zeros(len(bad))
    struck[first_programme:] = np.where(attacked, attack, 0.0)
    under_arms = np.arange(len(bad)) == armed
    kept, overdue = (np.where(hears, salience, 0.0)[:, None] for salience in promises)
    arrived = support_arrived[:, None] & under_arms
    failed = ~support_arrived[:, None] & under_arms
    return kept + good, overdue + bad + struck, np.where(arrived, pay_day, 0.0), np.where(failed, pay_day, 0.0)
