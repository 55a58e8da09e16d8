"""Which groups recruit in which communities, who joins them, and how many of those are children (a harm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.founding import recruit_uids
from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.randomness import Decision
from ploughshare.rules.recruitment import child_share, recruitment_hazard

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def recruit(model: DDRModel) -> Counts:
    """Return who joins this month: group, community and number of persons, shape (3, cells), communities in order.

    Each youth at risk of a community joins with the same chance; who joins one group is lost to those that ask later.
    """
    columns = model.community_columns
    community, group, chance = _cells(model)
    cell = group * len(model.communities) + community
    at_first = columns.youth_at_risk[community]
    drawn = model.draws.poisson(at_first * chance, Decision.RECRUITMENT, model.month, cell)
    # With fewer youth left a draw never gives more recruits, so a group that gets none at first gets none.
    for asked in np.flatnonzero(drawn).tolist():
        place = community[asked]
        youth = float(columns.youth_at_risk[place])
        if youth < at_first[asked]:
            mean = youth * float(chance[asked])
            drawn[asked] = model.draws.poisson(mean, Decision.RECRUITMENT, model.month, int(cell[asked]))
        drawn[asked] = min(drawn[asked], int(youth))
        columns.youth_at_risk[place] -= drawn[asked]
    joined = drawn > 0
    np.add.at(columns.recruits, community[joined], drawn[joined])
    return np.array((group[joined], community[joined], drawn[joined]))


def _cells(model: DDRModel) -> tuple[Counts, Counts, Floats]:
    """Return communities, groups that recruit there, and the chance that a youth at risk joins; all (cells,).

    Groups recruit where they have men; extremist groups also reach places without.
    """
    value, stock, outlook = model.parameters, model.stock, model.outlook
    region = model.region_of_community
    extremist = outlook.extremist[:, None]
    exposure = outlook.extremist_exposure * value["extremist_recruitment"]
    presence = np.where(extremist, exposure, stock.recruiting_share)
    active = np.array([group.active for group in model.groups])[:, None]
    under_arms = stock.armed_here.sum(axis=0)[region] > 0
    community, group = np.nonzero((active & under_arms & (presence > 0)).T)
    here = presence[group, community]
    hazard = recruitment_hazard(
        value["recruitment_monthly"],
        outlook.job_chance[community],
        outlook.abuse[region[community]],
        np.minimum(here, 1.0),
        np.where(outlook.extremist, 0.0, stock.dividends_of_group)[group],
        (
            value["recruitment_opportunity"],
            value["recruitment_protection"],
            value["recruitment_presence"],
            value["recruitment_dividends"],
        ),
    )
    return community, group, hazard * here


def enlist(model: DDRModel, recruits: Counts) -> None:
    """Put the recruits of a month into the population, and count the children among them where they join (a harm)."""
    groups, communities, persons = recruits
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
