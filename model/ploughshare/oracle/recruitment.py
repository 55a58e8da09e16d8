"""Recruitment of youth at risk, one community and one group after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.oracle.arithmetic import exp
from ploughshare.oracle.randomness import poisson

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


def recruit_youth(
    youth: Floats,
    recruits: NDArray[np.int64],
    recruiters: Any,
    opportunity: Floats,
    abuse: Floats,
    dividends: Floats,
    base: float,
    weights: tuple[float, float, float, float],
    addresses: tuple[Words, Words],
    month: int,
    decision: int,
    k0: Any,
    k1: Any,
) -> NDArray[np.int64]:
    """Return who joins each group in each community; who joins one group is lost to those that ask later."""
    key = (int(k0), int(k1))
    of_group, of_place = (words.tolist() for words in addresses)
    groups, communities = recruiters.share.shape
    joined = np.zeros((groups, communities), dtype=np.int64)
    for place in range(communities):
        for group in range(groups):
            here = presence(recruiters, group, place)
            if here <= 0:
                continue
            reasons = (
                -float(opportunity[place]),
                float(abuse[recruiters.region_of_community[place]]),
                min(here, 1.0),
                0.0 if recruiters.extremist[group] else float(dividends[group]),
            )
            pull = 0.0
            for weight, reason in zip(weights, reasons, strict=True):
                pull += weight * reason
            chance = min(base * exp(pull), 1.0) * here
            left = float(youth[place])
            drawn = poisson(left * chance, key, decision, month, of_group[group], of_place[place])
            joined[group, place] = min(drawn, int(left))
            youth[place] = left - joined[group, place]
    recruits += joined.sum(axis=0)
    return joined


def presence(recruiters: Any, group: int, place: int) -> float:
    """Return how present a group is to youth at risk: among its men, and extremists wherever men are under arms."""
    if not recruiters.active[group]:
        return 0.0
    if recruiters.extremist[group]:
        region = recruiters.region_of_community[place]
        anybody = any(number > 0 for number in recruiters.armed[:, region].tolist())
        return float(recruiters.exposure[place]) * recruiters.reach if anybody else 0.0
    return float(recruiters.share[group, place])


def child_shares(base: float, dividends: Floats, effect: float) -> Floats:
    """Return the share of children among the recruits of each group: its odds grow with dividends."""
    odds = [base / max(1.0 - base, 1e-9) * exp(effect * expected) for expected in dividends.tolist()]
    return np.array([each / (1.0 + each) for each in odds])


def list_recruits(joined: NDArray[np.int64], month: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return address, group and community of each recruit, one community after the other."""
    groups, communities = joined.shape
    found = [
        (2**31 + month * 2**23 + (group * communities + place) * 2**12 + number, group, place)
        for place in range(communities)
        for group in range(groups)
        for number in range(joined[group, place])
    ]
    uid, group_of, community_of = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return uid.astype(np.uint32), group_of.copy(), community_of.copy()
