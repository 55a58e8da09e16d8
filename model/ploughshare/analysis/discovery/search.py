"""Rules found on one part of the points and measured on another."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from ploughshare.analysis.discovery.boxes import Box, Flags, Measure, Shares, measure
from ploughshare.analysis.discovery.prim import find_box
from ploughshare.analysis.discovery.tree import leaf_boxes
from ploughshare.errors import UsageError

HELD_OUT = 1 / 3
"""share of the points that the search does not see"""

FEWEST_HITS = 10
"""points with the outcome, and points without it, that a search needs"""

FEWEST_HELD = 10
"""points held out that must lie in a rule before it can hold"""

MOST_BOXES = 3
"""how many rules each search gives"""

WORTH_TELLING = 1.1
"""density on points not searched, over that of all points, from which a rule says something"""


@dataclass(frozen=True)
class Rule:
    """A box, and how well it does where it was found and where it was not.

    Attributes:
        box: its limits, rounded as they are read out.
        found_by: `prim` or `tree`.
        searched: on the points it was found on.
        held_out: on points that the search did not see: what to believe.
        leans_on: for each limited factor, the density on held-out points without that limit.
        holds: whether it is denser than the whole space on points not searched, beyond its interval, with `FEWEST_HELD` points.
    """

    box: Box
    found_by: str
    searched: Measure
    held_out: Measure
    leans_on: dict[str, float]
    holds: bool


@dataclass(frozen=True)
class Discovery:
    """Every rule found, and the whole space to compare with.

    Attributes:
        rules: those of PRIM first, in the order they were found.
        overall: the whole space on all points: how frequent the outcome is anyway.
        searched_points: number of points searched.
        held_out_points: number of points held out.
    """

    rules: list[Rule]
    overall: Measure
    searched_points: int
    held_out_points: int


def discover(
    factors: pd.DataFrame, hits: Shares, runs: Shares, block: int = 1, seed: int = 1, with_tree: bool = True
) -> Discovery:
    """Search for boxes in which the outcome comes about, on two thirds of the points, and measure them on the rest.

    Args:
        factors: one row a point, numbers or texts, in the order of the design.
        hits: runs of each point in which the outcome comes about.
        runs: runs of each point.
        block: points of the design that share values (a row of Sobol's matrices, a trajectory): they are held out together.
        seed: of the division.
        with_tree: whether to look with a classification tree too; it needs scikit-learn.

    Raises:
        UsageError: the outcome comes about nearly always or nearly never, or the points are too few to hold some out.
    """
    with_hits, without = int((hits > 0).sum()), int((hits < runs).sum())
    if min(with_hits, without) < FEWEST_HITS:
        raise UsageError(
            f"the outcome comes about at {with_hits} of {len(factors)} points and fails at {without}: too few to tell where",
            hint=f"take another number; {FEWEST_HITS} points of each kind are needed",
        )
    held = _held_out(len(factors), block, seed)
    known = (factors[~held].reset_index(drop=True), hits[~held], runs[~held])
    new = (factors[held].reset_index(drop=True), hits[held], runs[held])
    if not 0 < known[1].sum() < known[2].sum():
        raise UsageError("the points searched all have the same outcome", hint="run more points")
    everything = np.ones(len(factors), dtype=bool)
    overall = measure(everything, hits, runs)
    rules = [_rule(box, "prim", known, new) for box in _covering(*known)]
    if with_tree:
        rules += [_rule(box.rounded(), "tree", known, new) for box in leaf_boxes(*known, seed)[:MOST_BOXES]]
    return Discovery(rules, overall, int((~held).sum()), int(held.sum()))


def tree_is_there() -> bool:
    """Whether scikit-learn is installed."""
    return find_spec("sklearn") is not None


Part = tuple[pd.DataFrame, Shares, Shares]


def _held_out(points: int, block: int, seed: int) -> Flags:
    """Return which points are held out: whole blocks, drawn at random."""
    blocks = np.arange(points) // max(block, 1)
    count = int(blocks[-1]) + 1
    if count < 3:
        raise UsageError(f"{points} points in blocks of {block} cannot be divided", hint="run a larger sample")
    chosen = np.random.default_rng(seed).permutation(count)[: max(1, round(count * HELD_OUT))]
    return np.isin(blocks, chosen)


def _covering(factors: pd.DataFrame, hits: Shares, runs: Shares) -> list[Box]:
    """Return boxes by PRIM, each sought among the points that those before it leave."""
    boxes: list[Box] = []
    left: Flags = np.ones(len(factors), dtype=bool)
    overall = float(hits.sum() / runs.sum())
    while len(boxes) < MOST_BOXES and int((hits[left] > 0).sum()) >= FEWEST_HITS:
        rest = factors[left].reset_index(drop=True)
        box = find_box(rest, hits[left], runs[left]).rounded()
        told = measure(box.holds(rest), hits[left], runs[left])
        if not box.limits or not told.density > overall * WORTH_TELLING:
            break
        boxes.append(box)
        left &= ~box.holds(factors)
    return boxes


def _rule(box: Box, found_by: str, known: Part, new: Part) -> Rule:
    searched, held_out = (_measured(box, *part) for part in (known, new))
    whole = float(new[1].sum() / new[2].sum())
    leans: dict[str, float] = {name: _measured(box.without(name), *new).density for name in box.limits}
    return Rule(box, found_by, searched, held_out, leans, held_out.points >= FEWEST_HELD and held_out.low > whole)


def _measured(box: Box, factors: pd.DataFrame, hits: Shares, runs: Shares) -> Measure:
    return measure(box.holds(factors), hits, runs)


def hits_by_point(values: pd.Series, points: pd.Series, count: int) -> tuple[Shares, Shares]:
    """Return for each of `count` points the runs with the outcome and all runs.

    Args:
        values: whether each run has it.
        points: the point of each run.
        count: number of points.
    """
    wide: np.ndarray[Any, Any] = points.to_numpy()
    hits: Shares = np.bincount(wide, weights=values.to_numpy(dtype=np.float64), minlength=count).astype(np.float64)
    return hits, np.bincount(wide, minlength=count).astype(np.float64)
