"""Youth at risk join armed groups: each cell of a group and a community in turn (rule: `processes/recruiting.py`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.philox import poisson_at
from ploughshare.rules.recruitment import child_share_of, recruitment_hazard_of

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]


class Recruiters(NamedTuple):
    """What makes armed groups present to youth at risk; G groups, R regions, C communities."""

    active: NDArray[np.bool_]
    """whether the group exists, shape (G,)"""
    share: Floats
    """share of the group among those under arms in the community, shape (G, C)"""
    extremist: NDArray[np.bool_]
    """whether the group is an extremist one, shape (G,)"""
    exposure: Floats
    """how exposed the community is to extremists, shape (C,)"""
    reach: float
    """how present extremists are where exposure is 1"""
    armed: Floats
    """persons under arms, shape (G, R)"""
    region_of_community: Counts


@inlined
def presence_of(group: int, place: int, recruiters: Recruiters) -> float:
    """Return how present a group is to youth at risk of a community.

    Groups recruit where they have men; extremist groups also reach other places of regions in which men are under arms.
    """
    if not recruiters.active[group]:
        return 0.0
    if not recruiters.extremist[group]:
        return float(recruiters.share[group, place])
    if recruiters.armed[:, recruiters.region_of_community[place]].sum() == 0.0:
        return 0.0
    return float(recruiters.exposure[place] * recruiters.reach)


@kernel
def recruit_youth(
    youth: Floats,
    recruits: Counts,
    recruiters: Recruiters,
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
    """Return who joins, shape (groups, communities); take them from `youth`, the persons at risk by community.

    They are added to the `recruits` of each community.

    `opportunity` is by community, `abuse` by region, `dividends` by group; extremist groups join no DDR and have none.
    The random number of a cell stands at (group, month, decision, community), by the words of `addresses` of both.
    """
    when, what = np.uint64(month), np.uint64(decision)
    of_group, of_place = addresses
    groups, communities = recruiters.share.shape
    joined = np.zeros((groups, communities), dtype=np.int64)
    for place in range(communities):
        region = recruiters.region_of_community[place]
        for group in range(groups):
            here = presence_of(group, place, recruiters)
            if here > 0.0:
                draws = 0.0 if recruiters.extremist[group] else dividends[group]
                hazard = recruitment_hazard_of(base, opportunity[place], abuse[region], min(here, 1.0), draws, weights)
                mean = youth[place] * (hazard * here)
                drawn = poisson_at(mean, of_group[group], when, what, of_place[place], k0, k1)
                taken = min(drawn, int(youth[place]))
                joined[group, place] = taken
                recruits[place] += taken
                youth[place] -= taken
    return joined


@kernel
def child_shares(base: float, dividends: Floats, effect: float) -> Floats:
    """Return the share of children among the recruits of each group, shape (groups,); see `child_share_of` (a harm)."""
    shares = np.empty(len(dividends))
    for group in range(len(dividends)):
        shares[group] = child_share_of(base, dividends[group], effect)
    return shares


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
