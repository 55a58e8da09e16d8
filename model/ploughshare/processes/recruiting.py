"""Which groups recruit in which communities, and how likely a youth at risk is to join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.founding import recruit_uids
from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.randomness import Decision
from ploughshare.rules.recruitment import child_share, recruitment_hazard

if TYPE_CHECKING:
    from ploughshare.agents.community import Recruits
    from ploughshare.model import DDRModel

Recruiting = list[list[tuple[int, float]]]
"""By community: the groups that recruit there and the chance that a youth at risk joins each this month"""


def chances_of_joining(model: DDRModel) -> Recruiting:
    """Return the chances of this month where anybody joins; groups stand where they have men.

    With fewer youth left a draw never gives more recruits, so where all of them give none nobody need be asked.
    """
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
    community, group = np.nonzero(recruits.T)
    youth = np.array([place.youth_at_risk for place in model.communities])
    cell = group * len(model.communities) + community
    most = model.draws.poisson(youth[community] * chance[group, community], Decision.RECRUITMENT, model.month, cell)
    found: Recruiting = [[] for _ in model.communities]
    for where, who in zip(community[most > 0].tolist(), group[most > 0].tolist(), strict=True):
        found[where].append((who, float(chance[who, where])))
    return found


def enlist(model: DDRModel, recruits: list[Recruits]) -> None:
    """Put the recruits of a month into the population, and count the children among them where they join (a harm)."""
    if not recruits:
        return
    groups, communities, persons = np.array(recruits, dtype=np.int64).T
    uid = recruit_uids(model.month, groups * len(model.communities) + communities, persons)
    group, community = np.repeat(groups, persons), np.repeat(communities, persons)
    value = model.parameters
    share = [
        child_share(value["child_share"], dividends, value["child_dividends"])
        for dividends in model.stock.dividends_of_group.tolist()
    ]
    columns = model.founder.recruit_columns(uid, group, community, np.array(share)[group], model.month)
    model.population.append(columns)
    child = model.month - columns["birth_month"] < ADULT_MONTHS
    for place in community[child].tolist():
        model.communities[place].children_recruited += 1
