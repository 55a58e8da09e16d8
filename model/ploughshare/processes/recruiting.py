"""Which groups recruit in which communities, and how likely a youth at risk is to join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ploughshare.rules.recruitment import recruitment_hazard

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Recruiting = list[list[tuple[int, float]]]
"""By community: the groups that recruit there and the chance that a youth at risk joins each this month"""


def chances_of_joining(model: DDRModel) -> Recruiting:
    """Return the chances of this month; groups stand where they have men, extremists where they are present."""
    value, stock, outlook = model.parameters, model.stock, model.outlook
    region = model.region_of_community
    extremist = outlook.extremist[:, None]
    exposure = outlook.extremist_exposure * value["extremist_recruitment"]
    presence = np.where(extremist, exposure, stock.recruiting_share)
    hazard = recruitment_hazard(
        value["recruitment_monthly"],
        outlook.job_chance,
        outlook.abuse[region],
        np.minimum(presence, 1.0),
        np.where(outlook.extremist, 0.0, stock.dividends_of_group)[:, None],
        (
            value["recruitment_opportunity"],
            value["recruitment_protection"],
            value["recruitment_presence"],
            value["recruitment_dividends"],
        ),
    )
    active = np.array([group.active for group in model.groups])[:, None]
    under_arms = stock.armed_here.sum(axis=0)[region] > 0
    recruits = active & under_arms & (presence > 0)
    chance = hazard * presence
    found: Recruiting = [[] for _ in model.communities]
    for community, group in np.argwhere(recruits.T).tolist():
        found[community].append((group, float(chance[group, community])))
    return found
