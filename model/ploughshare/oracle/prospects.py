"""What one option is worth to one person: income, and the other terms of its value.

Sources: docs/odd.md, individual decisions; those named in `rules/choice.py` and `rules/income.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL
from ploughshare.oracle.arithmetic import log
from ploughshare.oracle.income import certainty_equivalent, loss_averse, pay_reliability, present_share
from ploughshare.oracle.persons import Person
from ploughshare.scenario.programmes import Payer, ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel
    from ploughshare.scenario.programmes import Programme

_BEYOND_EVERY_HORIZON = 1e9


def worth(model: DDRModel, person: Person, alternative: int, present_ratio: float) -> float:
    """Return the value of an option, logits: income, risk, security, trust, peers, orders, rank, home, switching.

    `present_ratio` is the income of the present option over subsistence.
    """
    weight = model.parameters
    ratio = loss_averse(income_ratio(model, person, alternative), present_ratio, weight["loss_aversion"])
    order = float(model.outlook.orders[person.group, alternative])
    elsewhere = 0.0 if unit_is_at(model, person.alternative, alternative) else 1.0
    total = weight["income_weight"] * log(ratio)
    total -= weight["risk_weight"] * float(model.outlook.believed_risk[alternative])
    total -= defencelessness(model, person, alternative)
    total += weight["trust_weight"] * trust_in_provider(model, person, alternative)
    total += weight["peer_weight"] * peers(model, person, alternative)
    total += weight["order_weight"] * order * person.attachment
    total += weight["rank_weight"] * rank_gap(model, person, alternative)
    total += weight["home_weight"] * chance_of_home(model, person, alternative)
    total -= weight["switching_cost"] * elsewhere + aversion(model, alternative)
    return total


# -- income ------------------------------------------------------------------------------------------------------------


def income_ratio(model: DDRModel, person: Person, alternative: int) -> float:
    """Return what an option pays for sure, over subsistence at home, above 0."""
    value, outlook = model.parameters, model.outlook
    if alternative == ARMED:
        support = value["armed_support_reliability"]
        return sure(model, person, float(outlook.armed_pay_xof[person.group]), support, illicit_xof(model, person))
    if alternative == RIVAL:
        return sure(model, person, value["rival_pay_xof_per_month"], value["armed_support_reliability"], 0.0)
    licit = sure(model, person, float(outlook.licit_wage_xof[person.home]), float(outlook.job_chance[person.home]), 0.0)
    if alternative < FIRST_PROGRAMME:
        return licit
    share = share_of_horizon(model, person, alternative)
    return share * programme_ratio(model, person, alternative) + (1.0 - share) * licit


def sure(model: DDRModel, person: Person, pay_xof: float, reliability: float, besides_xof: float) -> float:
    """Return the certainty equivalent over subsistence; in an unpaid month he has a fallback and what he earns besides."""
    subsistence_xof = float(model.outlook.subsistence_xof[person.home])
    fallback_xof = model.parameters["fallback_share"] * subsistence_xof + besides_xof
    return certainty_equivalent(pay_xof, reliability, fallback_xof, model.parameters["risk_aversion"]) / subsistence_xof


def illicit_xof(model: DDRModel, person: Person) -> float:
    """Return what an armed man earns beside in the region where he is, XOF a month."""
    return model.parameters["moonlighting_share"] * float(model.conditions.illicit_per_head_xof[person.region])


def programme_ratio(model: DDRModel, person: Person, alternative: int) -> float:
    """Return what serving in a programme pays for sure, over subsistence: pay and package, as reliable as believed."""
    programme = model.programmes[alternative - FIRST_PROGRAMME]
    definition, serves = programme.definition, person.alternative == alternative
    kept, missed = (float(pay_days) for pay_days in programme.belief[person.group])
    reliability = pay_reliability(
        kept,
        missed,
        float(person.paid_months) if serves else 0.0,
        float(person.unpaid_months) if serves else 0.0,
        model.parameters["own_pay_weight"],
    )
    months = min(duration_months(definition), model.parameters["income_horizon_months"])
    pay_xof = float(programme.pay_xof[model.month]) + definition.package_xof / months
    return sure(model, person, pay_xof, reliability, illicit_xof(model, person) * definition.illicit_share)


def share_of_horizon(model: DDRModel, person: Person, alternative: int) -> float:
    """Return which share of the whole horizon the pay of a programme is worth to a person, 0 to 1."""
    definition, value = model.programmes[alternative - FIRST_PROGRAMME].definition, model.parameters
    delay = 0.0 if person.alternative == alternative else delay_months(definition)
    return present_share(
        delay,
        duration_months(definition),
        value["income_horizon_months"],
        value["discount_factor_yearly"],
        value["present_bias"],
    )


def delay_months(definition: Programme) -> float:
    """Return months from application to the first pay: one to be placed, or one a stage; and training."""
    directly = definition.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.INTERIM)
    stages = 1 if directly else (4 if definition.eligibility.fit else 3)
    return float(stages + definition.training_months)


def duration_months(definition: Programme) -> float:
    """Return months of pay or support; services without an end outlast every horizon."""
    ends = [months for months in (definition.service_months, definition.expiry_months) if months]
    return float(min(ends)) if ends else _BEYOND_EVERY_HORIZON


# -- other terms -------------------------------------------------------------------------------------------------------


def defencelessness(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the security lost: weight * disarms * threat * (1 - trust in the government) * (1 - guarantee)."""
    lost = model.parameters["security_weight"] * float(model.alternatives.disarms[alternative])
    lost *= float(model.conditions.threat[person.region])
    return lost * (1.0 - person.trust_government) * (1.0 - float(model.conditions.guarantee[person.region]))


