"""Columns of names from codes: each name is looked up once, not once a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.integer[Any]]


def named(codes: Codes, names: Sequence[str]) -> Any:
    """Return a column of the names behind codes, of the type `str` has in tables."""
    return _written(tuple(names)).take(codes)


@lru_cache(maxsize=64)
def _written(names: tuple[str, ...]) -> Any:
    """Return names as a table holds them: the same few in every table of a run, and in every run of a sweep."""
    return pd.array(names, dtype="str")
