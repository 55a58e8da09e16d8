"""Which options a person considers: open, eligible, released by leaders, known; the present one always.

Sources: consideration sets, Manski (1977), Swait (2001); orders and lists, report 3.3.1; kin, Daly, Paler and Samii (2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL
from ploughshare.oracle.arithmetic import exp
from ploughshare.oracle.persons import Person
from ploughshare.oracle.randomness import Key, uniform
from ploughshare.randomness import Decision

if TYPE_CHECKING:
    from ploughshare.model import DDRModel
    from ploughshare.programmes.programme import RunningProgramme

ARMING_LOT = 255
"""option number of the lot by which a group at war arms its men"""


def considered(model: DDRModel, person: Person) -> list[int]:
    """Return the alternatives a person considers, in order. Death and capture are nobody's choice."""
    return [
        alternative
        for alternative in range(len(model.alternatives))
        if alternative == person.alternative or considers(model, person, alternative)
    ]


def considers(model: DDRModel, person: Person, alternative: int) -> bool:
    """Return whether a person considers an alternative that is not the present one."""
    if alternative == ARMED:
        return person.weapon or armed_in_war(model, person)
    if alternative == HOME:
        return True
    if alternative == RIVAL:
        return not model.outlook.extremist[person.group] and knows_the_rival(model, person)
    if alternative < FIRST_PROGRAMME:
        return False
    programme = model.programmes[alternative - FIRST_PROGRAMME]
    return (
        programme.open
        and is_eligible(model, person, programme)
        and is_released(model, person, programme)
        and knows(model, person, programme)
    )


def armed_in_war(model: DDRModel, person: Person) -> bool:
    """Return whether a group at war with the government would arm a person this month; children never."""
    if person.child or not model.outlook.groups_at_war[person.group]:
        return False
    lot = uniform(key_of(model), Decision.WEAPON, model.month, person.uid, ARMING_LOT)
    return lot < model.parameters["arming_in_war_monthly"]


def knows_the_rival(model: DDRModel, person: Person) -> bool:
    """Return whether a rival is near enough to be known, by a lot that holds for life."""
    lot = uniform(key_of(model), Decision.KNOWLEDGE, 0, person.uid, RIVAL)
    return lot < float(model.outlook.extremist_exposure[person.home])


def is_eligible(model: DDRModel, person: Person, programme: RunningProgramme) -> bool:
    """Return whether the rules of a programme admit a person."""
    rule, group = programme.definition.eligibility, model.groups[person.group]
    asked_and_met = (
        (True, group.active and group.definition.kind in rule.group_kinds),
        (bool(rule.coalitions), group.coalition in rule.coalitions),
        (bool(rule.regions), model.region_names[person.home_region] in rule.regions),
        (rule.weapon, person.weapon),
        (rule.unarmed, not person.weapon),
        (rule.women_only, person.woman),
        (rule.adult, not person.child),
        (rule.fit, not person.found_unfit),
        (rule.unfit_only, person.found_unfit),
        (rule.listed, person.listed),
        (bool(rule.serving_in), serves_first(model, person, programme)),
    )
    return all(met for asked, met in asked_and_met if asked)


def serves_first(model: DDRModel, person: Person, programme: RunningProgramme) -> bool:
    """Return whether a person serves where those must who may enter first, or the month has come for others."""
    rule = programme.definition.eligibility
    if rule.others_from is not None and model.month >= model.definition.month(rule.others_from):
        return True
    return model.alternatives.names[person.alternative] in rule.serving_in


def is_released(model: DDRModel, person: Person, programme: RunningProgramme) -> bool:
    """Return whether leaders let a person go: lowest fighting values first; those already out need an endorsement.

    Where leaders do not negotiate, whoever leaves them does so by himself.
    """
    outlook, number = model.outlook, programme.alternative - FIRST_PROGRAMME
    if not outlook.led[person.group]:
        return True
    if not outlook.endorsed[person.group, number]:
        return False
    return person.alternative >= FIRST_PROGRAMME or person.fighting_value <= outlook.released[person.group, number]


def knows(model: DDRModel, person: Person, programme: RunningProgramme) -> bool:
    """Return whether a person has heard of a programme, by a lot that holds for life.

    P(knows) = 1 - (1 - promotion) exp(-spread * share of kin in it)
    """
    kin = float(model.stock.peer_share[person.group, person.home_region, programme.alternative])
    spread = model.parameters["knowledge_through_peers"]
    chance = 1.0 - (1.0 - float(programme.promotion[model.month])) * exp(-spread * kin)
    return uniform(key_of(model), Decision.KNOWLEDGE, 0, person.uid, programme.address) < chance


def key_of(model: DDRModel) -> Key:
    """Return the key of a model's seed as whole numbers."""
    first, second = model.draws.key
    return int(first), int(second)
