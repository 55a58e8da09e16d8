"""What everybody faces where he lives, and how communities receive those who return (rules: `income`, `violence`, `recruitment`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.rules.income import (
    armed_pay_xof,
    certainty_equivalent_of,
    illicit_income_per_head_xof,
    licit_income_chance,
)
from ploughshare.rules.recruitment import next_acceptance
from ploughshare.rules.violence import abuse_of, next_threat

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Places(NamedTuple):
    """What never changes of communities, shape (communities,); money in XOF a month."""

    job_share: Floats
    """chance of licit work without projects"""
    licit_wage_xof: Floats
    fallback_xof: Floats
    """income without work"""
    subsistence_xof: Floats


class Faced(NamedTuple):
    """What persons face this month; G groups, R regions, C communities."""

    armed_pay_xof: Floats
    """support and share of taxes of a man under arms, XOF a month, shape (G,)"""
    job_chance: Floats
    """chance of a month of licit work, shape (C,)"""
    home_ratio: Floats
    """certainty equivalent of licit work at home over subsistence, shape (C,)"""
    abuse: Floats
    """how far those under arms harm civilians, fighting included, 0 to 1, shape (R,)"""


@kernel
def look_around(
    tax_xof: Floats,
    armed_of_group: Floats,
    armed_pay: tuple[float, float, float],
    places: Places,
    project_jobs: Floats,
    youth_at_risk: Floats,
    risk_aversion: float,
    armed_here: Floats,
    armed_in_region: Floats,
    abusiveness: Floats,
    violence: Floats,
) -> Faced:
    """Return what persons face where they live, by the functions below.

    Persons are simulated; `armed_pay` are the population scale, the support of leaders (XOF a month) and the share of taxes
    that fighters get.
    """
    chance = job_chances(places.job_share, project_jobs, youth_at_risk)
    return Faced(
        armed_pays_xof(tax_xof, armed_of_group, *armed_pay),
        chance,
        home_ratios(places.licit_wage_xof, chance, places.fallback_xof, places.subsistence_xof, risk_aversion),
        abuse_by_region(armed_here, armed_in_region, abusiveness, violence),
    )


@inlined
def armed_pays_xof(tax_xof: Floats, armed: Floats, scale: float, support_xof: float, tax_share: float) -> Floats:
    """Return support and share of taxes of a man under arms, XOF a month, shape (groups,); persons `armed` are simulated."""
    pay_xof = np.empty(len(tax_xof))
    for group in range(len(tax_xof)):
        pay_xof[group] = armed_pay_xof(tax_xof[group], armed[group] / scale, support_xof, tax_share)
    return pay_xof


@inlined
def job_chances(job_share: Floats, project_jobs: Floats, youth_at_risk: Floats) -> Floats:
    """Return the chance of a month of licit work, shape (communities,)."""
    chance = np.empty(len(job_share))
    for place in range(len(job_share)):
        chance[place] = licit_income_chance(job_share[place], project_jobs[place], youth_at_risk[place])
    return chance


@inlined
def home_ratios(
    wage_xof: Floats, chance: Floats, fallback_xof: Floats, subsistence_xof: Floats, risk_aversion: float
) -> Floats:
    """Return the certainty equivalent of licit work at home over subsistence, shape (communities,)."""
    ratio = np.empty(len(wage_xof))
    for place in range(len(wage_xof)):
        sure_xof = certainty_equivalent_of(wage_xof[place], chance[place], fallback_xof[place], risk_aversion)
        ratio[place] = sure_xof / subsistence_xof[place]
    return ratio


@inlined
def abuse_by_region(armed_here: Floats, armed_in_region: Floats, abusiveness: Floats, violence: Floats) -> Floats:
    """Return how far those under arms harm civilians, shape (regions,).

    Those of each group, `armed_here` of shape (groups, regions), harm them as their group is abusive.
    """
    abuse = np.empty(len(violence))
    for region in range(len(violence)):
        harm = 0.0
        for group in range(len(abusiveness)):
            harm += armed_here[group, region] * abusiveness[group]
        abuse[region] = abuse_of(harm, armed_in_region[region], violence[region])
    return abuse


@kernel
def illicit_per_head_xof(earned_xof: Floats, workers: Floats, armed: Floats, scale: float) -> Floats:
    """Return illicit earnings within reach of one armed man, XOF a month, shape (regions,).

    He competes with those who work at the sources and with all others under arms; persons `armed` are simulated.
    """
    per_head_xof = np.empty(len(earned_xof))
    for region in range(len(earned_xof)):
        competing = workers[region] + armed[region] / scale
        per_head_xof[region] = illicit_income_per_head_xof(earned_xof[region], competing)
    return per_head_xof


@kernel
def next_threats(threat: Floats, violence: Floats, memory: float) -> Floats:
    """Return the believed threat of each region next month, shape (regions,)."""
    following = np.empty(len(threat))
    for region in range(len(threat)):
        following[region] = next_threat(threat[region], violence[region], memory)
    return following


@kernel
def receive_returnees(
    acceptance: Floats,
    abuse: Floats,
    region_of_community: Counts,
    project_gain: Floats,
    long_run: Floats,
    abuse_effect: float,
    recovery: float,
) -> Floats:
    """Return acceptance of returnees next month, shape (communities,); `abuse` is that of each region."""
    following = np.empty(len(acceptance))
    for place in range(len(acceptance)):
        harm, gain = abuse[region_of_community[place]], min(1.0, project_gain[place])
        following[place] = next_acceptance(acceptance[place], harm, gain, long_run[place], abuse_effect, recovery)
    return following
