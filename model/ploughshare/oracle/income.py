"""What an option pays in the eyes of one man: certainty, time, and losses.

Sources: Collier and Hoeffler (2004), Blattman and Annan (2016), Laibson (1997), Kahneman and Tversky (1979).
"""

from __future__ import annotations

from ploughshare.oracle.arithmetic import exp, log, power


def certainty_equivalent(pay_xof: float, reliability: float, fallback_xof: float, risk_aversion: float) -> float:
    """Return the sure income, XOF a month, worth as much as pay that arrives with chance `reliability`.

        CE = ( r (pay + fallback)^(1-rho) + (1 - r) fallback^(1-rho) ) ^ (1/(1-rho));   at rho = 1 the geometric mean

    `fallback_xof` is what he has in an unpaid month, above 0.
    """
    log_paid, log_unpaid = log(pay_xof + fallback_xof), log(fallback_xof)
    curvature = 1.0 - risk_aversion
    if abs(curvature) < 1e-9:
        return exp(reliability * log_paid + (1.0 - reliability) * log_unpaid)
    mean = reliability * exp(curvature * log_paid) + (1.0 - reliability) * exp(curvature * log_unpaid)
    return exp(log(mean) / curvature)


def loss_averse(ratio: float, present_ratio: float, loss_aversion: float) -> float:
    """Return income over subsistence, losses against the present income weighed: present (ratio / present)^lambda."""
    if ratio >= present_ratio:
        return ratio
    return present_ratio * power(ratio / present_ratio, loss_aversion)


def present_share(
    delay_months: float, duration_months: float, horizon_months: float, discount_yearly: float, present_bias: float
) -> float:
    """Return which share, 0 to 1, of pay over the whole horizon pay in months [delay, delay + duration) is worth now.

    A month t from now counts b d^t, with d = discount_yearly^(1/12); of the first month the rest, 1 - b, counts too.
    """
    monthly = power(discount_yearly, 1 / 12)

    def worth(start: float, end: float) -> float:
        start, end = min(start, horizon_months), min(end, horizon_months)
        later = end - start if monthly >= 1.0 else (power(monthly, start) - power(monthly, end)) / (1 - monthly)
        now = 1.0 if start < 1 else 0.0
        return present_bias * later + (1 - present_bias) * now

    return worth(delay_months, delay_months + duration_months) / worth(0.0, horizon_months)


def pay_reliability(kept: float, missed: float, own_kept: float, own_missed: float, own_weight: float) -> float:
    """Return the believed chance of a pay day: kept over all, as the group counts them and, weighed, the man himself."""
    paid = kept + own_weight * own_kept
    return paid / (paid + missed + own_weight * own_missed)
