"""From simulated persons to persons described, in whole persons of whom rounding loses none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_NEARLY = 1e-6
"""what division may take from a whole number"""


def described(
    persons: Floats | Counts, scale: float, together: NDArray[np.integer[Any]] | None = None, most: Counts | None = None
) -> Counts:
    """Return simulated persons as persons described, by row, shape (rows,).

    Where several simulated persons stand for one, the part of a person that is left in a row goes on to the next: the sum of
    all rows is right to half a person, or of those with the same number in `together`. Of women, children and others among
    the persons of a row there are no more than those, `most`, and none where nobody was simulated.
    """
    if scale == 1.0:  # each stands for himself
        return persons.astype(np.int64)
    exact = persons / scale
    whole: Counts = np.rint(exact).astype(np.int64)
    if np.abs(exact - whole).max(initial=0.0) < _NEARLY:
        return whole
    runs = np.zeros(len(exact), dtype=np.int64) if together is None else together
    limits = whole + 1 if most is None else np.where(exact > 0, most, 0)
    return np.fromiter(_carried(exact.tolist(), runs.tolist(), limits.tolist()), dtype=np.int64, count=len(exact))


def _carried(exact: Iterable[float], runs: Iterable[int], limits: Iterable[int]) -> Iterator[int]:
    """Give each row its whole persons, and what is left of them to the next row of its run."""
    left: defaultdict[int, float] = defaultdict(float)
    for persons, run, limit in zip(exact, runs, limits, strict=True):
        owed = left[run] + persons
        given = min(round(owed), limit)
        left[run] = owed - given
        yield given
