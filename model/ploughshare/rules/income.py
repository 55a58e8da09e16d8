"""What an option pays, in the eyes of a man who distrusts the payer, dislikes risk and looks only so far ahead.

Sources: Collier and Hoeffler (2004) for opportunity cost; Blattman and Annan (2016) for expected future payments;
Laibson (1997) for present bias; Kahneman and Tversky (1979) for loss aversion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import exp_of, log_of, power_of
from ploughshare.compiling import inlined, kernel, over_arrays

Floats = NDArray[np.float64]


@inlined
def certainty_equivalent_of(pay_xof: float, reliability: float, fallback_xof: float, risk_aversion: float) -> float:
    """Return the sure monthly income, XOF, worth as much as pay that arrives with chance `reliability`.

        CE = ( r * (pay + fallback)^(1-rho) + (1 - r) * fallback^(1-rho) ) ^ (1/(1-rho)),   logarithmic at rho = 1

    `fallback_xof` is what a man has in an unpaid month, above 0.
    """
    power = 1.0 - risk_aversion
    log_paid, log_fallback = log_of(pay_xof + fallback_xof), log_of(fallback_xof)
    if abs(power) < 1e-9:
        return exp_of(reliability * log_paid + (1.0 - reliability) * log_fallback)
    mean = reliability * exp_of(power * log_paid) + (1.0 - reliability) * exp_of(power * log_fallback)
    return exp_of(log_of(mean) / power)


@inlined
def loss_averse_ratio_of(income_ratio: float, present_ratio: float, loss_aversion: float) -> float:
    """Return income over subsistence with losses against the present income weighed `loss_aversion` times.

    ratio' = ratio                                  where ratio >= present
           = present * (ratio / present)^lambda     where it is lower
    """
    lower = present_ratio * power_of(income_ratio / present_ratio, loss_aversion)
    return income_ratio if income_ratio >= present_ratio else lower


@inlined
def _worth_of(start: float, end: float, monthly: float, present_bias: float) -> float:
    """Return what 1 a month is worth from month `start` until before month `end`."""
    total = end - start
    if monthly < 1.0:
        total = (power_of(monthly, start) - power_of(monthly, end)) / (1.0 - monthly)
    first = 1.0 if start < 1.0 and end > start else 0.0
    return present_bias * total + (1.0 - present_bias) * first


@inlined
def present_share_of(
    delay_months: float, duration_months: float, horizon_months: float, discount_yearly: float, present_bias: float
) -> float:
    """Return which share of a stream over the whole horizon a delayed or ending stream is worth, 0 to 1.

    With monthly factor d = discount_yearly^(1/12) and present bias b on all but the first month, the value of paying
    1 in months [a, z) is b * sum d^t (+ 1 - b if month 0 is among them); the share divides by the value of [0, horizon).
    """
    monthly = power_of(discount_yearly, 1.0 / 12.0)
    begin, end = min(delay_months, horizon_months), min(delay_months + duration_months, horizon_months)
    whole = _worth_of(0.0, horizon_months, monthly, present_bias)
    return _worth_of(begin, end, monthly, present_bias) / whole


@kernel
def _present_shares(delay: Floats, duration: Floats, horizon: Floats, discount: Floats, bias: Floats) -> Floats:
    share = np.empty(len(delay))
    for i in range(len(delay)):
        share[i] = present_share_of(delay[i], duration[i], horizon[i], discount[i], bias[i])
    return share


@kernel
def _certainty_equivalents(pay: Floats, reliability: Floats, fallback: Floats, risk_aversion: Floats) -> Floats:
    sure = np.empty(len(pay))
    for i in range(len(pay)):
        sure[i] = certainty_equivalent_of(pay[i], reliability[i], fallback[i], risk_aversion[i])
    return sure


@kernel
def _loss_averse_ratios(ratio: Floats, present: Floats, loss_aversion: Floats) -> Floats:
    felt = np.empty(len(ratio))
    for i in range(len(ratio)):
        felt[i] = loss_averse_ratio_of(ratio[i], present[i], loss_aversion[i])
    return felt


present_share = over_arrays(_present_shares)
"""`present_share_of` for arrays that broadcast"""
certainty_equivalent_xof = over_arrays(_certainty_equivalents)
"""`certainty_equivalent_of` for arrays that broadcast"""
loss_averse_ratio = over_arrays(_loss_averse_ratios)
"""`loss_averse_ratio_of` for arrays that broadcast"""


@inlined
def licit_income_chance(job_share: float, project_jobs: float, persons: float) -> float:
    """Return the chance of a month of licit work, 0 to 1, with project jobs shared among the persons who want one."""
    return min(max(job_share + project_jobs / max(persons, 1.0), 0.0), 1.0)


@inlined
def armed_pay_xof(tax_xof: float, men: float, support_xof: float, tax_share: float) -> float:
    """Return what a man under arms has of his group, XOF a month: support, and his part of the taxes that fighters share."""
    return support_xof + tax_share * tax_xof / max(men, 1.0)


@inlined
def illicit_income_per_head_xof(income_xof: float, persons: float) -> float:
    """Return illicit earnings within reach of one armed man of a region, XOF a month: the total over all who compete."""
    return income_xof / max(persons, 1.0)
