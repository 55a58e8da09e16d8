"""Statistics of paired runs: levels, paired differences, their Monte Carlo errors, and what pairing gains. Numbers only.

A run of the baseline and one of a variant with the same seed share their random numbers, so that what both have in
common drops out of their difference. Bands are quantiles over seeds: they show how much runs differ, and do not shrink
with more seeds. Monte Carlo errors say how well so many seeds know a mean or a quantile, and do shrink.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Direction = Literal["more", "fewer", "same", "unclear"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""ends of the 90 % band, ends of the 50 % band, and the median between"""
RESAMPLES = 200
SIGN_SHARE = 0.9
"""share of seeds that must agree before a direction is claimed"""


@dataclass(frozen=True)
class Spread:
    """Mean and quantiles over seeds with their Monte Carlo standard errors; not a number where too few seeds say nothing."""

    seeds: int
    undefined: int
    """seeds in which the outcome is not defined; they are left out"""
    mean: float
    mcse_mean: float
    quantiles: tuple[float, ...]
    mcse_quantiles: tuple[float, ...]
    mean_low: float
    mean_high: float
    """ends of the Monte Carlo 90 % interval of the mean"""

    @property
    def half_width(self) -> float:
        """Half the width of the Monte Carlo 90 % interval of the mean."""
        return (self.mean_high - self.mean_low) / 2


@dataclass(frozen=True)
class Difference:
    """How a variant differs from the baseline, seed by seed where runs are paired."""

    spread: Spread
    share_above: float
    """share of seeds (of pairs of seeds where runs are not paired) in which the variant has more"""
    share_equal: float
    gain: float
    """variance of the difference between unrelated runs over that between paired runs; infinite if pairs never differ"""

    @property
    def direction(self) -> Direction:
        """Which way the difference goes in at least nine seeds of ten, or `unclear`."""
        below = 1 - self.share_above - self.share_equal
        for direction, agreeing in (("same", self.share_equal), ("more", self.share_above), ("fewer", below)):
            if agreeing >= SIGN_SHARE - 1e-12:
                return direction  # type: ignore[return-value]
        return "unclear"


def spread(values: Floats) -> Spread:
    """Return mean, quantiles and Monte Carlo errors of one number a seed."""
    known = values[~np.isnan(values)]
    mean, error = _mean_and_error(known)
    return _spread(known, mean, error, len(known) - 1, len(values) - len(known), _resampled(known))


def paired_difference(baseline: Floats, variant: Floats) -> Difference:
    """Return the difference variant - baseline of runs that share seeds, shape (seeds,) each.

    Seeds in which either is not defined are left out.
    """
    both = ~(np.isnan(baseline) | np.isnan(variant))
    before, after = baseline[both], variant[both]
    found = after - before
    mean, error = _mean_and_error(found)
    spread = _spread(found, mean, error, len(found) - 1, len(both) - len(found), _resampled(found))
    return Difference(spread, _share(found > 0), _share(found == 0), pairing_gain(before, after))


def unpaired_difference(baseline: Floats, variant: Floats) -> Difference:
    """Return the difference between unrelated runs: every run of the variant against every one of the baseline.

    The error of the mean adds the variances of both; degrees of freedom as by Welch (1947).
    """
    before, after = baseline[~np.isnan(baseline)], variant[~np.isnan(variant)]
    found = (after[:, None] - before[None, :]).ravel()
    undefined = len(baseline) - len(before) + len(variant) - len(after)
    (mean_before, error_before), (mean_after, error_after) = _mean_and_error(before), _mean_and_error(after)
    error = math.hypot(error_before, error_after)
    freedom = _welch_freedom(error_before, len(before), error_after, len(after))
    some = min(len(before), len(after))
    resampled = _resampled(after)[:, :some] - _resampled(before, stream=1)[:, :some]
    spread = _spread(found, mean_after - mean_before, error, freedom, undefined, resampled)
    return Difference(spread, _share(found > 0), _share(found == 0), 1.0)


def pairing_gain(baseline: Floats, variant: Floats) -> float:
    """Return var(variant) + var(baseline) over var(variant - baseline): how many times fewer seeds pairing needs.

    Not a number below two seeds or where neither differs between seeds.
    """
    if len(baseline) < 2:
        return math.nan
    apart = float(np.var(baseline, ddof=1) + np.var(variant, ddof=1))
    together = float(np.var(variant - baseline, ddof=1))
    if together == 0:
        return math.inf if apart > 0 else math.nan
    return apart / together


def _spread(known: Floats, mean: float, error: float, freedom: float, undefined: int, resampled: Floats) -> Spread:
    quantiles = np.quantile(known, QUANTILES) if len(known) else np.full(len(QUANTILES), np.nan)
    errors = np.full(len(QUANTILES), np.nan)
    if resampled.size and resampled.shape[1] > 1:
        errors = np.quantile(resampled, QUANTILES, axis=1).std(axis=1, ddof=1)
    half = error * float(stdtrit(freedom, 0.95)) if freedom > 0 else math.nan
    return Spread(
        seeds=resampled.shape[1],
        undefined=undefined,
        mean=mean,
        mcse_mean=error,
        quantiles=tuple(quantiles.tolist()),
        mcse_quantiles=tuple(errors.tolist()),
        mean_low=mean - half,
        mean_high=mean + half,
    )


def _mean_and_error(known: Floats) -> tuple[float, float]:
    if len(known) == 0:
        return math.nan, math.nan
    error = float(known.std(ddof=1)) / math.sqrt(len(known)) if len(known) > 1 else math.nan
    return float(known.mean()), error


def _resampled(known: Floats, stream: int = 0) -> Floats:
    """Return bootstrap samples, shape (RESAMPLES, seeds); the same for the same numbers."""
    if len(known) == 0:
        return np.empty((RESAMPLES, 0))
    picked = np.random.default_rng(stream).integers(len(known), size=(RESAMPLES, len(known)))
    return np.asarray(known[picked])


def _welch_freedom(error_before: float, before: int, error_after: float, after: int) -> float:
    total = error_before**2 + error_after**2
    if math.isnan(total) or total == 0:
        return float(before + after - 2)
    return total**2 / (error_before**4 / (before - 1) + error_after**4 / (after - 1))


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else math.nan
