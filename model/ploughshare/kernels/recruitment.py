"""Youth at risk join armed groups: each cell of a group and a community in turn (rule: `processes/recruiting.py`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.philox import poisson_at
from ploughshare.rules.recruitment import recruitment_hazard_of

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]


@kernel
def recruit_youth(
    youth: Floats,
    presence: Floats,
    opportunity: Floats,
    abuse: Floats,
    dividends: Floats,
    base: float,
    weights: tuple[float, float, float, float],
    addresses: tuple[Words, Words],
    month: int,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> Counts:
    """Return who joins, shape (groups, communities), and take them from `youth`, the persons at risk by community.

    `presence` is that of each group in each community, `opportunity` and `abuse` are by community, `dividends` by group.
    The random number of a cell stands at (group, month, decision, community), by the words of `addresses` of both.
    """
    when, what = np.uint64(month), np.uint64(decision)
    of_group, of_place = addresses
    groups, communities = presence.shape
    joined = np.zeros((groups, communities), dtype=np.int64)
    for place in range(communities):
        for group in range(groups):
            here = presence[group, place]
            if here > 0.0:
                hazard = recruitment_hazard_of(
                    base, opportunity[place], abuse[place], min(here, 1.0), dividends[group], weights
                )
                mean = youth[place] * (hazard * here)
                drawn = poisson_at(mean, of_group[group], when, what, of_place[place], k0, k1)
                recruits = min(drawn, int(youth[place]))
                joined[group, place] = recruits
                youth[place] -= recruits
    return joined


CELL_BITS, SEQUENCE_BITS = 11, 12
_RECRUIT_BIT = 1 << 31


@kernel
def list_recruits(joined: Counts, month: int) -> tuple[NDArray[np.uint32], Counts, Counts]:
    """Return address, group and community of each recruit of a month, by community, then group; `joined` as above."""
    persons = joined.sum()
    uid = np.empty(persons, dtype=np.uint32)
    groups, communities = np.empty(persons, dtype=np.int64), np.empty(persons, dtype=np.int64)
    k = 0
    for place in range(joined.shape[1]):
        for group in range(joined.shape[0]):
            cell = group * joined.shape[1] + place
            first = _RECRUIT_BIT | (month << (CELL_BITS + SEQUENCE_BITS)) | (cell << SEQUENCE_BITS)
            for number in range(joined[group, place]):
                uid[k], groups[k], communities[k] = first + number, group, place
                k += 1
    return uid, groups, communities
