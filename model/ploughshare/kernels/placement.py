"""Posting persons to sites with places left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.philox import exponential_at

Counts = NDArray[np.int64]
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
