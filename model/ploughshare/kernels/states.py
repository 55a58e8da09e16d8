"""What persons are in, as kernels take it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

LEFT, CAME = np.uint8(1), np.uint8(2)


class States(NamedTuple):
    """Columns of persons that change with what they are in, and what keeps count of it."""

    group: Bytes
    home: NDArray[np.uint16]
    community: NDArray[np.uint16]
    alternative: Bytes
    months_in_state: NDArray[np.uint16]
    applied_to: Bytes
    stage: Bytes
    months_in_stage: Bytes
    paid_months: Bytes
    unpaid_months: Bytes
    flags: NDArray[np.uint16]
    region_of_community: Counts
    absorbing: Flags
    flows: Counts
    """flows of the month, shape (groups, regions, from, to)"""
    changed: Bytes
    """whether persons have `LEFT` alternatives or `CAME` there, and have left or come to their pipelines, since they were
    last listed there; shape (2, alternatives)"""
    by_home: Counts
    """persons by group, home region and alternative, shape (groups, regions, alternatives)"""
    under_arms: Counts
    """persons under arms by group and by the community where they are, shape (groups, communities)"""
    armed: int
    """the alternative under arms"""
