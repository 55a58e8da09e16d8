"""The catalogue of outcomes: what runs are compared by, with unit, definition, direction of better, and how it is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.analysis.outcome_measures import (
    DDR_KINDS,
    LIVING,
    OPTIONS,
    UNDER_ARMS,
    WHO,
    Measure,
    boycotting,
    children_in,
    ddr_start_months,
    deserted,
    entered,
    indicator,
    interim_months,
    moves,
    names_listed,
    of_communities,
    pay_days,
    persons_in,
    provisions_kept,
    recruited,
    running,
    share,
    spent,
    spent_on_programmes,
    staged,
    trust_in,
    trust_in_groups,
    violent_events,
    weapons,
)
from ploughshare.scenario.base import Text
from ploughshare.scenario.programmes import ProgrammeKind

Better = Literal["more", "fewer", "neither"]

_STATES = (*WHO, "women")
_PROGRAMMES = ("coalition", "region", "programme", "women")
_FORCES, _CIVILIAN, _INTERIM = ProgrammeKind.STATE_FORCE, ProgrammeKind.CIVILIAN, ProgrammeKind.INTERIM
_CHANGED = ("integrated", "reinsertion")


@dataclass(frozen=True)
class Outcome:
    """One thing runs are compared by. Every outcome also takes `month`, the end of which it is measured at."""

    name: str
    title: Text
    unit: str
    definition: str
    better: Better
    """which way is better for those who live through it: `more`, `fewer` or `neither`"""
    selectors: tuple[str, ...]
    """what it can be restricted by, besides `month`"""
    measure: Measure
    kinds: tuple[ProgrammeKind, ...] = ()
    """kinds of programmes that `programme` may name; empty admits all"""


def _outcome(
    name: str,
    titles: tuple[str, str],
    unit: str,
    better: Better,
    selectors: tuple[str, ...],
    measure: Measure,
    definition: str,
    kinds: tuple[ProgrammeKind, ...] = (),
) -> Outcome:
    return Outcome(name, Text(en=titles[0], fr=titles[1]), unit, definition, better, selectors, measure, kinds)


_PERSONS = (
    _outcome(
        "persons", ("Persons by option", "Personnes par état"), "persons", "neither", (*_STATES, "option"),
        persons_in(*LIVING), "living persons in the option selected, or in any, at the end of the month",
    ),
    _outcome(
        "under_arms", ("Under arms in the own group", "Sous les armes dans leur groupe"), "persons", "fewer", _STATES,
        persons_in("armed"), "persons who bear arms in their own group at the end of the month",
    ),
    _outcome(
        "rival", ("With a rival or extremist group", "Dans un groupe rival ou extrémiste"), "persons", "fewer", _STATES,
        persons_in("rival"), "persons who have joined a rival or extremist group, at the end of the month",
    ),
    _outcome(
        "interim", ("In interim units", "Dans les unités intérimaires"), "persons", "neither", _STATES,
        persons_in("interim"), "persons who serve in an interim unit at the end of the month",
    ),
    _outcome(
        "integrated", ("Integrated and still serving", "Intégrés et toujours en service"), "persons", "more", _STATES,
        persons_in("integrated"), "persons who serve in the state forces after integration, at the end of the month",
    ),
    _outcome(
        "still_serving", ("Share of the integrated still serving", "Part des intégrés toujours en service"), "share",
        "more", _PROGRAMMES, share(staged("serving", _FORCES), running(staged("placed", _FORCES))),
        "persons serving in the state forces at the end of the month over all placed there so far; "
        "not defined before the first",
        (_FORCES,),
    ),
    _outcome(
        "civilian_taken", ("Civilian option taken", "Option civile choisie"), "persons", "more", _PROGRAMMES,
        running(staged("placed", _CIVILIAN)), "persons who have entered a civilian programme so far", (_CIVILIAN,),
    ),
    _outcome(
        "at_home", ("At home without a programme", "À la maison sans programme"), "persons", "neither", _STATES,
        persons_in("home"), "persons at home without any programme at the end of the month",
    ),
    _outcome(
        "children_under_arms", ("Children with armed groups (harm)", "Enfants dans les groupes armés (préjudice)"),
        "persons", "fewer", WHO, children_in(*UNDER_ARMS),
        "persons under 18 with their own or a rival armed group at the end of the month; only ever a harm",
    ),
    _outcome(
        "deaths", ("Deaths", "Décès"), "persons", "fewer", _STATES, persons_in("dead"),
        "persons attached to armed groups who have died so far, from violence and everyday risk",
    ),
)  # fmt: skip

_PROCESS = (
    _outcome(
        "ddr_start_months", ("Months until DDR starts", "Mois avant le début du DDR"), "months", "fewer", _PROGRAMMES,
        ddr_start_months,
        "months from the start of the run before the first person is placed in state forces or a civilian programme "
        "meant for parties to the agreement; the months lived if nobody is",
        DDR_KINDS,
    ),
    _outcome(
        "interim_months", ("Months of the interim measure", "Mois de la mesure provisoire"), "months", "fewer",
        _PROGRAMMES, interim_months, "months so far in which anybody served in an interim unit", (_INTERIM,),
    ),
    _outcome(
        "desertions", ("Desertions from interim units", "Désertions des unités intérimaires"), "persons", "fewer",
        _PROGRAMMES, running(deserted),
        "persons who have left an interim unit for home, their group or a rival so far; the end of the measure itself "
        "does not count",
        (_INTERIM,),
    ),
    _outcome(
        "pay_days_kept", ("Pay days kept", "Jours de paie honorés"), "share", "more", ("programme",), pay_days,
        "share of the pay days of interim units, or of the programme selected, kept so far; not defined before the first",
    ),
    _outcome(
        "unpaid_person_months", ("Months without pay", "Mois sans solde"), "person-months", "fewer", _PROGRAMMES,
        running(staged("unpaid", _INTERIM)),
        "months so far for which persons in interim units, or in the programme selected, were owed pay and not paid",
    ),
    _outcome(
        "names_listed", ("Names on lists", "Noms inscrits sur les listes"), "names", "neither",
        ("coalition", "group", "women"), running(names_listed), "names handed in on paper lists so far",
    ),
    _outcome(
        "registered", ("Registered", "Enregistrés"), "persons", "neither", _PROGRAMMES,
        running(staged("registered", *ProgrammeKind)), "persons registered by programmes so far",
    ),
    _outcome(
        "unfit", ("Found unfit", "Déclarés inaptes"), "persons", "fewer", _PROGRAMMES,
        running(staged("unfit", *ProgrammeKind)), "persons whom screening has turned down so far",
    ),
    _outcome(
        "placed", ("Placed in programmes", "Placés dans des programmes"), "persons", "neither", _PROGRAMMES,
        running(staged("placed", *ProgrammeKind)), "persons placed in programmes of any kind so far",
    ),
    _outcome(
        "serving", ("Serving in programmes", "En service dans des programmes"), "persons", "neither", _PROGRAMMES,
        staged("serving", *ProgrammeKind), "persons in programmes of any kind at the end of the month",
    ),
    _outcome(
        "reversibility", ("Back under arms", "Retour sous les armes"), "share", "fewer", WHO,
        share(
            running(moves(_CHANGED, UNDER_ARMS)),
            running(moves(tuple(name for name in OPTIONS if name not in _CHANGED), _CHANGED)),
        ),
        "moves so far from the state forces or civilian programmes back under arms, over moves into them; "
        "not defined before the first",
    ),
)  # fmt: skip

_POLITICS = (
    _outcome(
        "trust_government", ("Trust in the government", "Confiance envers le gouvernement"), "0-1", "more",
        ("coalition", "group"), trust_in("government"),
        "mean trust in the government of living persons of the parties to the agreement, at the end of the month",
    ),
    _outcome(
        "trust_mission", ("Trust in the mission", "Confiance envers la mission"), "0-1", "more",
        ("coalition", "group"), trust_in("mission"),
        "mean trust in the mission of living persons of the parties to the agreement, at the end of the month",
    ),
    _outcome(
        "trust_leader", ("Trust in own leaders", "Confiance envers ses propres chefs"), "0-1", "neither",
        ("coalition", "group"), trust_in("leader"),
        "mean trust in their own leaders of living persons of the parties to the agreement, at the end of the month",
    ),
    _outcome(
        "trust_in_groups", ("Government's trust in the groups", "Confiance du gouvernement envers les groupes"), "0-1",
        "more", (), trust_in_groups, "trust of the government in the armed groups at the end of the month",
    ),
    _outcome(
        "provisions_kept", ("Provisions kept", "Engagements tenus"), "provisions", "more", (), provisions_kept,
        "provisions of the ledger kept so far, late ones included",
    ),
    _outcome(
        "provisions_kept_share", ("Promises kept of those due", "Part des engagements échus qui sont tenus"), "share",
        "more", (), indicator("provisions_kept_share", GOVERNMENT),
        "weight of the provisions kept over the weight of those due, at the end of the month",
    ),
    _outcome(
        "boycott_months", ("Months of boycott", "Mois de boycott"), "months", "fewer", ("coalition",),
        running(boycotting),
        "months so far in which the coalition selected, or at least one, stayed away from the follow-up bodies",
    ),
)  # fmt: skip

_HARM_AND_MEANS = (
    _outcome(
        "weapons_handed_in", ("Weapons handed in", "Armes remises"), "weapons", "more", (), weapons("handed_in"),
        "weapons handed in so far",
    ),
    _outcome(
        "weapons_held", ("Weapons held", "Armes détenues"), "weapons", "fewer", (), weapons("held"),
        "weapons held by persons attached to armed groups at the end of the month",
    ),
    _outcome(
        "recruits", ("Persons recruited", "Personnes recrutées"), "persons", "fewer", WHO, running(recruited),
        "persons recruited by armed groups so far, children included",
    ),
    _outcome(
        "children_recruited", ("Children recruited (harm)", "Enfants recrutés (préjudice)"), "persons", "fewer",
        ("region", "community"), running(of_communities("children_recruited")),
        "persons under 18 recruited by armed groups so far; only ever a harm",
    ),
    _outcome(
        "clashes", ("Clashes", "Affrontements"), "events", "fewer", ("region",), running(violent_events("clash")),
        "clashes so far",
    ),
    _outcome(
        "attacks", ("Attacks on sites and units", "Attaques contre des sites et des unités"), "events", "fewer",
        ("region",), running(violent_events("extremist_attack", "imposed_attack")), "attacks so far, imposed ones included",
    ),
    _outcome(
        "project_beneficiaries", ("Beneficiaries of community projects", "Bénéficiaires de projets communautaires"),
        "persons", "more", ("region", "community", "women"),
        running(of_communities("beneficiaries", "women_beneficiaries")),
        "beneficiaries of community projects started so far",
    ),
    _outcome(
        "former_combatants_in_projects", ("Former combatants in community projects", "Anciens combattants dans les projets"),
        "persons", "more", ("region", "community"), running(of_communities("former_combatants")),
        "demobilised persons taken into community projects started so far",
    ),
    _outcome(
        "spending", ("Spending", "Dépenses"), "USD", "neither", ("fund", "programme"), running(spent),
        "money spent by all funds, or the one selected, so far; with a programme, on that programme alone; "
        "what goes back to donors at the mission's exit is not spent",
    ),
    _outcome(
        "spending_per_person", ("Spending per person placed", "Dépenses par personne placée"), "USD", "fewer",
        ("fund", "programme"), share(running(spent_on_programmes), running(entered)),
        "money spent on programmes so far over persons placed in them so far; not defined before the first",
    ),
)  # fmt: skip


def _by_name(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in outcomes}


OUTCOMES: dict[str, Outcome] = _by_name((*_PERSONS, *_PROCESS, *_POLITICS, *_HARM_AND_MEANS))
"""Every outcome by name. All are measured at the end of a month; what adds up is the total since the run began."""
