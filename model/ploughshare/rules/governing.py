"""How a government keeps or breaks promises, holds registration sessions, and turns to force.

Sources: report 3.1.2, 3.2.1, 3.3.1, 5 (will, concern for autonomist aims, progress under pressure); power shifts,
Powell (2006).
"""

from __future__ import annotations

from typing import NamedTuple

from ploughshare.arithmetic import exp_of, log_of, logistic_of
from ploughshare.compiling import inlined


class DeliveryWeights(NamedTuple):
    """Effects on keeping a provision; see the catalogue."""

    base_monthly: float
    pressure: float
    trust: float
    sovereignty: float
    cost: float


@inlined
def delivery_hazard(
    will: float,
    pressure: float,
    trust: float,
    concern: float,
    autonomy: float,
    cost: float,
    momentum: float,
    weights: DeliveryWeights,
) -> float:
    """Return the monthly chance that the government keeps a due provision, 0 to 1.

    h0 * will * momentum * exp(a_pressure p + a_trust T - a_sovereignty concern * autonomy - a_cost cost)
    """
    exponent = (
        weights.pressure * pressure
        + weights.trust * trust
        - weights.sovereignty * concern * autonomy
        - weights.cost * cost
    )
    return min(weights.base_monthly * will * momentum * exp_of(exponent), 1.0)


@inlined
def other_owner_hazard(stance: float, cost: float, weights: DeliveryWeights) -> float:
    """Return the monthly chance that armed groups keep a provision they owe: h0 * stance * exp(-a_cost cost)."""
    return weights.base_monthly * stance * exp_of(-weights.cost * cost)


def momentum(years_since_agreement: float, erosion_yearly: float, interim_share: float, complacency: float) -> float:
    """Return the urgency left, 0 to 1: it erodes with delay and while an interim measure seems to do (report V)."""
    return exp_of(-erosion_yearly * max(years_since_agreement, 0.0)) * (1 - complacency * interim_share)


def session_hazard(base: float, pressure: float, effect: float, urgency: float, stance: float) -> float:
    """Return the monthly chance of a registration session: jumps coincide with pressure (report 3.3.1)."""
    return min(1.0, base * urgency * (0.5 + stance) * exp_of(effect * pressure))


def offensive_hazard(
    strength: float,
    trust: float,
    presence: float,
    pressure: float,
    base: float,
    strength_weight: float,
    trust_weight: float,
    presence_weight: float,
) -> float:
    """Return the monthly chance that the government opens an offensive.

    base * 2 logistic( w_s ln(strength) + w_t (1/2 - T) - w_p (presence + pressure) )
    """
    odds = (
        strength_weight * log_of(max(strength, 1e-6))
        + trust_weight * (0.5 - trust)
        - presence_weight * (presence + pressure)
    )
    return min(1.0, base * 2 * logistic_of(odds))


def highest_offensive_hazard(base: float) -> float:
    """Return the monthly chance that no offensive exceeds, whatever the odds."""
    return min(1.0, base * 2)


def pay_day_chance(discipline: float, funded_share: float) -> float:
    """Return the chance that a pay day is kept: discipline when the money is there, less when it is not."""
    return discipline * min(1.0, funded_share)