def trust_in_provider(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the trust in whoever an option depends on, 0 to 1."""
    if alternative == ARMED:
        return person.trust_leader
    if alternative == HOME:
        return float(model.outlook.acceptance[person.home])
    if alternative == RIVAL:
        return float(model.outlook.extremist_exposure[person.home])
    payer = model.programmes[alternative - FIRST_PROGRAMME].definition.payer
    return person.trust_mission if payer is Payer.MISSION else person.trust_government


def peers(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the share of kin and unit in an option, less the mean over all options."""
    shares = [peer_share(model, person, other) for other in range(len(model.alternatives))]
    total = 0.0
    for share in shares:
        total += share
    return shares[alternative] - total / len(shares)


def peer_share(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the share of kin in an option; kin and unit count half each where there is a unit."""
    kin = float(model.stock.peer_share[person.group, person.home_region, alternative])
    if not person.has_unit:
        return kin
    return 0.5 * kin + (0.5 if unit_is_at(model, person.alternative, alternative) else 0.0)


def unit_is_at(model: DDRModel, present: int, alternative: int) -> bool:
    """Return whether the comrades of those in `present` are there, or are being taken over there by an open programme."""
    if present == alternative:
        return True
    if alternative < FIRST_PROGRAMME:
        return False
    programme = model.programmes[alternative - FIRST_PROGRAMME]
    return programme.open and model.alternatives.names[present] in programme.definition.eligibility.serving_in


def rank_gap(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the rank offered less the rank expected where an option integrates, else 0."""
    if alternative < FIRST_PROGRAMME:
        return 0.0
    programme = model.programmes[alternative - FIRST_PROGRAMME]
    if programme.definition.kind is not ProgrammeKind.STATE_FORCE:
        return 0.0
    return min(1.0, model.government.rank_share + float(programme.rank_share[model.month])) - person.rank_expected


def chance_of_home(model: DDRModel, person: Person, alternative: int) -> float:
    """Return the chance of living or serving in the home region: sure at home and with the own group."""
    if alternative < FIRST_PROGRAMME:
        return 1.0 if alternative in (ARMED, HOME) else 0.0
    definition = model.programmes[alternative - FIRST_PROGRAMME].definition
    near = any(
        model.definition.communities[site.community].region == model.region_names[person.home_region]
        and model.definition.month(site.opens) <= model.month
        and (site.closes is None or model.month <= model.definition.month(site.closes))
        for site in definition.sites.values()
    )
    return definition.home_deployment_share if near else 0.0


def aversion(model: DDRModel, alternative: int) -> float:
    """Return the reluctance towards an option, logits."""
    if alternative == ARMED:
        return model.parameters["armed_hardship"]
    return model.parameters["rival_aversion"] if alternative == RIVAL else 0.0
