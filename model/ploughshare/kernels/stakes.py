"""What leaders of armed groups see of programmes: which are on offer, how many places and dividends, who has a post."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.leadership import expected_dividends

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class OnOffer(NamedTuple):
    """What programmes offer this month; G groups, P programmes."""

    on_offer: Flags
    """programmes announced and not closed, shape (P,)"""
    dividends: Floats
    """dividends of each programme expected per man under arms, 0 to 1, shape (P,)"""
    place_share: float
    """places in sight per man under arms of the groups that negotiate, at most 1"""
    posts: Floats
    """persons in posts with the state, simulated persons, shape (G,)"""


@kernel
def what_is_offered(
    announced: Counts,
    closed: Flags,
    places: Floats,
    counted: Flags,
    armed: float,
    month: int,
    by_home: Counts,
    in_posts: Flags,
) -> OnOffer:
    """Return what programmes offer to the men `armed` of groups that negotiate.

    Columns of programmes have shape (P,); only places of those `counted` count as in sight. Persons `by_home` have shape
    (groups, regions, options), and options are `in_posts` or not.
    """
    programmes, (groups, regions, options) = len(announced), by_home.shape
    on_offer, dividends, in_sight = np.empty(programmes, dtype=np.bool_), np.empty(programmes), 0.0
    for number in range(programmes):
        on_offer[number] = announced[number] <= month and not closed[number]
        dividends[number] = expected_dividends(places[number], armed, 1.0)
        in_sight += places[number] if on_offer[number] and counted[number] else 0.0
    posts = np.zeros(groups)
    for option in range(options):
        if in_posts[option]:
            for group in range(groups):
                for region in range(regions):
                    posts[group] += by_home[group, region, option]
    return OnOffer(on_offer, dividends, expected_dividends(in_sight, armed, 1.0), posts)
