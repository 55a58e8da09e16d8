"""What everybody faces where he lives: pay under arms, work, abuse, and acceptance of those who return.

Source: docs/odd.md, economy and communities.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.surroundings import Faced, Places
from ploughshare.oracle.income import certainty_equivalent

Floats = NDArray[np.float64]


def look_around(
    tax_xof: Any,
    armed_of_group: Any,
    armed_pay: tuple[float, float, float],
    places: Places,
    project_jobs: Any,
    youth_at_risk: Any,
    risk_aversion: float,
    armed_here: Any,
    armed_in_region: Any,
    abusiveness: Any,
    violence: Any,
) -> Faced:
    """Return pay under arms by group, chance and worth of work by place, and abuse by region."""
    chance = job_chances(places.job_share, project_jobs, youth_at_risk)
    cost_xof = places.subsistence_xof
    return Faced(
        armed_pay_xof=armed_pays_xof(tax_xof, armed_of_group, *armed_pay),
        job_chance=chance,
        home_ratio=home_ratios(places.licit_wage_xof, chance, places.fallback_xof, cost_xof, risk_aversion),
        abuse=abuse_by_region(armed_here, armed_in_region, abusiveness, violence),
    )


def armed_pays_xof(tax_xof: Any, armed: Any, scale: float, support_xof: float, tax_share: float) -> Floats:
    """Return what a man of each group has under arms: support, and his part of what the group lets its men have of taxes."""
    described = [max(persons / scale, 1.0) for persons in armed.tolist()]
    taxes = [tax_share * xof for xof in tax_xof.tolist()]
    return np.array([support_xof + xof / men for xof, men in zip(taxes, described, strict=True)])


def illicit_per_head_xof(earned_xof: Any, workers: Any, armed: Any, scale: float) -> Floats:
    """Return what one armed man of each region could earn from its sources, shared with all who work or bear arms there."""
    regions = zip(earned_xof.tolist(), workers.tolist(), armed.tolist(), strict=True)
    return np.array([earned / max(1.0, working + persons / scale) for earned, working, persons in regions])


def next_threats(threat: Any, violence: Any, memory: float) -> Floats:
    """Return what people of each region fear next month: what they see now, or what they remember if that is worse."""
    regions = zip(threat.tolist(), violence.tolist(), strict=True)
    return np.array([max(memory * feared, _within(seen)) for feared, seen in regions])


def job_chances(job_share: Any, project_jobs: Any, youth_at_risk: Any) -> Floats:
    """Return the chance of licit work in each place: its own, and one of the jobs of projects for those who want one."""
    places = zip(job_share.tolist(), project_jobs.tolist(), youth_at_risk.tolist(), strict=True)
    return np.array([_within(share + jobs / max(persons, 1.0)) for share, jobs, persons in places])


def home_ratios(wage_xof: Any, chance: Any, fallback_xof: Any, subsistence_xof: Any, risk_aversion: float) -> Floats:
    """Return what licit work in each place is worth to those who dislike risk, over what life costs there."""
    places = zip(*(column.tolist() for column in (wage_xof, chance, fallback_xof, subsistence_xof)), strict=True)
    return np.array(
        [certainty_equivalent(wage, found, without, risk_aversion) / cost for wage, found, without, cost in places]
    )


def abuse_by_region(armed_here: Any, armed_in_region: Any, abusiveness: Any, violence: Any) -> Floats:
    """Return how far those under arms harm civilians of each region: as their groups do on average, and by fighting."""
    found = []
    for here, anybody, fighting in zip(armed_here.T.tolist(), armed_in_region.tolist(), violence.tolist(), strict=True):
        harm = 0.0
        for persons, abusive in zip(here, abusiveness.tolist(), strict=True):
            harm += persons * abusive
        found.append(min(harm / max(anybody, 1.0) + fighting, 1.0))
    return np.array(found)


def receive_returnees(
    acceptance: Any,
    abuse: Any,
    region_of_community: Any,
    project_gain: Any,
    long_run: Any,
    abuse_effect: float,
    recovery: float,
) -> Floats:
    """Return how communities receive returnees next month: abuse costs goodwill, projects win some, habit returns."""
    following = []
    for place, now in enumerate(acceptance.tolist()):
        lost = abuse_effect * float(abuse[region_of_community[place]]) * now
        won = min(1.0, float(project_gain[place])) / 12.0 * (1.0 - now)
        changed = now - lost + won
        following.append(_within(changed + recovery * (float(long_run[place]) - changed)))
    return np.array(following)


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
