"""PRIM, the patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9:123-143).

Peeling takes a thin slice off the box again and again, each time the slice whose loss raises the density most; pasting gives back
what was taken too much. As in scenario discovery (Bryant and Lempert 2010, Technological Forecasting and Social Change 77:34-49)
limits that chance explains as well are dropped. Written here because the libraries that have it bring a whole workbench along.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ploughshare.analysis.discovery.boxes import Box, Flags, Limit, Shares

SLICE = 0.05
"""share of the points in the box that one peel takes off"""

LEAST = 0.05
"""smallest box, as a share of all points"""

BY_CHANCE = 0.05
"""probability above which chance explains a limit as well"""


def find_box(factors: pd.DataFrame, hits: Shares, runs: Shares) -> Box:
    """Return the box that best balances density and coverage (their harmonic mean), pasted and pruned.

    Args:
        factors: one row a point, numbers or texts.
        hits: runs of each point in which the outcome comes about.
        runs: runs of each point.
    """
    best, score = Box(), -1.0
    for box in peeled(factors, hits, runs):
        balance = _balance(box.holds(factors), hits, runs)
        if balance > score:
            best, score = box, balance
    return pruned(pasted(best, factors, hits, runs), factors, hits, runs)


def peeled(factors: pd.DataFrame, hits: Shares, runs: Shares) -> Iterator[Box]:
    """Yield ever smaller boxes, the whole space first."""
    box = Box()
    inside = box.holds(factors)
    least = max(2, round(LEAST * len(factors)))
    while True:
        yield box
        best, gain = None, 0.0
        for smaller in _slices(box, factors[inside]):
            kept = smaller.holds(factors)
            left, taken = int(kept.sum()), int(inside.sum() - kept.sum())
            if left < least or taken == 0:
                continue
            rise = (_density(kept, hits, runs) - _density(inside, hits, runs)) / taken
            if rise > gain:
                best, gain = smaller, rise
        if best is None:
            return
        box, inside = best, best.holds(factors)


def _slices(box: Box, points: pd.DataFrame) -> Iterator[Box]:
    """Yield the box less one slice, for every factor and end, or every category."""
    for name in points.columns:
        values = points[name]
        limit = box.limits.get(name, Limit())
        if not pd.api.types.is_numeric_dtype(values):
            among = frozenset(values.unique())
            for gone in sorted(among) if len(among) > 1 else ():
                yield box.with_limit(name, Limit(among=among - {gone}))
            continue
        low, high = _next_above(values), _next_above(-values)
        if low is not None:
            yield box.with_limit(name, Limit(low, limit.high))
        if high is not None:
            yield box.with_limit(name, Limit(limit.low, -high))


def _next_above(values: pd.Series) -> float | None:
    """Return the smallest value left when the lowest slice is taken off; None if nothing would be left."""
    least = float(values.min())
    edge = max(float(values.quantile(SLICE)), least)
    above = values[values > edge] if edge == least else values[values >= edge]
    return float(above.min()) if len(above) else None


def pasted(box: Box, factors: pd.DataFrame, hits: Shares, runs: Shares) -> Box:
    """Return the box widened limit by limit, as long as that does not lower its density."""
    while True:
        best, most = None, int(box.holds(factors).sum())
        density = _density(box.holds(factors), hits, runs)
        for name, limit in box.limits.items():
            for wider in _wider(limit, factors[name], round(SLICE * most)):
                grown = box.with_limit(name, wider)
                inside = grown.holds(factors)
                if int(inside.sum()) > most and _density(inside, hits, runs) >= density:
                    best, most = grown, int(inside.sum())
        if best is None:
            return box
        box = best


def _wider(limit: Limit, values: pd.Series, count: int) -> Iterator[Limit]:
    """Yield the limit with one end moved outwards over so many values, or one more category."""
    if limit.among is not None:
        for more in sorted(set(values.unique()) - limit.among):
            yield Limit(among=limit.among | {more})
        return
    ordered = np.unique(values.to_numpy())
    step = max(1, count)
    if limit.low is not None:
        below = ordered[ordered < limit.low]
        yield Limit(float(below[-step]) if len(below) > step else None, limit.high)
    if limit.high is not None:
        above = ordered[ordered > limit.high]
        yield Limit(limit.low, float(above[step - 1]) if len(above) > step else None)


def pruned(box: Box, factors: pd.DataFrame, hits: Shares, runs: Shares) -> Box:
    """Return the box without the limits that chance explains as well, the least certain first.

    The density of the box without a limit is taken for the chance of a hit; the probability of as many hits as the box has, or
    more, among its points is that of a binomial distribution.
    """
    while box.limits:
        chances = {name: chance_of(box, name, factors, hits, runs) for name in box.limits}
        worst = max(chances, key=lambda name: chances[name])
        if chances[worst] <= BY_CHANCE:
            return box
        box = box.without(worst)
    return box


def chance_of(box: Box, name: str, factors: pd.DataFrame, hits: Shares, runs: Shares) -> float:
    """Return the probability that the limit on one factor does as well as it does by chance."""
    from scipy.stats import binom

    inside, wider = box.holds(factors), box.without(name).holds(factors)
    points = int(inside.sum())
    found = round(_density(inside, hits, runs) * points)
    return float(binom.sf(found - 1, points, _density(wider, hits, runs)))


def _density(inside: Flags, hits: Shares, runs: Shares) -> float:
    count = float(runs[inside].sum())
    return float(hits[inside].sum()) / count if count else 0.0


def _balance(inside: Flags, hits: Shares, runs: Shares) -> float:
    """Return the harmonic mean of density and coverage."""
    density, coverage = _density(inside, hits, runs), float(hits[inside].sum()) / max(float(hits.sum()), 1e-12)
    return 2 * density * coverage / (density + coverage) if density + coverage else 0.0
