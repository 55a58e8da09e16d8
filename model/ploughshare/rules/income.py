"""What an option pays, in the eyes of a man who distrusts the payer, dislikes risk and looks only so far ahead.

Sources: Collier and Hoeffler (2004) for opportunity cost; Blattman and Annan (2016) for expected future payments;
Laibson (1997) for present bias; Kahneman and Tversky (1979) for loss aversion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import exp_of, log_of, power, power_of
from ploughshare.compiling import elementwise, inlined

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


def present_share(
    delay_months: Floats,
    duration_months: Floats,
    horizon_months: float,
    discount_yearly: float,
    present_bias: float,
) -> Floats:
    """Return which share of a stream over the whole horizon a delayed or ending stream is worth, 0 to 1.

    With monthly factor d = discount_yearly^(1/12) and present bias b on all but the first month, the value of paying
    1 in months [a, z) is b * sum d^t (+ 1 - b if month 0 is among them); the share divides by the value of [0, horizon).
    """
    monthly = power_of(discount_yearly, 1 / 12)

    def worth(start: Floats, end: Floats) -> Floats:
        start, end = np.minimum(start, horizon_months), np.minimum(end, horizon_months)
        total = end - start if monthly >= 1.0 else (power(monthly, start) - power(monthly, end)) / (1 - monthly)
        return np.asarray(present_bias * total + (1 - present_bias) * ((start < 1) & (end > start)))

    begin = np.asarray(delay_months, dtype=np.float64)
    whole = worth(np.zeros_like(begin), np.full_like(begin, horizon_months))
    return np.asarray(worth(begin, begin + duration_months) / whole)


certainty_equivalent_xof = elementwise(certainty_equivalent_of, 4)
"""`certainty_equivalent_of` for arrays that broadcast"""
loss_averse_ratio = elementwise(loss_averse_ratio_of, 3)
"""`loss_averse_ratio_of` for arrays that broadcast"""


def licit_income_chance(job_share: Floats, project_jobs: Floats, persons: Floats) -> Floats:
    """Return the chance of a month of licit work, 0 to 1, with project jobs shared among the persons who want one."""
    return np.clip(job_share + project_jobs / np.maximum(persons, 1.0), 0.0, 1.0)


def illicit_income_per_head_xof(income_xof: Floats, persons: Floats) -> Floats:
    """Return illicit earnings within reach of one armed man of a region, XOF a month: the total over all who compete."""
    return income_xof / np.maximum(persons, 1.0)
