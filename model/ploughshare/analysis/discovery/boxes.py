"""Boxes in the space of factors, and how well they describe where an outcome comes about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Shares = np.ndarray[Any, np.dtype[np.float64]]

Z_95 = 1.959964
"""standard normal quantile of a two-sided 95 % interval"""


@dataclass(frozen=True)
class Limit:
    """What a rule asks of one factor: at least `low`, at most `high`, or one of `among`; None asks nothing."""

    low: float | None = None
    high: float | None = None
    among: frozenset[str] | None = None

    def holds(self, values: pd.Series) -> Flags:
        """Return where the values keep to the limit."""
        if self.among is not None:
            return np.asarray(values.isin(self.among))
        inside = np.ones(len(values), dtype=bool)
        if self.low is not None:
            inside &= np.asarray(values >= self.low)
        if self.high is not None:
            inside &= np.asarray(values <= self.high)
        return inside

    def rounded(self) -> Limit:
        """Return the limit with three figures that count, as it will be read out; rounding never empties it."""
        return Limit(_three_figures(self.low), _three_figures(self.high), self.among)


def _three_figures(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")


@dataclass(frozen=True)
class Box:
    """Limits on some factors; the others may be anything."""

    limits: Mapping[str, Limit] = field(default_factory=dict)

    def holds(self, factors: pd.DataFrame) -> Flags:
        """Return which points lie in the box, shape (points,)."""
        inside = np.ones(len(factors), dtype=bool)
        for name, limit in self.limits.items():
            inside &= limit.holds(factors[name])
        return inside

    def with_limit(self, name: str, limit: Limit) -> Box:
        """Return the box with another limit on one factor."""
        return Box({**self.limits, name: limit})

    def without(self, name: str) -> Box:
        """Return the box that asks nothing of one factor."""
        return Box({other: limit for other, limit in self.limits.items() if other != name})

    def rounded(self) -> Box:
        """Return the box with rounded limits."""
        return Box({name: limit.rounded() for name, limit in self.limits.items()})


@dataclass(frozen=True)
class Measure:
    """How well a box describes an outcome on a set of points.

    Attributes:
        density: share of the runs in the box in which the outcome comes about; NaN when the box is empty.
        low: lower end of its 95 % interval (Wilson's, counting points, not runs: runs of a point are no independent tries).
        high: upper end.
        coverage: share of all runs with the outcome that lie in the box.
        points: points in the box.
        runs: runs in the box.
    """

    density: float
    low: float
    high: float
    coverage: float
    points: int
    runs: int


def measure(inside: Flags, hits: Shares, runs: Shares) -> Measure:
    """Return how well a box describes an outcome.

    Args:
        inside: whether each point lies in the box, shape (points,).
        hits: runs of each point in which the outcome comes about.
        runs: runs of each point.
    """
    inside_runs, inside_hits = float(runs[inside].sum()), float(hits[inside].sum())
    points = int(inside.sum())
    density = inside_hits / inside_runs if inside_runs else float("nan")
    low, high = wilson(density, points)
    every = float(hits.sum())
    coverage = inside_hits / every if every else float("nan")
    return Measure(density, low, high, coverage, points, int(inside_runs))


def wilson(share: float, tries: int) -> tuple[float, float]:
    """Return the 95 % interval of a share seen in so many tries (Wilson 1927); it is never empty, even at 0 or 1."""
    if tries == 0 or not np.isfinite(share):
        return 0.0, 1.0
    spread = Z_95**2 / tries
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * float(np.sqrt(share * (1 - share) / tries + spread / (4 * tries)))
    return max(middle - half, 0.0), min(middle + half, 1.0)
