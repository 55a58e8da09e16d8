"""Which groups recruit in which communities, who joins them, and how many of those are children (a harm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.errors import PloughshareError
from ploughshare.kernels.recruitment import CELL_BITS, SEQUENCE_BITS, list_recruits, recruit_youth
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
    if not recruits.any():
        return
    if recruits.size > 1 << CELL_BITS or recruits.max() >= 1 << SEQUENCE_BITS or model.month >= 256:
        raise PloughshareError("at most 2,048 cells, 4,096 recruits a cell and month, and 256 months can be addressed")
    uid, group, community = list_recruits(recruits, model.month)
    value, dividends = model.parameters, model.stock.dividends_of_group
    share = child_share(value["child_share"], dividends, value["child_dividends"])
    children = model.founder.recruit(model.population, uid, group, community, share, model.month)
    np.add.at(model.community_columns.children_recruited, community[children], 1)
