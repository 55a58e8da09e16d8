"""Placing applicants in a programme: who comes first, and at which site with places left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import DEMOBILISED, WEAPON
from ploughshare.kernels.movement import move
from ploughshare.kernels.selection import cast_lots
from ploughshare.kernels.states import States
from ploughshare.kernels.stock import Tally, count_at
from ploughshare.philox import exponential_at, uniform_at

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

SITE_LOT = 1
"""month under which the lots of sites stand: they are cast once for each person"""


class Sites(NamedTuple):
    """Sites of a programme, each of shape (sites,)."""

    region: Counts
    places: Counts
    """places in all, taken or not"""
    left: Counts
    """places left now"""
    address: Words
    """words under which the random numbers of each stand"""


class Post(NamedTuple):
    """What a programme does with those it places."""

    alternative: int
    address: int
    """word under which its random numbers stand"""
    home_share: float
    """share of those who are to serve near home"""
    disarms: Floats
    """chance that a person of each group hands in the weapon, shape (groups,)"""
    demobilises: bool
    on_record: tuple[int, int]
    """where a tally counts those placed: the programme and the stage"""


class Lotteries(NamedTuple):
    """Decisions under which the random numbers of placing stand, and the key of the run."""

    rank: int
    site: int
    weapon: int
    k0: np.uint64
    k1: np.uint64


@kernel
def place(
    rows: Counts,
    most: int,
    serving: Counts,
    sites: Sites,
    community: Counts,
    post: Post,
    lotteries: Lotteries,
    month: int,
    uid: NDArray[np.uint32],
    states: States,
    tally: Tally,
) -> tuple[int, int]:
    """Place `most` applicants at most, lowest lots first; return how many are placed and hand in a weapon.

    `serving` take the places of sites in the communities where they are, each site's of shape (sites,) in `community`.
    """
    left = _places_left(sites, community, serving, states)
    most = max(0, min(most, left.sum()))
    lots = cast_lots(rows, uid, (0, lotteries.rank, post.address), lotteries.k0, lotteries.k1)
    taken = rows[np.argsort(lots, kind="mergesort")[:most]]
    near = cast_lots(taken, uid, (0, lotteries.site, post.address), lotteries.k0, lotteries.k1) < post.home_share
    home_region = np.empty(len(taken), dtype=np.int64)
    for n, i in enumerate(taken):
        home_region[n] = states.region_of_community[states.home[i]]
    free = Sites(sites.region, sites.places, left, sites.address)
    site = assign_sites(uid[taken], near, home_region, free, lotteries.site, lotteries.k0, lotteries.k1)
    handed_in = 0
    for n, i in enumerate(taken):
        handed_in += _disarm(i, uid[i], post, lotteries, month, states)
        move(i, post.alternative, community[site[n]], states)
        if post.demobilises:
            states.flags[i] |= DEMOBILISED
        count_at(i, post.on_record[0], post.on_record[1], states, tally)
    return len(taken), handed_in


@inlined
def _places_left(sites: Sites, community: Counts, serving: Counts, states: States) -> Counts:
    """Return the places left at each site: those who serve in a community fill its sites in order."""
    present = np.zeros(states.under_arms.shape[1], dtype=np.int64)
    for i in serving:
        present[states.community[i]] += 1
    left = sites.left.copy()
    for site in range(len(left)):
        filled = min(present[community[site]], left[site])
        left[site] -= filled
        present[community[site]] -= filled
    return left


@inlined
def _disarm(i: int, uid: int, post: Post, lotteries: Lotteries, month: int, states: States) -> int:
    """Let a person hand in the weapon by the chance of his group, and return how many weapons he hands in."""
    chance = post.disarms[states.group[i]]
    who, when, what = np.uint64(uid), np.uint64(month), np.uint64(lotteries.weapon)
    armed = (states.flags[i] & WEAPON) != 0
    if armed and uniform_at(who, when, what, np.uint64(post.address), lotteries.k0, lotteries.k1) < chance:
        states.flags[i] &= ~WEAPON
        return 1
    return 0


@kernel
def assign_sites(
    uid: NDArray[np.uint32],
    near: NDArray[np.bool_],
    home_region: Counts,
    sites: Sites,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> Counts:
    """Return the site of each person in turn, or -1 where no place is left, shape (persons,).

    Each person draws an order of all sites, one with twice the places being twice as likely to come first: by waiting times,
    each an exponential number over places. He gets the first with a place left, of those in his home region where he is to
    serve `near` home and of the others where not; where all of these are full, of all.
    """
    left = sites.left.copy()
    site = np.full(len(uid), -1, dtype=np.int64)
    for i in range(len(uid)):
        chosen = _first_drawn(np.uint64(uid[i]), left, sites, home_region[i], near[i], False, decision, k0, k1)
        if chosen < 0:
            chosen = _first_drawn(np.uint64(uid[i]), left, sites, home_region[i], near[i], True, decision, k0, k1)
        if chosen < 0:
            break
        site[i] = chosen
        left[chosen] -= 1
    return site


@inlined
def _first_drawn(
    uid: np.uint64,
    left: Counts,
    sites: Sites,
    home_region: int,
    near: bool,
    anywhere: bool,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> int:
    """Return the site with places left that a person drew first, near home or elsewhere, or -1."""
    chosen, soonest = -1, np.inf
    for site in range(len(left)):
        at_home = sites.region[site] == home_region
        if left[site] > 0 and (anywhere or at_home == near):
            lot = exponential_at(uid, np.uint64(SITE_LOT), np.uint64(decision), sites.address[site], k0, k1)
            waits = lot / sites.places[site]
            if waits < soonest:
                chosen, soonest = site, waits
    return chosen
