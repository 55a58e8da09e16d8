"""Shares of a total, for every group, home region, option and community; 0 where there is nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shares_of(by_option: Any, armed_in: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Return persons by group and option; shares of home regions, of options at home, of groups under arms in a place."""
    counts = by_option.tolist()
    homes = [shares([sum(region) for region in group]) for group in counts]
    peers = [[shares(region) for region in group] for group in counts]
    recruiting = [shares(community) for community in armed_in.T.tolist()]
    options = [[float(sum(option)) for option in zip(*group, strict=True)] for group in counts]
    return np.array(options), np.array(homes), np.array(peers), np.array(recruiting).T.copy()


def shares(counts: list[int]) -> list[float]:
    """Return each count as a share of all."""
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]
