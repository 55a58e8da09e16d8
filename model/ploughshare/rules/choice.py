"""How a combatant chooses: a consideration set, then a nested logit on what each option is worth to him.

    V_ik = b_income   * ln(CE_ik / subsistence_j)                          income
         - b_risk     * hazard_ik                                          risk
         - b_security * disarms_k * threat_j * (1 - T_i,gov) * (1 - guarantee_j)   security (commitment problem)
         + b_trust    * T_i,provider(k)                                    trust
         + b_peer     * (share of kin and unit in k - mean over options)   peers
         + b_order    * order_gk * attachment_i                            orders
         + b_rank     * (rank offered_k - rank expected_i)                 rank, where k integrates
         + b_home     * home_ik                                            home
         - cost       * [k is not where i is now] - aversion_k             switching

    i takes argmax over the options he considers of V_ik + nest noise, with every random number addressed.

Sources: random utility and nests, McFadden (1978); consideration sets, Manski (1977) and Swait (2001); commitment
problem, Walter (1997); peers, Daly, Paler and Samii (2020); orders and lists, report 3.3.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import exp, exp_of, log, log_of, sine_of_half_turns
from ploughshare.compiling import inlined, kernel, over_arrays

Floats = NDArray[np.float64]

TERMS = ("income", "risk", "security", "trust", "peers", "orders", "rank", "home", "switching")
"""Names of the terms of an option's value, in the order of `utility_terms`."""


@dataclass(frozen=True)
class ChoiceWeights:
    """Weights of the terms, in logits and in the order of `TERMS`; see the catalogue for each."""

    income: float
    risk: float
    security: float
    trust: float
    peer: float
    order: float
    rank: float
    home: float
    switching_cost: float


@dataclass(frozen=True)
class Prospects:
    """What each of n persons sees in each of K options; arrays of shape (n, K) or broadcastable to it."""

    income_ratio: Floats
    """certainty equivalent of income over subsistence, above 0"""
    death_risk_per_year: Floats
    disarms: Floats
    """0 keeps the group's arms, 1 gives them up"""
    threat: Floats
    trust_government: Floats
    guarantee: Floats
    trust_provider: Floats
    peer_share: Floats
    peer_mean: Floats
    order: Floats
    """leader's order, -1 forbids to 1 commands"""
    attachment: Floats
    rank_gap: Floats
    """rank offered less rank expected where the option integrates, else 0"""
    home: Floats
    elsewhere: Floats
    """1 where the option is not the present state"""
    aversion: Floats
    """reluctance towards the option, logits"""


def utility_terms(seen: Prospects, weights: ChoiceWeights) -> tuple[Floats, ...]:
    """Return the nine terms of V, in the order of `TERMS`, each broadcastable to (n, K), in logits."""
    return (
        weights.income * log(seen.income_ratio),
        -weights.risk * seen.death_risk_per_year,
        -weights.security * seen.disarms * seen.threat * (1 - seen.trust_government) * (1 - seen.guarantee),
        weights.trust * seen.trust_provider,
        weights.peer * (seen.peer_share - seen.peer_mean),
        weights.order * seen.order * seen.attachment,
        weights.rank * seen.rank_gap,
        weights.home * seen.home,
        -weights.switching_cost * seen.elsewhere - seen.aversion,
    )


def utility(seen: Prospects, weights: ChoiceWeights) -> Floats:
    """Return V of shape (n, K), logits: the sum of `utility_terms`."""
    total: Floats = sum(utility_terms(seen, weights), start=np.float64(0.0))  # type: ignore[arg-type]
    return total


@inlined
def log_positive_stable_of(uniform: float, exponential: float, dissimilarity: float) -> float:
    """Return the logarithm of a positive stable variable with index `dissimilarity`, which correlates a nest.

        ln S = ln sin(theta pi u) - ln sin(pi u) / theta + (1 - theta)/theta * ln( sin((1 - theta) pi u) / e )

    With G standard Gumbel, theta * (G + ln S) is again standard Gumbel, and shared S makes options of a nest
    similar: exactly the nested logit. Returns 0 where theta is 1. Source: Kanter (1975); Cardell (1997).
    """
    theta = dissimilarity if dissimilarity < 1.0 else 0.5
    log_s = (
        log_of(sine_of_half_turns(theta * uniform))
        - log_of(sine_of_half_turns(uniform)) / theta
        + (1.0 - theta) / theta * log_of(sine_of_half_turns((1.0 - theta) * uniform) / exponential)
    )
    return log_s if dissimilarity < 1.0 else 0.0


@kernel
def _logs_positive_stable(uniform: Floats, exponential: Floats, dissimilarity: Floats) -> Floats:
    log_s = np.empty(len(uniform))
    for i in range(len(uniform)):
        log_s[i] = log_positive_stable_of(uniform[i], exponential[i], dissimilarity[i])
    return log_s


log_positive_stable = over_arrays(_logs_positive_stable)
"""`log_positive_stable_of` for arrays that broadcast"""


def choose(
    value: Floats, considered: NDArray[np.bool_], gumbel: Floats, log_stable: Floats, dissimilarity: float
) -> NDArray[np.int64]:
    """Return the option each person takes, shape (n,): argmax of V + theta * (Gumbel + ln S of its nest).

    `value`, `considered`, `gumbel` and `log_stable` have shape (n, K); `log_stable` repeats the same number over the
    options of a nest. Every person must consider at least one option.
    """
    worth = np.where(considered, value + dissimilarity * (gumbel + log_stable), -np.inf)
    return np.asarray(np.argmax(worth, axis=1), dtype=np.int64)


@inlined
def chance_of_knowing(promotion: float, peer_share: float, spread: float) -> float:
    """Return the chance of having heard of an option: promotion reached him, or someone of his kin is in it.

        P(knows) = 1 - (1 - promotion) * exp(-spread * share of peers in it)

    Source: report 3.3.1 (civilian option never promoted); diffusion through kin, Daly, Paler and Samii (2020).
    """
    return 1.0 - (1.0 - promotion) * exp_of(-spread * peer_share)


def knows(promotion: Floats, peer_share: Floats, spread: float, uniform: Floats) -> NDArray[np.bool_]:
    """Return who has heard of an option, by `chance_of_knowing`."""
    return np.asarray(uniform < 1.0 - (1.0 - promotion) * exp(-spread * peer_share))
