"""What combatants face when they choose this month: incomes, risks, orders, endorsements, work at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.groups import GroupKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Outlook:
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
    extremist: Flags
    """extremist groups, shape (G,)"""
    led: Flags
    """groups whose leaders decide who may enter a programme, shape (G,)"""


def look_out(model: DDRModel) -> Outlook:
    """Gather what combatants face this month."""
    value = model.parameters
    places = model.communities
    risk = model.alternatives.death_risk_per_year.copy()
    for programme in model.programmes:
        risk[programme.alternative] += programme.remembered_risk
    armed = np.maximum(model.stock.armed_of_group / model.scale, 1.0)
    taxes = np.array([group.tax_xof for group in model.groups])
    return Outlook(
        armed_pay_xof=value["armed_support_xof_per_month"] + value["fighters_tax_share"] * taxes / armed,
        licit_wage_xof=np.array([place.definition.licit_wage_xof_per_month for place in places]),
        subsistence_xof=np.array([place.definition.subsistence_xof_per_month for place in places]),
        job_chance=np.array([place.job_chance for place in places]),
        acceptance=np.array([place.acceptance for place in places]),
        extremist_exposure=np.array([place.extremist_exposure for place in places]),
        believed_risk=risk,
        orders=np.array([group.orders for group in model.groups]),
        endorsed=np.array([group.endorses for group in model.groups]),
        released=np.array([group.released for group in model.groups]),
        groups_at_war=np.array([len(group.war_regions) > 0 for group in model.groups]),
        groups_shocked=_groups_shocked(model),
        regions_shocked=np.array([model.conditions.clash_in(region) for region in range(model.regions)]),
        led=np.array([group.negotiates for group in model.groups]),
        extremist=np.array([group.definition.kind is GroupKind.EXTREMIST for group in model.groups]),
    )


def _groups_shocked(model: DDRModel) -> Flags:
    shocked = np.array([len(group.war_regions) > 0 for group in model.groups])
    for programme in model.programmes:
        if programme.just_opened:
            shocked |= programme.admits_groups()
    return shocked
