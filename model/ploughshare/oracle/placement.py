"""Placing one applicant after the other at a site with places left."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import DEMOBILISED, WEAPON
from ploughshare.kernels.placement import SITE_LOT, Lotteries, Post, Sites
from ploughshare.kernels.states import States
from ploughshare.kernels.stock import Tally
from ploughshare.oracle.movement import move
from ploughshare.oracle.packing import holds, without
from ploughshare.oracle.randomness import exponential, uniform
from ploughshare.oracle.selection import cast_lots
from ploughshare.oracle.stock import count

Counts = NDArray[np.int64]


def place(
    rows: Counts,
    most: int,
    serving: Counts,
    sites: Sites,
    community: Counts,
    post: Post,
    lotteries: Lotteries,
    month: int,
    uid: Any,
    states: States,
    tally: Tally,
) -> tuple[int, int]:
    """Place those with the lowest lots while there are places; return how many they are and hand in a weapon."""
    key = (int(lotteries.k0), int(lotteries.k1))
    left = places_left(sites, community, [int(states.community[row]) for row in serving])
    rank = cast_lots(rows, uid, (0, lotteries.rank, post.address), key)
    taken = np.array(sorted(rank, key=rank.__getitem__)[: max(0, min(most, sum(left)))], dtype=np.int64)
    lots = cast_lots(taken, uid, (0, lotteries.site, post.address), key)
    near = np.array([lots[row] < post.home_share for row in taken.tolist()], dtype=bool)
    home_region = states.region_of_community[states.home[taken]]
    free = sites._replace(left=np.array(left))
    site = assign_sites(uid[taken], near, home_region, free, lotteries.site, *key)
    handed_in = 0
    for row, posted in zip(taken.tolist(), site.tolist(), strict=True):
        chance = float(post.disarms[states.group[row]])
        armed = holds(states.flags[row], WEAPON)
        if armed and uniform(key, lotteries.weapon, month, int(uid[row]), post.address) < chance:
            states.flags[row] = without(states.flags[row], WEAPON)
            handed_in += 1
        move(row, post.alternative, int(community[posted]), states)
        if post.demobilises:
            states.flags[row] = without(states.flags[row], DEMOBILISED) + int(DEMOBILISED)
        count(row, *post.on_record, states, tally)
    return len(taken), handed_in


def places_left(sites: Sites, community: Counts, present: list[int]) -> list[int]:
    """Return the places left at each site when each of those present, a community each, takes the first place there."""
    left: list[int] = sites.left.tolist()
    for place in present:
        here = [site for site, where in enumerate(community.tolist()) if where == place and left[site] > 0]
        if here:
            left[here[0]] -= 1
    return left


def assign_sites(
    uid: NDArray[np.uint32], near: NDArray[np.bool_], home_region: Counts, sites: Sites, decision: int, k0: Any, k1: Any
) -> Counts:
    """Return the site of each person in turn, or -1 where no place is left.

    Each draws an order of all sites, weighed by their places. He gets the first with a place left in his home region where
    he is to serve near home, or elsewhere where not; where all of these are full, the first of all.
    """
    region, left = sites.region.tolist(), sites.left.tolist()
    key, posted = (int(k0), int(k1)), []

    def waits(person: int, site: int) -> float:
        lot = exponential(key, decision, SITE_LOT, person, int(sites.address[site]))
        return lot / int(sites.places[site])

    for person, at_home, home in zip(uid.tolist(), near.tolist(), home_region.tolist(), strict=True):
        roomy = [site for site in range(len(left)) if left[site] > 0]
        wished = [site for site in roomy if (region[site] == home) == at_home]
        drawn = {site: waits(person, site) for site in wished or roomy}
        chosen = min(drawn, key=drawn.__getitem__, default=-1)
        if chosen >= 0:
            left[chosen] -= 1
        posted.append(chosen)
    return np.array(posted, dtype=np.int64)
