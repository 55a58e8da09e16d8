"""Which gate of the consideration set stopped whom: unknown, not open, not eligible (and by which rule), not released."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, RIVAL
from ploughshare.agents.population import Rows
from ploughshare.analysis.explain.people import People
from ploughshare.model import DDRModel
from ploughshare.programmes.programme import RunningProgramme

Flags = NDArray[np.bool_]

UNEXPLAINED = "another rule"
GATE_OF = {
    "has not heard of it": "known",
    "no such group nearby": "known",
    "not open": "open",
    "not meant for the group": "eligible",
    "lives in another region": "eligible",
    "has no weapon": "eligible",
    "has a weapon": "eligible",
    "not a woman": "eligible",
    "a child": "eligible",
    "found medically unfit": "eligible",
    "not found medically unfit": "eligible",
    "not on the list": "eligible",
    "not serving where required": "eligible",
    "belongs to one": "eligible",
    UNEXPLAINED: "eligible",
    "leaders do not endorse it": "released",
    "kept back by the leaders": "released",
}
"""Every reason and the gate it belongs to, in the order in which they are told."""


def reasons(model: DDRModel, rows: Rows, people: People, option: int) -> dict[str, Flags]:
    """Return who fails which rule of an option, in the order of `GATE_OF`; flags of shape (n,).

    Whoever is in the option already passes. Rules of a programme that is not open are not asked.
    """
    failed = {name: ~flags[:, option] for name, flags in people.gates.items()}
    if option >= FIRST_PROGRAMME:
        found = _reasons_of_programme(model, model.programmes[option - FIRST_PROGRAMME], rows, people)
    elif option == RIVAL:
        found = {"no such group nearby": failed["known"], "belongs to one": failed["eligible"]}
    elif option == ARMED:
        found = {"has no weapon": failed["eligible"]}
    else:
        found = {}
    explained = np.zeros(len(rows), dtype=bool)
    for name, flags in found.items():
        explained |= flags & (GATE_OF[name] == "eligible")
    found[UNEXPLAINED] = failed["eligible"] & ~explained
    elsewhere = people.state != option
    return {name: found[name] & elsewhere for name in GATE_OF if name in found and (found[name] & elsewhere).any()}


def first_stop(found: dict[str, Flags], size: int) -> NDArray[np.int64]:
    """Return the number of the first rule that stops each person, in the order given; -1 where none does."""
    first = np.full(size, -1)
    for number, flags in enumerate(found.values()):
        first[(first < 0) & flags] = number
    return first


def _reasons_of_programme(model: DDRModel, programme: RunningProgramme, rows: Rows, people: People) -> dict[str, Flags]:
    failed = {name: ~flags[:, programme.alternative] for name, flags in people.gates.items()}
    found = {"has not heard of it": failed["known"], "not open": failed["open"]}
    if programme.open:
        endorsed = model.outlook.endorsed[people.group, programme.alternative - FIRST_PROGRAMME]
        found |= eligibility_failures(model, programme, rows)
        found["leaders do not endorse it"] = failed["released"] & ~endorsed
        found["kept back by the leaders"] = failed["released"] & endorsed
    return found


def eligibility_failures(model: DDRModel, programme: RunningProgramme, rows: Rows) -> dict[str, Flags]:
    """Return who fails which rule of eligibility, rules in the order of `RunningProgramme.eligible`; shape (len(rows),)."""
    population, rule = model.population, programme.definition.eligibility
    group_fails = ~programme.admits_groups()[population.group[rows]]
    lives = np.array(model.region_names)[model.region_of_community[population.home[rows]]]
    serves = np.isin(np.array(model.alternatives.names)[population.alternative[rows]], rule.serving_in)
    others_may = rule.others_from is not None and model.month >= model.definition.month(rule.others_from)
    asked = {
        "lives in another region": (bool(rule.regions), ~np.isin(lives, rule.regions)),
        "has no weapon": (rule.weapon, ~population.weapon[rows]),
        "has a weapon": (rule.unarmed, population.weapon[rows]),
        "not a woman": (rule.women_only, ~population.woman[rows]),
        "a child": (rule.adult, population.is_child(model.month, rows)),
        "found medically unfit": (rule.fit, population.found_unfit[rows]),
        "not found medically unfit": (rule.unfit_only, ~population.found_unfit[rows]),
        "not on the list": (rule.listed, ~population.listed[rows]),
        "not serving where required": (bool(rule.serving_in) and not others_may, ~serves),
    }
    return {"not meant for the group": group_fails} | {name: flags for name, (on, flags) in asked.items() if on}


def why_closed(model: DDRModel, option: int) -> list[str]:
    """Return why nobody can enter an option this month; empty where it is open or no programme."""
    if option < FIRST_PROGRAMME or model.programmes[option - FIRST_PROGRAMME].open:
        return []
    programme = model.programmes[option - FIRST_PROGRAMME]
    if programme.closed:
        return ["ended or suspended for good"]
    if model.month < programme.announced:
        return ["not announced yet"]
    if not programme.in_window(model.month):
        return ["outside its windows of entry"]
    conditions = programme.definition.start_conditions
    found = [f"{name} is not kept" for name in conditions.provisions if not model.ledger.is_kept(name)]
    found += [f"{name} has not happened" for name in conditions.events if not model.timeline.has_happened(name)]
    found += [
        f"{name} does not endorse it"
        for name in conditions.endorsed_by
        if not model.coalitions[name].endorses(programme.alternative)
    ]
    if not programme.receiving_sites().any():
        found.append("no site is open" if not programme.open_sites(model.month).any() else "fighting around its sites")
    return found or ["its conditions did not hold when the month began"]
