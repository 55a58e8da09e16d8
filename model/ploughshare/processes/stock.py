"""Stock-taking at the start of a month: how many persons are where, and what follows from it for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.shares import shares_of
from ploughshare.rules.leadership import weapon_share

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]


class Stock(NamedTuple):
    """Counts and shares at the start of a month, in simulated persons; G groups, R regions, C communities, K options.

    Those of `Shares` come first, in the same order.
    """

    present_of_group: Floats
    """persons alive and free, shape (G,)"""
    armed_here: Floats
    """persons under arms by region where they are, shape (G, R)"""
    armed_of_group: Floats
    """persons under arms, shape (G,)"""
    armed_in_region: Floats
    """persons under arms of all groups by region where they are, shape (R,)"""
    home_region_share: Floats
    """share of each group's persons by home region, shape (G, R)"""
    peer_share: Floats
    """share of the persons of a group and home region in each option, shape (G, R, K)"""
    recruiting_share: Floats
    """share of each group among those under arms in a community, shape (G, C)"""
    weight_of_group: list[float]
    """persons alive and free, at least one, by group: how much each counts in means over groups"""
    armed_of_negotiating_groups: float
    dividends_of_group: Floats
    """dividends expected per listed head, 0 to 1, shape (G,)"""
    weapon_given: Floats
    """chance that a released man brings his weapon, shape (G,)"""


def take_stock(model: DDRModel) -> Stock:
    """Count the population for this month."""
    shares = shares_of(*model.population.counted(), model.region_of_community, model.alternatives.absorbing)
    armed = shares.armed_of_group.tolist()
    return Stock(
        *shares,
        weight_of_group=[max(persons, 1.0) for persons in shares.present_of_group.tolist()],
        armed_of_negotiating_groups=sum(armed[group] for group in model.leaders.signatories),
        dividends_of_group=np.array(model.expected_dividends(armed)),
        weapon_given=weapon_share(model.leaders.stance, model.parameters["weapon_given_share"]),
    )
