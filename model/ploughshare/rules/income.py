"""What an option pays, in the eyes of a man who distrusts the payer, dislikes risk and looks only so far ahead.

Sources: Collier and Hoeffler (2004) for opportunity cost; Blattman and Annan (2016) for expected future payments;
Laibson (1997) for present bias; Kahneman and Tversky (1979) for loss aversion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def certainty_equivalent_xof(
    pay_xof: Floats, reliability: Floats, fallback_xof: Floats, risk_aversion: float
) -> Floats:
    """Return the sure monthly income, XOF, worth as much as pay that arrives with chance `reliability`.

        CE = ( r * (pay + fallback)^(1-rho) + (1 - r) * fallback^(1-rho) ) ^ (1/(1-rho)),   logarithmic at rho = 1

    `fallback_xof` is what a man has in an unpaid month, above 0. Arrays broadcast.
    """
    paid = np.asarray(pay_xof) + fallback_xof
    if abs(risk_aversion - 1.0) < 1e-9:
        return np.asarray(np.exp(reliability * np.log(paid) + (1 - reliability) * np.log(fallback_xof)))
    power = 1 - risk_aversion
    mean = reliability * paid**power + (1 - reliability) * np.asarray(fallback_xof) ** power
    return np.asarray(mean ** (1 / power))


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
    monthly = discount_yearly ** (1 / 12)

    def worth(start: Floats, end: Floats) -> Floats:
        start, end = np.minimum(start, horizon_months), np.minimum(end, horizon_months)
        total = end - start if monthly >= 1.0 else (monthly**start - monthly**end) / (1 - monthly)
        return np.asarray(present_bias * total + (1 - present_bias) * ((start < 1) & (end > start)))

    begin = np.asarray(delay_months, dtype=np.float64)
    whole = worth(np.zeros_like(begin), np.full_like(begin, horizon_months))
    return np.asarray(worth(begin, begin + duration_months) / whole)


def loss_averse_ratio(income_ratio: Floats, present_ratio: Floats, loss_aversion: float) -> Floats:
    """Return income over subsistence with losses against the present income weighed `loss_aversion` times.

    ratio' = ratio                                  where ratio >= present
           = present * (ratio / present)^lambda     where it is lower
    """
    return np.where(
        income_ratio >= present_ratio,
        income_ratio,
        present_ratio * (income_ratio / present_ratio) ** loss_aversion,
    )


def licit_income_chance(job_share: Floats, project_jobs: Floats, persons: Floats) -> Floats:
    """Return the chance of a month of licit work, 0 to 1, with project jobs shared among the persons who want one."""
    return np.clip(job_share + project_jobs / np.maximum(persons, 1.0), 0.0, 1.0)


def illicit_income_per_head_xof(income_xof: Floats, persons: Floats) -> Floats:
    """Return illicit earnings within reach of one armed man of a region, XOF a month: the total over all who compete."""
    return income_xof / np.maximum(persons, 1.0)
