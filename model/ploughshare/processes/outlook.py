"""What combatants face when they choose this month: incomes, risks, orders, endorsements, work at home."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.surroundings import abuse_by_region, armed_pays_xof, job_chances
from ploughshare.scenario.groups import GroupKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Outlook(NamedTuple):
    """What persons of each group and place face; G groups, R regions, C communities, K options, P programmes."""

    armed_pay_xof: Floats
    """support and share of taxes of a man under arms, XOF a month, shape (G,)"""
    licit_wage_xof: Floats
    """shape (C,)"""
    subsistence_xof: Floats
    """shape (C,)"""
    job_chance: Floats
    """chance of a month of licit work, shape (C,)"""
    acceptance: Floats
    """acceptance of returnees, shape (C,)"""
    extremist_exposure: Floats
    """shape (C,)"""
    believed_risk: Floats
    """believed yearly risk of death, shape (K,)"""
    orders: Floats
    """leaders' orders, -1 to 1, shape (G, K)"""
    endorsed: Flags
    """shape (G, P)"""
    released: Floats
    """share of men let go, lowest fighting value first, shape (G, P)"""
    groups_at_war: Flags
    """groups that fight the government, shape (G,)"""
    groups_shocked: Flags
    """groups whose persons all think again: war with the government, or a programme just opened, shape (G,)"""
    regions_shocked: Flags
    """regions with fighting, shape (R,)"""
    abuse: Floats
    """how far those under arms harm civilians, fighting included, 0 to 1, shape (R,)"""
    extremist: Flags
    """extremist groups, shape (G,)"""
    led: Flags
    """groups whose leaders decide who may enter a programme, shape (G,)"""


class Surroundings:
    """What of the outlook never changes in a run."""

    def __init__(self, model: DDRModel) -> None:
        places = model.definition.communities.values()
        groups = model.definition.groups.values()
        self.licit_wage_xof = np.array([place.licit_wage_xof_per_month for place in places])
        self.subsistence_xof = np.array([place.subsistence_xof_per_month for place in places])
        self.job_share = np.array([place.job_share for place in places])
        self.extremist_exposure = np.array([place.extremist_exposure_by_month for place in model.communities]).T.copy()
        """shape (months, C)"""
        self.abusiveness = np.array([group.abusiveness for group in groups], dtype=np.float64)
        """shape (G,)"""
        self.extremist = np.array([group.kind is GroupKind.EXTREMIST for group in groups])
        self.led = model.leaders.negotiates


def look_out(model: DDRModel) -> Outlook:
    """Gather what combatants face this month."""
    places, leaders, fixed = model.community_columns, model.leaders, model.surroundings
    at_war = leaders.at_war(model.conditions.fights, leaders.coalition)
    return Outlook(
        armed_pay_xof=_armed_pay_xof(model),
        licit_wage_xof=fixed.licit_wage_xof,
        subsistence_xof=fixed.subsistence_xof,
        job_chance=job_chances(fixed.job_share, model.projects.jobs, places.youth_at_risk),
        acceptance=places.acceptance,
        extremist_exposure=fixed.extremist_exposure[model.month],
        believed_risk=_believed_risk(model),
        orders=leaders.orders,
        endorsed=leaders.endorses,
        released=leaders.released,
        groups_at_war=at_war,
        groups_shocked=_groups_shocked(model, at_war),
        regions_shocked=model.conditions.clashes(),
        abuse=_abuse(model),
        led=fixed.led,
        extremist=fixed.extremist,
    )


def _armed_pay_xof(model: DDRModel) -> Floats:
    value = model.parameters
    return armed_pays_xof(
        model.leaders.tax_xof,
        model.stock.armed_of_group,
        model.scale,
        value["armed_support_xof_per_month"],
        value["fighters_tax_share"],
    )


def _abuse(model: DDRModel) -> Floats:
    """Mean abusiveness of those under arms in each region; fighting nearby adds to it."""
    stock = model.stock
    return abuse_by_region(
        stock.armed_here, stock.armed_in_region, model.surroundings.abusiveness, model.conditions.violence_now
    )


def _believed_risk(model: DDRModel) -> Floats:
    risk = model.alternatives.death_risk_per_year.copy()
    for programme in model.programmes:
        if programme.remembered_risk:
            risk[programme.alternative] += programme.remembered_risk
    return risk


def _groups_shocked(model: DDRModel, at_war: Flags) -> Flags:
    shocked = at_war
    for programme in model.programmes:
        if programme.just_opened:
            shocked = shocked | programme.admits_groups()
    return shocked
