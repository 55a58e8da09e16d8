"""Clashes, extremist attacks and offensives: how likely, how deadly.

Sources: report 3.1.1, 3.2.1, 3.4; heavy tails of attack severity, Clauset, Young and Gleditsch (2007).
"""

from __future__ import annotations

from ploughshare.arithmetic import log_of, logistic_of, power_of
from ploughshare.compiling import inlined


@inlined
def clash_hazard(base: float, tension: float, contact: float, trust: float, guarantee: float) -> float:
    """Return the monthly chance of a clash of two parties in one region, 0 to 1.

    base * tension * contact * (1 - trust) * (1 - guarantee / 2)
    """
    return min(1.0, base * tension * contact * (1 - trust) * (1 - 0.5 * guarantee))


@inlined
def contact(armed_a: float, armed_b: float) -> float:
    """Return how evenly two armed parties share a region, 0 (one is absent) to 1 (equal); persons."""
    total = max(armed_a + armed_b, 1.0)
    return 4 * armed_a * armed_b / (total * total)


@inlined
def attack_hazard(base: float, exposure: float, extremist_exposure: float, guarantee: float) -> float:
    """Return the monthly chance of an extremist attack on a site: exposure of the site and of the place."""
    return min(1.0, base * exposure * extremist_exposure * (1 - 0.5 * guarantee))


def attack_deaths(uniform: float, smallest: float, tail: float, present: int) -> int:
    """Return the number killed in an attack: Pareto with the given smallest value and tail, at most those present."""
    return int(min(present, smallest * power_of(1 - uniform, -1 / tail)))


@inlined
def abuse_of(harm: float, armed: float, violence: float) -> float:
    """Return how far those under arms harm civilians, 0 to 1: abusiveness added up over them, shared by all; fighting adds."""
    return min(harm / max(armed, 1.0) + violence, 1.0)


@inlined
def next_threat(threat: float, violence: float, memory: float) -> float:
    """Return the believed threat of a region next month, 0 to 1: memory of the last, raised by violence now."""
    return max(memory * threat, min(max(violence, 0.0), 1.0))


@inlined
def absence_chance_of(
    unpaid_months: float, base: float, unpaid_effect: float, idle: float, idle_effect: float
) -> float:
    """Return the monthly chance of absence in an interim unit.

        logit P = logit(base) + b_unpaid * unpaid months + b_idle * (1 - responsibilities and equipment)

    `idle` is 1 less the mean of responsibilities and equipment. Source: report 3.2.1.
    """
    logit = log_of(base / (1.0 - base)) + unpaid_effect * min(unpaid_months, 12.0) + idle_effect * idle
    return logistic_of(logit)


def capture_hazard(base: float, strength: float) -> float:
    """Return the monthly chance that a community under attack changes hands: base * strength / (1 + strength) * 2."""
    return min(1.0, base * 2 * strength / (1 + strength))
