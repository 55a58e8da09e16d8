"""Counts kept month by month: where they are not zero, and together under one number."""

from __future__ import annotations

import numpy as np

from ploughshare.processes.monthly_counts import MonthlyCounts

OPTION = np.array([1, 0, 1])
"""the first and the last of three alternatives are of one option"""


def lived() -> tuple[MonthlyCounts, np.ndarray]:
    """Return counts of two groups, three alternatives and two measures, noted for months 0, 1 and 3, and all of them."""
    counts = np.random.default_rng(1).integers(0, 3, (4, 2, 3, 2))
    counts[counts[..., 0] == 0] = 0
    counts[[1, 2]] = 0
    kept = MonthlyCounts((range(2), OPTION), measures=2)
    for month in (0, 1, 3):
        kept.add(month, counts[month])
    return kept, np.stack([counts[:, :, 1], counts[:, :, 0] + counts[:, :, 2]], axis=2)


def test_counts_come_back_in_order_without_those_that_are_zero() -> None:
    kept, together = lived()
    months, (groups, options), rows = kept.gather()
    found = [*zip(months.tolist(), groups.tolist(), options.tolist(), strict=True)]
    assert found == sorted(found) == [tuple(cell) for cell in np.argwhere(together[..., 0]).tolist()]
    assert (rows == together[months, groups, options]).all() and set(months.tolist()) == {0, 3}


def test_all_counts_come_back_with_those_that_are_zero() -> None:
    kept, together = lived()
    for measure in range(2):
        assert (kept.filled(4, measure) == together[..., measure]).all()


def test_what_was_never_counted_comes_back_empty() -> None:
    kept = MonthlyCounts((range(2), OPTION), measures=2)
    months, indices, rows = kept.gather()
    assert len(months) == 0 and [len(index) for index in indices] == [0, 0] and rows.shape == (0, 2)
    assert kept.filled(0, 1).shape == (0, 2, 2) and not kept.filled(3, 0).any()
