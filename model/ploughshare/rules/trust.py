"""How trust and beliefs about pay are learned.

Sources: two learning rates, Rescorla and Wagner (1972); losses weigh more than gains, Slovic (1993); unpaid wages and
stalled provisions in this setting, report 3.2.1 and 3.1.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def gain(trust: Floats, salience: Floats, rate: float) -> Floats:
    """Return trust after a kept promise or protection: T + rate * salience * (1 - T), all 0 to 1."""
    return trust + np.clip(rate * salience, 0.0, 1.0) * (1 - trust)


def lose(trust: Floats, salience: Floats, rate: float, loss_ratio: float) -> Floats:
    """Return trust after a broken promise, a clash or an attack: T - loss_ratio * rate * salience * T."""
    return trust - np.clip(loss_ratio * rate * salience, 0.0, 1.0) * trust


def remember(trust: Floats, long_run: Floats, memory_monthly: float) -> Floats:
    """Return trust drawn towards its long-run level: memory * T + (1 - memory) * long run."""
    return memory_monthly * trust + (1 - memory_monthly) * long_run


def talk(trust: Floats, mean_of_peers: Floats, pull: float) -> Floats:
    """Return trust pulled towards the mean of the own group: T + pull * (mean - T)."""
    return trust + pull * (mean_of_peers - trust)


def update_pay_belief(
    paid: Floats, unpaid: Floats, kept: Floats, missed: Floats, memory_monthly: float
) -> tuple[Floats, Floats]:
    """Return the Beta counts after a month: a' = memory * a + kept, b' = memory * b + missed (pay days)."""
    return memory_monthly * paid + kept, memory_monthly * unpaid + missed


def pay_reliability(paid: Floats, unpaid: Floats, own_paid: Floats, own_unpaid: Floats, own_weight: float) -> Floats:
    """Return the believed chance that a pay day is kept: the Beta mean of unit and own pay days, own ones weighed."""
    kept = paid + own_weight * own_paid
    return kept / (kept + unpaid + own_weight * own_unpaid)
