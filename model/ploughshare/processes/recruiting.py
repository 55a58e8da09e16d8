"""Which groups recruit in which communities, who joins them, and how many of those are children (a harm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.founding import recruit_uids
from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.kernels.recruitment import recruit_youth
from ploughshare.randomness import Decision
from ploughshare.rules.recruitment import child_share

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def recruit(model: DDRModel) -> Counts:
    """Let youth at risk join: return how many join each group in each community this month, shape (groups, communities).

    Each youth at risk of a community joins with the same chance; who joins one group is lost to those that ask later.
    """
    value, outlook, columns = model.parameters, model.outlook, model.community_columns
    joined = recruit_youth(
        columns.youth_at_risk,
        _presence(model),
        outlook.job_chance,
        outlook.abuse[model.region_of_community],
        np.where(outlook.extremist, 0.0, model.stock.dividends_of_group),
        value["recruitment_monthly"],
        (
            value["recruitment_opportunity"],
            value["recruitment_protection"],
            value["recruitment_presence"],
            value["recruitment_dividends"],
        ),
        (model.leaders.address, columns.address),
        model.month,
        Decision.RECRUITMENT.value,
        *model.draws.key,
    )
    columns.recruits = joined.sum(axis=0)
    return joined


def _presence(model: DDRModel) -> Floats:
    """Return how present each group is to youth at risk, shape (groups, communities).

    Groups recruit where they have men; extremist groups also reach other places of regions in which men are under arms.
    """
    stock, outlook = model.stock, model.outlook
    under_arms = stock.armed_here.sum(axis=0)[model.region_of_community] > 0
    exposure = outlook.extremist_exposure * model.parameters["extremist_recruitment"] * under_arms
    active = np.array([group.active for group in model.groups])
    return np.asarray(np.where(outlook.extremist[:, None], exposure, stock.recruiting_share) * active[:, None])


def enlist(model: DDRModel, recruits: Counts) -> None:
    """Put the recruits of a month into the population, and count the children among them where they join (a harm)."""
    communities, groups = np.nonzero(recruits.T)
    persons = recruits[groups, communities]
    if len(persons) == 0:
        return
    uid = recruit_uids(model.month, groups * len(model.communities) + communities, persons)
    group, community = np.repeat(groups, persons), np.repeat(communities, persons)
    value, dividends = model.parameters, model.stock.dividends_of_group[group]
    share = child_share(value["child_share"], dividends, value["child_dividends"])
    columns = model.founder.recruit_columns(uid, group, community, share, model.month)
    model.population.append(columns)
    child = model.month - columns["birth_month"] < ADULT_MONTHS
    np.add.at(model.community_columns.children_recruited, community[child], 1)
