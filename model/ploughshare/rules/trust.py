"""How trust and beliefs about pay are learned.

Compiled functions of numbers (or arrays): kernels step whole populations with them, leaders use them as they are.

Sources: two learning rates, Rescorla and Wagner (1972); losses weigh more than gains, Slovic (1993); unpaid wages and
stalled provisions in this setting, report 3.2.1 and 3.1.2.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined

Number = TypeVar("Number", float, NDArray[np.float64])


@inlined
def step_up(salience: Number, rate: float) -> Number:
    """Return how far a kept promise or protection moves trust towards 1, as a share: rate * salience, 0 to 1."""
    step: Number = np.minimum(np.maximum(rate * salience, 0.0), 1.0)
    return step


@inlined
def step_down(salience: Number, rate: float, loss_ratio: float) -> Number:
    """Return how far a broken promise, clash or attack moves trust towards 0: loss_ratio * rate * salience, 0 to 1."""
    step: Number = np.minimum(np.maximum(loss_ratio * rate * salience, 0.0), 1.0)
    return step


@inlined
def rise(trust: Number, step: Number) -> Number:
    """Return trust moved a step up: T + step * (1 - T), all 0 to 1."""
    return trust + step * (1.0 - trust)


@inlined
def fall(trust: Number, step: Number) -> Number:
    """Return trust moved a step down: T - step * T."""
    return trust - step * trust


@inlined
def shifted(trust: np.float32, change: np.float32) -> np.float32:
    """Return trust moved by an event: T + change, kept from 0 to 1."""
    return min(max(trust + change, np.float32(0.0)), np.float32(1.0))


@inlined
def gain(trust: Number, salience: Number, rate: float) -> Number:
    """Return trust after a kept promise or protection: T + rate * salience * (1 - T)."""
    return rise(trust, step_up(salience, rate))


@inlined
def lose(trust: Number, salience: Number, rate: float, loss_ratio: float) -> Number:
    """Return trust after a broken promise, a clash or an attack: T - loss_ratio * rate * salience * T."""
    return fall(trust, step_down(salience, rate, loss_ratio))


@inlined
def remember(trust: Number, long_run: Number, memory_monthly: float) -> Number:
    """Return trust drawn towards its long-run level: memory * T + (1 - memory) * long run."""
    return memory_monthly * trust + (1.0 - memory_monthly) * long_run


@inlined
def talk(trust: Number, mean_of_peers: Number, pull: float) -> Number:
    """Return trust pulled towards the mean of the own group: T + pull * (mean - T)."""
    return trust + pull * (mean_of_peers - trust)


@inlined
def update_pay_belief(
    paid: Number, unpaid: Number, kept: Number, missed: Number, memory_monthly: float
) -> tuple[Number, Number]:
    """Return the Beta counts after a month: a' = memory * a + kept, b' = memory * b + missed (pay days)."""
    return memory_monthly * paid + kept, memory_monthly * unpaid + missed


@inlined
def pay_reliability(paid: Number, unpaid: Number, own_paid: Number, own_unpaid: Number, own_weight: float) -> Number:
    """Return the believed chance that a pay day is kept: the Beta mean of unit and own pay days, own ones weighed."""
    kept = paid + own_weight * own_paid
    return kept / (kept + unpaid + own_weight * own_unpaid)
