"""Shares of a total, for every group, home region, option and community; 0 where there is nobody."""

from __future__ import annotations

from typing import Any

import numpy as np

from ploughshare.kernels.shares import Shares


def shares_of(by_home: Any, under_arms: Any, region_of_community: Any, absorbing: Any) -> Shares:
    """Return persons by group, men under arms by region; shares of home regions, of options there, of groups in a place."""
    alive = np.where(absorbing, 0, by_home).tolist()
    homes = [shares([sum(region) for region in group]) for group in alive]
    peers = [[shares(region) for region in group] for group in alive]
    recruiting = [shares(community) for community in under_arms.T.tolist()]
    armed_here = np.zeros((len(alive), len(alive[0])))
    for (group, community), men in np.ndenumerate(under_arms):
        armed_here[group, region_of_community[community]] += men
    return Shares(
        present_of_group=np.array([float(sum(sum(region) for region in group)) for group in alive]),
        armed_here=armed_here,
        armed_of_group=np.array([float(sum(men)) for men in under_arms.tolist()]),
        armed_in_region=np.array([sum(men) for men in armed_here.T.tolist()]),
        home_region_share=np.array(homes),
        peer_share=np.array(peers),
        recruiting_share=np.array(recruiting).T.copy(),
    )


def shares(counts: list[int]) -> list[float]:
    """Return each count as a share of all."""
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]
