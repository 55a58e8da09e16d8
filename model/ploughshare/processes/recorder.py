"""What a run remembers of each month, as arrays and plain numbers; `record/tables.py` makes tables of it at the end.

Counts are of simulated persons; tables divide them by the population scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.kernels.columns import STEP
from ploughshare.kernels.stock import take_census
from ploughshare.processes.monthly_counts import MonthlyCounts
from ploughshare.programmes.registrations import CATEGORIES
from ploughshare.programmes.stage_counts import STAGE_NAMES

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]


@dataclass
class Notes:
    """Notes of a run, one entry a month in every list; G groups, R regions, C communities, P programmes."""

    coalition_of_group: list[NDArray[np.int64]] = field(default_factory=list)
    active: list[NDArray[np.bool_]] = field(default_factory=list)
    persons: list[NDArray[np.int64]] = field(default_factory=list)
    """persons by group and alternative, shape (G, alternatives)"""
    fighting_value: list[Floats] = field(default_factory=list)
    """their fighting value added up, shape (G, alternatives)"""
    trust: list[Floats] = field(default_factory=list)
    """trust of the living and free of a group added up: in the government, the mission, their leaders; shape (G, 3)"""
    trust_other: list[Floats] = field(default_factory=list)
    home_region_share: list[Floats] = field(default_factory=list)
    leaders: list[Floats] = field(default_factory=list)
    """stance, cooperate, hold, tax, in a coalition, trust in the government; shape (G, 6)"""
    endorsed: list[NDArray[np.bool_]] = field(default_factory=list)
    released: list[Floats] = field(default_factory=list)
    coalitions: list[list[tuple[float, ...]]] = field(default_factory=list)
    """boycott, attendance, allowances; by coalition"""
    programme_states: list[list[tuple[bool, bool, bool]]] = field(default_factory=list)
    """open, session held, pay day kept; by programme"""
    beliefs: list[Floats] = field(default_factory=list)
    """pay days kept and missed as groups believe, added up over groups, shape (P, 2)"""
    regions: list[Floats] = field(default_factory=list)
    """hostilities, threat, guarantee; shape (R, 3)"""
    government: list[tuple[float, ...]] = field(default_factory=list)
    """concern, offensive, trust in groups, share of provisions kept"""
    mission: list[tuple[float, ...]] = field(default_factory=list)
    """consent, pressure, open camps, staff, share handed over"""
    control: list[NDArray[np.int64]] = field(default_factory=list)
    """armed group in control of each community or -1 for the government, shape (C,)"""
    communities: list[Floats] = field(default_factory=list)
    """recruits, children recruited, acceptance, access, illicit tax; shape (C, 5)"""
    projects: list[Floats] = field(default_factory=list)
    """jobs, working, lapsed, beneficiaries, women, former combatants; shape (6, C)"""
    violence: list[tuple[int, int, str, int, int]] = field(default_factory=list)
    """month, region, kind, events, simulated persons killed"""
    spending: list[tuple[int, str, str, float, float]] = field(default_factory=list)
    """month, fund, item, USD spent, balance"""
    weapons: list[tuple[int, int, int, int]] = field(default_factory=list)
    """held, handed in, lost, acquired"""

    @property
    def months(self) -> int:
        """Number of months on record."""
        return len(self.weapons)


class Recorder(Notes):
    """Takes notes of every month, and counts persons by cell."""

    def __init__(self, model: DDRModel) -> None:
        super().__init__()
        self.model = model
        groups, regions, alternatives = len(model.groups), model.regions, len(model.alternatives)
        self.sizes = (groups, regions, alternatives)
        programmes = (len(model.programmes), len(STAGE_NAMES), regions, model.coalition_count)
        self.states = MonthlyCounts(self.sizes, measures=5)
        self.flows = MonthlyCounts((*self.sizes, alternatives))
        self.recruited = MonthlyCounts(self.sizes)
        self.programmes = MonthlyCounts(programmes, measures=2)
        self.registrations = MonthlyCounts((len(model.registrations), len(CATEGORIES), groups), measures=2)

    def record(self) -> None:
        """Remember this month."""
        self._persons()
        self._groups()
        self._programmes()
        self._communities()
        self._parties()
        self._events()

    def _persons(self) -> None:
        model, population, month = self.model, self.model.population, self.model.month
        counted = take_census(
            population.group,
            population.community,
            population.alternative,
            population.birth_month,
            population.flags,
            population.stored("fighting_value"),
            model.region_of_community,
            month - ADULT_MONTHS,
            self.sizes,
        )
        model.stage_counts.add_present(counted)
        self.states.add(month, counted)
        self.flows.add(month, population.flows)
        self.recruited.add(month, population.recruited)
        by_alternative = counted.sum(axis=1)
        self.persons.append(by_alternative[..., 0])
        self.fighting_value.append(by_alternative[..., 4] * STEP)
        self.trust.append(model.learning.trusted)
        self.home_region_share.append(model.stock.home_region_share)
        held = int(by_alternative[..., 3].sum())
        self.weapons.append((held, population.weapons_handed_in, population.weapons_lost, population.weapons_acquired))

    def _groups(self) -> None:
        model = self.model
        leaders = model.leaders
        coalition = model.coalition_of_group
        allied = coalition < len(model.coalitions)
        self.coalition_of_group.append(coalition)
        self.active.append(leaders.active(model.month))
        self.trust_other.append(leaders.trust_other.copy())
        self.leaders.append(
            np.array(
                (leaders.stance, leaders.cooperate, leaders.hold, leaders.tax_xof, allied, leaders.trust_government),
                dtype=np.float64,
            ).T
        )
        self.endorsed.append(model.outlook.endorsed)
        self.released.append(model.outlook.released)

    def _programmes(self) -> None:
        model, programmes = self.model, self.model.programmes
        self.programmes.add(model.month, model.stage_counts.counts)
        self.programme_states.append([(programme.open, programme.session, programme.paid) for programme in programmes])
        self.beliefs.append(model.pay_beliefs.sum(axis=1))
        if any(registration.opens <= model.month <= registration.closes for registration in model.registrations):
            self.registrations.add(model.month, np.array([r.counts for r in model.registrations]))

    def _communities(self) -> None:
        model, projects = self.model, self.model.projects
        places = model.community_columns
        self.control.append(places.controller.copy())
        self.communities.append(
            np.array(
                (
                    places.recruits,
                    places.children_recruited,
                    places.acceptance,
                    places.access(),
                    places.illicit_tax_xof,
                )
            ).T
        )
        self.projects.append(
            np.array(
                (
                    projects.jobs,
                    projects.working,
                    projects.lapsed,
                    projects.beneficiaries,
                    projects.women,
                    projects.former_combatants,
                )
            )
        )

    def _parties(self) -> None:
        model, government, mission = self.model, self.model.government, self.model.mission
        self.coalitions.append(
            [(c.boycotts, bool(c.seats()) and not c.boycotts, c.allowances_xof) for c in model.coalitions.values()]
        )
        self.government.append(
            (
                government.sovereignty_concern,
                government.target is not None,
                government.trust_in_groups,
                model.ledger.kept_share(model.month),
            )
        )
        self.mission.append(
            (
                mission.consent,
                mission.effective_pressure,
                len(mission.camps_open),
                mission.staff,
                mission.handed_over,
            )
        )

    def _events(self) -> None:
        model, conditions = self.model, self.model.conditions
        at_war = model.regions_at_war()[model.leaders.negotiates].any(axis=0)
        self.regions.append(np.array((at_war, conditions.threat, conditions.guarantee)).T)
        for event in conditions.violence:
            self.violence.append((model.month, event.region, event.kind, event.events, event.deaths))
        for name, purse in model.funds.purses.items():
            for item, usd in purse.paid_now_usd.items():
                if usd > 0:
                    self.spending.append((model.month, name, item, usd, purse.balance_usd))


def stacked(notes: Sequence[object], *shape: int) -> Floats:
    """Return the notes of all months as one array, shape (months, *shape), also for no month at all."""
    return np.array(notes, dtype=np.float64).reshape(len(notes), *shape)
