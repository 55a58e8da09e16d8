"""How one person chooses: gates, the nine terms of each considered option, nested-logit noise; plain scalar Python."""

from __future__ import annotations

from math import exp, log, pi, sin
from typing import TYPE_CHECKING

from benchmarks.lean_mesa.tables import BY_GOVERNMENT, BY_HOME, BY_LEADER, BY_MISSION, certain
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL

if TYPE_CHECKING:
    from benchmarks.lean_mesa.model import LeanModel
    from benchmarks.lean_mesa.person import Person

ADULT_MONTHS = 18 * 12


def choose(person: Person, model: LeanModel) -> int:
    """Return the alternative with the largest value and noise among those considered."""
    options = considered(person, model)
    here = person.alternative
    if len(options) == 1:
        return here
    constants, uniform = model.constants, model.uniform
    theta, loss_aversion = constants.theta, constants.value["loss_aversion"]
    earned = income_ratio(person, model, here)
    stable_of_nest: dict[int, float] = {}
    best, chosen = float("-inf"), here
    for option in options:
        if option == here:
            ratio = earned
        else:
            ratio = income_ratio(person, model, option)
            if ratio < earned:
                ratio = earned * (ratio / earned) ** loss_aversion
        nest = constants.nest_of[option]
        if nest not in stable_of_nest:
            stable_of_nest[nest] = log_positive_stable(pi * uniform(), -log(1.0 - uniform()), theta)
        noise = stable_of_nest[nest] - log(-log(1.0 - uniform()))
        worth = value(person, model, option, ratio) + theta * noise
        if worth > best:
            best, chosen = worth, option
    return chosen


def log_positive_stable(angle: float, exponential: float, theta: float) -> float:
    """Return the logarithm of the positive stable number that correlates a nest."""
    if theta >= 1.0:
        return 0.0
    return (
        log(sin(theta * angle))
        - log(sin(angle)) / theta
        + (1 - theta) / theta * log(sin((1 - theta) * angle) / exponential)
    )


def considered(person: Person, model: LeanModel) -> list[int]:
    """Return the options that are known, open, eligible and released; the present one always."""
    now, here, group = model.now, person.alternative, person.group
    faced = now.faced
    options = [here] if here != HOME else [HOME]
    if here != HOME:
        options.append(HOME)
    if here != ARMED and (person.weapon or (faced.groups_at_war[group] and armed_in_war(person, model))):
        options.append(ARMED)
    if (
        here != RIVAL
        and not faced.extremist[group]
        and heard(person, model, RIVAL) < faced.extremist_exposure[person.home]
    ):
        options.append(RIVAL)
    for number in now.open:
        option = FIRST_PROGRAMME + number
        if option != here and admits(person, model, number) and lets_go(person, model, number):
            unaware = now.unaware[option] * exp(-model.spread * now.kin[group][person.home_region][option])
            if heard(person, model, option) < 1.0 - unaware:
                options.append(option)
    return options


def armed_in_war(person: Person, model: LeanModel) -> bool:
    """Whether the group at war arms this unarmed adult."""
    return model.uniform() < model.armed_in_war and model.now.number - person.birth_month >= ADULT_MONTHS


def heard(person: Person, model: LeanModel, option: int) -> float:
    """Return how hard this person is to reach with word of an option, drawn once."""
    number = person.heard.get(option)
    if number is None:
        number = person.heard[option] = model.uniform()
    return number


def lets_go(person: Person, model: LeanModel, number: int) -> bool:
    """Whether the leaders let this person go to a programme."""
    faced, group = model.now.faced, person.group
    if not faced.led[group]:
        return True
    if not faced.endorsed[group][number]:
        return False
    return person.alternative >= FIRST_PROGRAMME or person.fighting_value <= faced.released[group][number]


def admits(person: Person, model: LeanModel, number: int) -> bool:
    """Whether the rules of a programme admit this person."""
    now, rule = model.now.programmes[number], model.constants.rules[number]
    return (
        now.admits[person.group]
        and now.serving_required[person.alternative]
        and not (rule.weapon and not person.weapon)
        and not (rule.unarmed and person.weapon)
        and not (rule.women_only and not person.woman)
        and not (rule.listed and not person.listed)
        and not (rule.fit and person.found_unfit)
        and not (rule.unfit_only and not person.found_unfit)
        and model.constants.frames[number].regions[person.home_region]
        and not (rule.adult and model.now.number - person.birth_month < ADULT_MONTHS)
    )


def income_ratio(person: Person, model: LeanModel, option: int) -> float:
    """Return the certainty equivalent of an option over subsistence."""
    now, home, constants = model.now, person.home, model.constants
    if option == HOME:
        return now.ratio_home[home]
    if option == RIVAL:
        return now.ratio_rival[home]
    cost, fallback = now.faced.subsistence_xof[home], now.fallback[home]
    if option == ARMED:
        besides: float = fallback + now.illicit[person.region]
        ratio: float = certain(now.faced.armed_pay_xof[person.group], model.support, besides, constants.rho) / cost
        return ratio
    number = option - FIRST_PROGRAMME
    programme, frame = now.programmes[number], constants.frames[number]
    kept, missed = programme.belief[person.group]
    share = constants.present_share[number]
    if person.alternative == option:
        kept += model.own_pay * person.paid_months
        missed += model.own_pay * person.unpaid_months
        share = constants.present_share_serving[number]
    besides = fallback + now.illicit[person.region] * frame.definition.illicit_share
    stream = certain(programme.pay_xof, kept / (kept + missed), besides, constants.rho) / cost
    ratio = share * stream + (1.0 - share) * now.ratio_home[home]
    return ratio


def trust_in_provider(person: Person, model: LeanModel, option: int) -> float:
    """Return the trust in whoever answers for an option."""
    provider = model.constants.provider[option]
    if provider == BY_GOVERNMENT:
        return person.trust_government
    if provider == BY_MISSION:
        return person.trust_mission
    if provider == BY_LEADER:
        return person.trust_leader
    faced = model.now.faced
    trust: float = (faced.acceptance if provider == BY_HOME else faced.extremist_exposure)[person.home]
    return trust


def value(person: Person, model: LeanModel, option: int, ratio: float) -> float:
    """Return the sum of the nine terms of an option, logits."""
    now, constants, here, group = model.now, model.constants, person.alternative, person.group
    weights = constants.value
    together = now.units[here][option]
    kin, kin_sum = now.kin[group][person.home_region][option], now.kin_sum[group][person.home_region]
    if here == HOME:
        peers = kin - kin_sum / constants.options
    else:
        peers = 0.5 * (kin + together) - 0.5 * (kin_sum + now.unit_sum[here]) / constants.options
    worth: float = (
        weights["income_weight"] * log(ratio)
        - now.risk[option]
        - constants.disarms[option] * now.insecurity[person.region] * (1.0 - person.trust_government)
        + weights["trust_weight"] * trust_in_provider(person, model, option)
        + weights["peer_weight"] * peers
        + weights["order_weight"] * now.faced.orders[group][option] * person.attachment
        + now.home[option][person.home_region]
        - weights["switching_cost"] * (1.0 - together)
        - constants.aversion[option]
    )
    offered = now.rank_offered[option]
    return worth if offered is None else worth + weights["rank_weight"] * (offered - person.rank_expected)
