"""How young people at risk come to join, how many of them are children, and how communities receive returnees.

Child recruitment appears only as a harm that is counted. Sources: UNDP (2023) and ISS (2016) on triggers; report 3.3.2 on
dividends and children; Humphreys and Weinstein (2007) on acceptance and abuse.
"""

from __future__ import annotations

from ploughshare.arithmetic import exp_of
from ploughshare.compiling import inlined


@inlined
def recruitment_hazard_of(
    base: float,
    opportunity: float,
    protection: float,
    presence: float,
    dividends: float,
    weights: tuple[float, float, float, float],
) -> float:
    """Return the monthly chance that a youth at risk joins, 0 to 1.

        base * exp(-w1 opportunity + w2 protection need + w3 presence + w4 dividends)

    `opportunity` is the chance of licit work; the others are 0 to 1. `weights` are (w1, w2, w3, w4).
    """
    w_opportunity, w_protection, w_presence, w_dividends = weights
    exponent = (
        -w_opportunity * opportunity + w_protection * protection + w_presence * presence + w_dividends * dividends
    )
    return min(base * exp_of(exponent), 1.0)


@inlined
def child_share_of(base: float, dividends: float, effect: float) -> float:
    """Return the share of children among recruits, 0 to 1: base share, its odds raised by expected dividends (a harm)."""
    odds = base / max(1.0 - base, 1e-9) * exp_of(effect * dividends)
    return odds / (1.0 + odds)


@inlined
def next_acceptance(
    acceptance: float,
    abuse: float,
    project_gain: float,
    long_run: float,
    abuse_effect: float,
    recovery: float,
) -> float:
    """Return acceptance of returnees next month: falls with abuse, rises a little with projects, returns slowly."""
    changed = acceptance - abuse_effect * abuse * acceptance + project_gain / 12 * (1 - acceptance)
    return min(1.0, max(0.0, changed + recovery * (long_run - changed)))
