"""How a factor spreads over its range: from numbers between 0 and 1 to values, for whole columns at once.

Designs are drawn in the unit cube and turned into values here, so that every method sees the same uniform factors whatever their
distributions, and so that none of them meets an infinite value: unbounded distributions are cut to a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.parameters import Beta, LogNormal, Normal, Prior, Uniform

Floats = NDArray[np.float64]
Kind = Literal["uniform", "loguniform", "normal", "lognormal", "beta"]

CENTRAL_SHARE = 0.95
"""Share of an unbounded prior that a factor covers if no range is given; the tails are cut evenly."""


@dataclass(frozen=True)
class Spread:
    """A distribution cut to `low` to `high`.

    `first` and `second` are its own two numbers: mean and standard deviation (normal), median and standard deviation of the
    logarithm (lognormal), the two counts (beta); unused otherwise.
    """

    kind: Kind
    low: float
    high: float
    first: float = 0.0
    second: float = 0.0

    def quantile(self, unit: Floats) -> Floats:
        """Return the values at `unit`, each 0 to 1, any shape: 0 gives `low`, 1 gives `high`."""
        if self.kind == "uniform":
            values = self.low + unit * (self.high - self.low)
        elif self.kind == "loguniform":
            values = self.low * (self.high / self.low) ** unit
        else:
            below, above = self._share_below(self.low), self._share_below(self.high)
            values = self._inverse(below + unit * (above - below))
        return np.clip(values, self.low, self.high)

    def _share_below(self, value: float) -> float:
        from scipy.special import betainc, ndtr

        if self.kind == "beta":
            return float(betainc(self.first, self.second, np.clip(value, 0.0, 1.0)))
        if self.kind == "normal":
            return float(ndtr((value - self.first) / self.second))
        return float(ndtr(np.log(value / self.first) / self.second)) if value > 0 else 0.0

    def _inverse(self, share: Floats) -> Floats:
        from scipy.special import betaincinv, ndtri

        if self.kind == "beta":
            return np.asarray(betaincinv(self.first, self.second, share), dtype=np.float64)
        normal = np.asarray(ndtri(share), dtype=np.float64)
        if self.kind == "normal":
            return self.first + self.second * normal
        return np.asarray(self.first * np.exp(self.second * normal), dtype=np.float64)


def spread_of_prior(prior: Prior, least: float, most: float, cut: tuple[float, float] | None = None) -> Spread:
    """Return a prior as the spread of a factor, cut to `cut`, or to its central 95 % where it has no bounds of its own.

    `least` and `most` are the bounds of the catalogue, which hold in any case.
    """
    match prior:
        case Uniform():
            low, high = cut or (prior.low, prior.high)
            return Spread("uniform", max(low, least), min(high, most))
        case Normal():
            whole = Spread("normal", -np.inf, np.inf, prior.mean, prior.sd)
        case LogNormal():
            whole = Spread("lognormal", 0.0, np.inf, prior.median, prior.sigma)
        case Beta():
            whole = Spread("beta", 0.0, 1.0, prior.a, prior.b)
    tail = (1 - CENTRAL_SHARE) / 2
    low, high = cut or (float(value) for value in whole.quantile(np.array([tail, 1 - tail])))
    return Spread(whole.kind, max(low, least), min(high, most), whole.first, whole.second)
