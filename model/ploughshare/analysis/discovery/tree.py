"""A classification tree (CART, by scikit-learn): its leaves in which the outcome is more frequent than elsewhere, as boxes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ploughshare.analysis.discovery.boxes import Box, Limit, Shares, measure

DEPTH = 3
"""splits one after another: a rule with more conditions cannot be told to anyone"""

LEAST = 0.05
"""smallest leaf, as a share of all points"""


def leaf_boxes(factors: pd.DataFrame, hits: Shares, runs: Shares, seed: int) -> list[Box]:
    """Return the leaves whose density is above that of the whole space, those that hold most hits first."""
    from sklearn.tree import DecisionTreeClassifier

    columns = pd.get_dummies(factors, dtype=float)
    table = np.vstack([columns.to_numpy(float)] * 2)
    labels = np.repeat([1, 0], len(factors))
    weights = np.concatenate([hits, runs - hits])
    fewest = LEAST * float(runs.sum()) / float(weights.sum())
    tree = DecisionTreeClassifier(
        max_depth=DEPTH, min_weight_fraction_leaf=fewest, criterion="gini", random_state=seed, ccp_alpha=0.002
    )
    tree.fit(table[weights > 0], labels[weights > 0], sample_weight=weights[weights > 0])
    boxes = [_as_box(path, list(columns.columns), factors) for path in _paths(tree.tree_)]
    overall = float(hits.sum()) / float(runs.sum())
    found = [(measure(box.holds(factors), hits, runs), box) for box in boxes if box.limits]
    good = [(told.coverage, number, box) for number, (told, box) in enumerate(found) if told.density > overall]
    return [box for _, _, box in sorted(good, key=lambda one: (-one[0], one[1]))]


Step = tuple[int, float, bool]
"""column, threshold, and whether the values lie above it"""


def _paths(tree: Any, node: int = 0, before: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """Return the way from the root to every leaf."""
    if tree.children_left[node] == tree.children_right[node]:
        return [before]
    column, threshold = int(tree.feature[node]), float(tree.threshold[node])
    return [
        *_paths(tree, int(tree.children_left[node]), (*before, (column, threshold, False))),
        *_paths(tree, int(tree.children_right[node]), (*before, (column, threshold, True))),
    ]


def _as_box(path: tuple[Step, ...], columns: list[str], factors: pd.DataFrame) -> Box:
    box = Box()
    for number, threshold, above in path:
        name, category = _column(columns[number], factors)
        limit = box.limits.get(name, Limit())
        if category is not None:
            among = limit.among or frozenset(factors[name].unique())
            limit = Limit(among=among & {category} if above else among - {category})
        elif above:
            limit = Limit(max(threshold, limit.low if limit.low is not None else -np.inf), limit.high)
        else:
            limit = Limit(limit.low, min(threshold, limit.high if limit.high is not None else np.inf))
        box = box.with_limit(name, limit)
    return box


def _column(column: str, factors: pd.DataFrame) -> tuple[str, str | None]:
    """Return the factor of a column, and the category where a factor of texts was spread over columns."""
    if column in factors.columns:
        return column, None
    name = max((name for name in factors.columns if column.startswith(f"{name}_")), key=len)
    return name, column[len(name) + 1 :]
