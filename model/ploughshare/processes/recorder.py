"""What a run remembers of each month, as arrays with a row a month; `record/tables.py` makes tables of it at the end.

Counts are of simulated persons; tables divide them by the population scale. What tables can work out for all months at once
from what is here is not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.kernels.stock import take_census
from ploughshare.processes.monthly_counts import MonthlyCounts
from ploughshare.programmes.registrations import CATEGORIES
from ploughshare.programmes.stage_counts import STAGE_NAMES

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

PERSONS, WOMEN, CHILDREN, WEAPONS, FIGHTING_VALUE = range(5)
"""what a census counts, see `take_census`"""
_MEASURES = FIGHTING_VALUE + 1


class Notes(NamedTuple):
    """Notes of a run, shape (months, ...); G groups, R regions, C communities, P programmes.

    What is taken from groups, communities and projects has the same name there.
    """

    trust: Floats
    """trust of the living and free of a group added up: in the government, the mission, their leaders; shape (G, 3)"""
    home_region_share: Floats
    """shape (G, R)"""
    coalition: Counts
    """shape (G,), as what follows of groups"""
    trust_other: Floats
    trust_government: Floats
    stance: Floats
    cooperate: Floats
    hold: Floats
    tax_xof: Floats
    endorsed: Flags
    """shape (G, P)"""
    released: Floats
    """shape (G, P)"""
    coalitions: Floats
    """boycott, attendance, allowances; shape (coalitions, 3)"""
    programme_states: Flags
    """open, session held, pay day kept; shape (3, P)"""
    beliefs: Floats
    """pay days kept and missed as groups believe, shape (G, P, 2)"""
    hostilities: Flags
    """shape (R,)"""
    threat: Floats
    """shape (R,)"""
    guarantee: Floats
    """shape (R,)"""
    government: Floats
    """concern, offensive, trust in groups; shape (3,)"""
    mission: Floats
    """consent, pressure, open camps, staff, share handed over; shape (5,)"""
    controller: Counts
    """shape (C,), as what follows of communities and of projects there"""
    recruits: Counts
    children_recruited: Counts
    acceptance: Floats
    illicit_tax_xof: Floats
    access_gain: Floats
    jobs: Floats
    working: Counts
    lapsed: Counts
    beneficiaries: Counts
    women: Counts
    former_combatants: Counts
    weapons: Counts
    """handed in, lost, acquired; shape (3,)"""


def _blank_notes(model: DDRModel) -> Notes:
    groups, regions, communities, programmes = (
        len(model.groups),
        model.regions,
        len(model.communities),
        len(model.programmes),
    )

    def numbers(*shape: int) -> Floats:
        return np.zeros((model.definition.months, *shape))

    def counts(*shape: int) -> Counts:
        return np.zeros((model.definition.months, *shape), dtype=np.int64)

    def flags(*shape: int) -> Flags:
        return np.zeros((model.definition.months, *shape), dtype=bool)

    return Notes(
        trust=numbers(groups, 3),
        home_region_share=numbers(groups, regions),
        coalition=counts(groups),
        trust_other=numbers(groups),
        trust_government=numbers(groups),
        stance=numbers(groups),
        cooperate=numbers(groups),
        hold=numbers(groups),
        tax_xof=numbers(groups),
        endorsed=flags(groups, programmes),
        released=numbers(groups, programmes),
        coalitions=numbers(len(model.coalitions), 3),
        programme_states=flags(3, programmes),
        beliefs=numbers(groups, programmes, 2),
        hostilities=flags(regions),
        threat=numbers(regions),
        guarantee=numbers(regions),
        government=numbers(3),
        mission=numbers(5),
        controller=counts(communities),
        recruits=counts(communities),
        children_recruited=counts(communities),
        acceptance=numbers(communities),
        illicit_tax_xof=numbers(communities),
        access_gain=numbers(communities),
        jobs=numbers(communities),
        working=counts(communities),
        lapsed=counts(communities),
        beneficiaries=counts(communities),
        women=counts(communities),
        former_combatants=counts(communities),
        weapons=counts(3),
    )


class Recorder:
    """Takes notes of every month, and counts persons by cell."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        self.months = 0
        """number of months on record"""
        self._notes = _blank_notes(model)
        """of all months of the run, blank from the first that is not on record"""
        self.violence: list[tuple[int, int, str, int, int]] = []
        """month, region, kind, events, simulated persons killed"""
        self.spending: list[tuple[int, str, str, float, float]] = []
        """month, fund, item, USD spent, balance"""
        self.sizes = (len(model.groups), model.regions, len(model.alternatives))
        groups, regions, option = range(len(model.groups)), range(model.regions), model.alternatives.option
        programmes, coalitions = range(len(model.programmes)), range(model.coalition_count)
        self.states = MonthlyCounts((groups, regions, option), _MEASURES)
        self.by_alternative = MonthlyCounts((groups, [0] * model.regions, range(len(model.alternatives))), _MEASURES)
        self.flows = MonthlyCounts((groups, regions, option, option))
        self.recruited = MonthlyCounts((groups, regions, option))
        self.programmes = MonthlyCounts((programmes, range(len(STAGE_NAMES)), regions, coalitions), measures=2)
        registrations = range(len(model.registrations))
        self.registrations = MonthlyCounts((registrations, range(len(CATEGORIES)), groups), measures=2)

    @property
    def notes(self) -> Notes:
        """Notes of the months on record."""
        return Notes._make(notes[: self.months] for notes in self._notes)

    def counted(self, measure: int) -> Counts:
        """Return what the census counts (`PERSONS` to `FIGHTING_VALUE`), shape (months, groups, alternatives)."""
        return self.by_alternative.filled(self.months, measure)[:, :, 0]

    def note(self) -> None:
        """Remember what happened this month, before persons die of everyday risk and learn."""
        self._communities()
        self._parties()
        self._events()

    def record(self) -> None:
        """Remember the persons of this month, and what their leaders think of it; then the month is on record."""
        self._persons()
        self._programmes()
        self._groups()
        self.months = self.model.month + 1

    def _persons(self) -> None:
        model, population, month, notes = self.model, self.model.population, self.model.month, self._notes
        counted = take_census(
            population.group,
            population.community,
            population.alternative,
            population.birth_month,
            population.flags,
            population.columns["fighting_value"],
            model.region_of_community,
            month - ADULT_MONTHS,
            self.sizes,
        )
        model.stage_counts.add_present(counted)
        self.states.add(month, counted)
        self.by_alternative.add(month, counted)
        self.flows.add(month, population.flows)
        self.recruited.add(month, population.recruited)
        notes.trust[month] = model.learning.trusted
        notes.home_region_share[month] = model.stock.home_region_share
        notes.weapons[month] = population.weapons_handed_in, population.weapons_lost, population.weapons_acquired

    def _groups(self) -> None:
        month, leaders, notes = self.model.month, self.model.leaders, self._notes
        notes.coalition[month] = leaders.coalition
        notes.trust_other[month] = leaders.trust_other
        notes.trust_government[month] = leaders.trust_government
        notes.stance[month] = leaders.stance
        notes.cooperate[month] = leaders.cooperate
        notes.hold[month] = leaders.hold
        notes.tax_xof[month] = leaders.tax_xof
        notes.endorsed[month] = leaders.endorses
        notes.released[month] = leaders.released

    def _programmes(self) -> None:
        model, month, states = self.model, self.model.month, self._notes.programme_states[self.model.month]
        self.programmes.add(month, model.stage_counts.counts)
        states[0] = [programme.open for programme in model.programmes]
        states[1] = [programme.session for programme in model.programmes]
        states[2] = model.paid
        self._notes.beliefs[month] = model.pay_beliefs.swapaxes(0, 1)
        if any(registration.opens <= month <= registration.closes for registration in model.registrations):
            self.registrations.add(month, np.array([r.counts for r in model.registrations], dtype=np.int64))

    def _communities(self) -> None:
        month, places, projects, notes = (
            self.model.month,
            self.model.community_columns,
            self.model.projects,
            self._notes,
        )
        notes.controller[month] = places.controller
        notes.recruits[month] = places.recruits
        notes.children_recruited[month] = places.children_recruited
        notes.acceptance[month] = places.acceptance
        notes.illicit_tax_xof[month] = places.illicit_tax_xof
        notes.access_gain[month] = projects.access_gain
        notes.jobs[month] = projects.jobs
        notes.working[month] = projects.working
        notes.lapsed[month] = projects.lapsed
        notes.beneficiaries[month] = projects.beneficiaries
        notes.women[month] = projects.women
        notes.former_combatants[month] = projects.former_combatants

    def _parties(self) -> None:
        model, government, mission = self.model, self.model.government, self.model.mission
        self._notes.coalitions[model.month] = [
            (c.boycotts, bool(c.seats()) and not c.boycotts, c.allowances_xof) for c in model.coalitions.values()
        ]
        self._notes.government[model.month] = (
            government.sovereignty_concern,
            government.target is not None,
            government.trust_in_groups,
        )
        self._notes.mission[model.month] = (
            mission.consent,
            mission.effective_pressure,
            len(mission.camps_open),
            mission.staff,
            mission.handed_over,
        )

    def _events(self) -> None:
        model, conditions, month = self.model, self.model.conditions, self.model.month
        if conditions.fights:
            self._notes.hostilities[month] = model.regions_at_war()[model.leaders.negotiates].any(axis=0)
        self._notes.threat[month] = conditions.threat
        self._notes.guarantee[month] = conditions.guarantee
        for event in conditions.violence:
            self.violence.append((month, event.region, event.kind, event.events, event.deaths))
        for name, purse in model.funds.purses.items():
            for item, usd in purse.paid_now_usd.items():
                if usd > 0:
                    self.spending.append((month, name, item, usd, purse.balance_usd))
