"""Stock-taking at the start of a month: how many persons are where, and what follows from it for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.rules.leadership import weapon_share

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Stock:
    """Counts and shares at the start of a month, in simulated persons; G groups, R regions, C communities, K options."""

    armed_of_group: Floats
    """persons under arms, shape (G,)"""
    by_alternative: Floats
    """persons alive and free by alternative, shape (G, K)"""
    present_of_group: Floats
    """persons alive and free, shape (G,)"""
    armed_here: Floats
    """persons under arms by region where they are, shape (G, R)"""
    armed_of_negotiating_groups: float
    home_region_share: Floats
    """share of each group's persons by home region, shape (G, R)"""
    peer_share: Floats
    """share of the persons of a group and home region in each option, shape (G, R, K)"""
    recruiting_share: Floats
    """share of each group among those under arms in a community, shape (G, C)"""
    dividends_of_group: Floats
    """dividends expected per listed head, 0 to 1, shape (G,)"""
    weapon_given: Floats
    """chance that a released man brings his weapon, shape (G,)"""


def take_stock(model: DDRModel) -> Stock:
    """Count the population for this month."""
    by_option, armed_in = model.population.counted()
    armed_here = np.zeros((len(armed_in), model.regions), dtype=np.int64)
    np.add.at(armed_here.T, model.region_of_community, armed_in.T)
    armed_of_group = armed_here.sum(axis=1).astype(np.float64)
    by_region = by_option.sum(axis=2)
    present = by_region.sum(axis=1)
    return Stock(
        armed_of_group=armed_of_group,
        by_alternative=by_option.sum(axis=1).astype(np.float64),
        present_of_group=present.astype(np.float64),
        armed_here=armed_here.astype(np.float64),
        armed_of_negotiating_groups=sum(armed_of_group[model.leaders.negotiates].tolist()),
        home_region_share=_shares(by_region, present[:, None]),
        peer_share=_shares(by_option, by_region[..., None]),
        recruiting_share=_shares(armed_in, armed_in.sum(axis=0)),
        dividends_of_group=np.array(model.expected_dividends(armed_of_group)),
        weapon_given=weapon_share(model.leaders.stance, model.parameters["weapon_given_share"]),
    )


def _shares(counts: Counts, total: Counts) -> Floats:
    """Return shares of a total; 0 where it is 0, as every count then is."""
    return counts / np.maximum(total, 1)
