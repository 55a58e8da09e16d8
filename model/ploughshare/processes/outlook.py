"""What combatants face when they choose this month: incomes, risks, orders, endorsements, work at home."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.surroundings import Faced, Places, look_around
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
    home_ratio: Floats
    """certainty equivalent of licit work at home over subsistence, shape (C,)"""
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
        subsistence_xof = np.array([place.subsistence_xof_per_month for place in places], dtype=np.float64)
        self.places = Places(
            job_share=np.array([place.job_share for place in places], dtype=np.float64),
            licit_wage_xof=np.array([place.licit_wage_xof_per_month for place in places], dtype=np.float64),
            fallback_xof=model.parameters["fallback_share"] * subsistence_xof,
            subsistence_xof=subsistence_xof,
        )
        self.extremist_exposure = np.array([place.extremist_exposure_by_month for place in model.communities]).T.copy()
        """shape (months, C)"""
        self.abusiveness = np.array([group.abusiveness for group in groups], dtype=np.float64)
        """shape (G,)"""
        self.extremist = np.array([group.kind is GroupKind.EXTREMIST for group in groups])
        self.led = model.leaders.negotiates


def look_out(model: DDRModel) -> Outlook:
    """Gather what combatants face this month."""
    leaders, fixed, faced = model.leaders, model.surroundings, _faced(model)
    at_war = leaders.at_war(model.conditions.fights, leaders.coalition)
    return Outlook(
        armed_pay_xof=faced.armed_pay_xof,
        licit_wage_xof=fixed.places.licit_wage_xof,
        subsistence_xof=fixed.places.subsistence_xof,
        job_chance=faced.job_chance,
        home_ratio=faced.home_ratio,
        acceptance=model.community_columns.acceptance,
        extremist_exposure=fixed.extremist_exposure[model.month],
        believed_risk=_believed_risk(model),
        orders=leaders.orders,
        endorsed=leaders.endorses,
        released=leaders.released,
        groups_at_war=at_war,
        groups_shocked=_groups_shocked(model, at_war),
        regions_shocked=model.conditions.clashes(),
        abuse=faced.abuse,
        led=fixed.led,
        extremist=fixed.extremist,
    )


def _faced(model: DDRModel) -> Faced:
    value, stock = model.parameters, model.stock
    return look_around(
        model.leaders.tax_xof,
        stock.armed_of_group,
        (model.scale, value["armed_support_xof_per_month"], value["fighters_tax_share"]),
        model.surroundings.places,
        model.projects.jobs,
        model.community_columns.youth_at_risk,
        value["risk_aversion"],
        stock.armed_here,
        stock.armed_in_region,
        model.surroundings.abusiveness,
        model.conditions.violence_now,
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
