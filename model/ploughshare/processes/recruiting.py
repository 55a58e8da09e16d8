"""Which groups recruit in which communities, who joins them, and how many of those are children (a harm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.errors import PloughshareError
from ploughshare.kernels.recruitment import (
    CELL_BITS,
    SEQUENCE_BITS,
    Recruiters,
    child_shares,
    list_recruits,
    recruit_youth,
)
from ploughshare.randomness import Decision

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Counts = NDArray[np.int64]

_RECRUITMENT = Decision.RECRUITMENT.value


def recruit(model: DDRModel) -> Counts:
    """Let youth at risk join: return how many join each group in each community this month, shape (groups, communities).

    Each youth at risk of a community joins with the same chance; who joins one group is lost to those that ask later.
    """
    value, outlook, stock, columns = model.parameters, model.outlook, model.stock, model.community_columns
    return recruit_youth(
        columns.youth_at_risk,
        columns.recruits,
        Recruiters(
            active=model.leaders.active(model.month),
            share=stock.recruiting_share,
            extremist=outlook.extremist,
            exposure=outlook.extremist_exposure,
            reach=value["extremist_recruitment"],
            armed=stock.armed_here,
            region_of_community=model.region_of_community,
        ),
        outlook.job_chance,
        outlook.abuse,
        stock.dividends_of_group,
        value["recruitment_monthly"],
        (
            value["recruitment_opportunity"],
            value["recruitment_protection"],
            value["recruitment_presence"],
            value["recruitment_dividends"],
        ),
        (model.leaders.address, columns.address),
        model.month,
        _RECRUITMENT,
        *model.draws.key,
    )


def enlist(model: DDRModel, recruits: Counts) -> None:
    """Put the recruits of a month into the population, and count the children among them where they join (a harm)."""
    uid, group, community = list_recruits(recruits, model.month)
    if len(uid) == 0:
        return
    most = 1 << SEQUENCE_BITS
    crowded = len(uid) >= most and recruits.max() >= most
    if crowded or recruits.size > 1 << CELL_BITS or model.month >= 256:
        raise PloughshareError("at most 2,048 cells, 4,096 recruits a cell and month, and 256 months can be addressed")
    value, dividends = model.parameters, model.stock.dividends_of_group
    share = child_shares(value["child_share"], dividends, value["child_dividends"])
    children = model.community_columns.children_recruited
    model.founder.recruit(model.population, uid, group, community, share, model.month, children)
