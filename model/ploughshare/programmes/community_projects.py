"""Community violence reduction: projects from proposal to approval, work, completion, and lapse or lasting.

Sources: report 3.2.2 (kinds, delays, engineers, vetting, caps, women, upkeep), 3.2.3 (centre), XII-XVI; IDDRS 2.30.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED
from ploughshare.programmes.ledger import NEVER
from ploughshare.randomness import Decision
from ploughshare.scenario.calendar import expand_steps
from ploughshare.scenario.programmes import FundShare, ProjectKind, ProjectPortfolio

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

_KIND, _PLACE, _LAPSE, _NUMBER = 1, 2, 3, 4


@dataclass
class Project:
    """One project and where it stands."""

    portfolio: str
    kind: ProjectKind
    community: int
    proposed: int
    starts: int
    """month in which work starts: proposal, approval, engineering and vetting are done"""
    completes: int
    lapses: int
    """month in which it lapses; beyond the run if it lasts"""
    usd: float
    beneficiaries: int
    women: int
    former_combatants: int = 0
    started: bool = False
    abandoned: bool = False

    def at_work(self, month: int) -> bool:
        """Whether it gives work and services in `month`."""
        return self.started and not self.abandoned and self.starts <= month < self.lapses

    @property
    def jobs(self) -> float:
        """Jobs or lasting incomes it gives."""
        return self.beneficiaries * self.kind.jobs_share


class CommunityProjects:
    """All projects of a run and what the mission can handle."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        definition = model.definition
        self.kinds = definition.community_projects.kinds
        self.portfolios = definition.community_projects.portfolios
        capacity = definition.mission.projects
        start, months = definition.about.start, definition.months
        self.engineers = expand_steps(capacity.engineers, start, months)
        self.officers = expand_steps(capacity.officers, start, months)
        self.partners = expand_steps(capacity.implementing_partners, start, months)
        self.cap_usd = np.maximum(
            expand_steps(capacity.cap_single_usd, start, months),
            expand_steps(capacity.cap_consortium_usd, start, months),
        )
        self.capacity = capacity
        self._upkeep_presence = model.parameters["state_upkeep_presence"]
        self._per_partner = model.parameters["projects_per_partner"]
        self.projects: list[Project] = []
        self.proposed_in_portfolio = dict.fromkeys(self.portfolios, 0)
        communities = len(model.community_names)
        self.jobs = np.zeros(communities)
        self.acceptance_gain = np.zeros(communities)
        self.access_gain = np.zeros(communities)
        self.beneficiaries = np.zeros(communities, dtype=np.int64)
        self.women = np.zeros(communities, dtype=np.int64)
        self.former_combatants = np.zeros(communities, dtype=np.int64)
        self.working = np.zeros(communities, dtype=np.int64)
        self.lapsed = np.zeros(communities, dtype=np.int64)

    def move(self) -> None:
        """Propose, start and lapse projects, then add up what works where."""
        for array in (self.beneficiaries, self.women, self.former_combatants):
            array[:] = 0
        for name, portfolio in self.portfolios.items():
            self._propose(name, portfolio)
        for project in self.projects:
            if not project.started and not project.abandoned and project.starts <= self.model.month:
                self._start(project)
        self._add_up()

    def _propose(self, name: str, portfolio: ProjectPortfolio) -> None:
        """As many proposals as the programme foresees by now, while officers and partners can follow them."""
        model, month = self.model, self.model.month
        opens, closes = model.definition.month(portfolio.opens), model.definition.month(portfolio.closes)
        if not opens <= month <= closes or model.mission.leaving:
            return
        due = int((month - opens + 1) * portfolio.projects_per_year / 12)
        under_way = sum(not p.abandoned and month < p.completes for p in self.projects)
        room = (
            int(
                min(
                    self.officers[month] * self.capacity.projects_per_officer,
                    self.partners[month] * self._per_partner,
                )
            )
            - under_way
        )
        for _ in range(max(0, min(due - self.proposed_in_portfolio[name], room))):
            number = self.proposed_in_portfolio[name]
            self.proposed_in_portfolio[name] += 1
            self.projects.append(self._draw(name, portfolio, number))

    def _draw(self, name: str, portfolio: ProjectPortfolio, number: int) -> Project:
        """Draw kind, place, delays and lapse of a project, addressed by its portfolio and number."""
        model, month, value = self.model, self.model.month, self.model.parameters
        address = list(self.portfolios).index(name) * 100_000 + number

        def uniform(what: int) -> float:
            return float(model.draws.uniform(Decision.PROJECT, 0, address, what))

        kind = self.kinds[_pick(portfolio.kinds, uniform(_KIND))]
        community = model.community_names.index(_pick(portfolio.communities, uniform(_PLACE)))
        delay = self.capacity.approval_months + self.capacity.vetting_months
        if kind.needs_engineer:
            delay += value["engineer_wait_months"] / max(self.engineers[month], value["least_engineer_share"])
        starts = month + round(delay)
        completes = starts + kind.months_to_complete
        wished = portfolio.usd_per_year / portfolio.projects_per_year
        usd = min(wished, self.cap_usd[month]) if self.cap_usd[month] > 0 else wished
        beneficiaries = round(
            portfolio.beneficiaries_per_year / portfolio.projects_per_year * usd / max(wished, 1.0) * model.scale
        )
        return Project(
            portfolio=name,
            kind=kind,
            community=community,
            proposed=month,
            starts=starts,
            completes=completes,
            lapses=self._lapse_month(kind, community, completes, uniform(_LAPSE)),
            usd=usd,
            beneficiaries=beneficiaries,
            women=round(beneficiaries * portfolio.women_share),
        )

    def _lapse_month(self, kind: ProjectKind, community: int, completes: int, uniform: float) -> int:
        """State-dependent projects lapse where the state is absent; community-managed ones last (report 3.2.2)."""
        if kind.lapse_months is None:
            return NEVER
        if kind.upkeep == "community":
            return NEVER
        if kind.upkeep == "state" and self.model.communities[community].state_presence > self._upkeep_presence:
            return NEVER
        low, high = kind.lapse_months
        return completes + low + int(uniform * (high - low + 1))

    def _start(self, project: Project) -> None:
        """Work starts when the fund pays and the mission has access; otherwise it waits, or is abandoned at exit."""
        model = self.model
        portfolio = self.portfolios[project.portfolio]
        if model.mission.leaving and not model.mission.hands_over(project.proposed):
            project.abandoned = True
            return
        shares = [FundShare(fund=portfolio.fund, share=1.0)]
        if model.funds.affordable_share(shares, project.usd) < 1:
            project.starts, project.completes = model.month + 1, project.completes + 1
            project.lapses = min(project.lapses + 1, NEVER)
            return
        model.funds.pay(shares, project.portfolio, project.usd)
        project.started = True
        project.former_combatants = self._former_combatants(project, portfolio)
        self.beneficiaries[project.community] += project.beneficiaries
        self.women[project.community] += project.women
        self.former_combatants[project.community] += project.former_combatants

    def _former_combatants(self, project: Project, portfolio: ProjectPortfolio) -> int:
        """The 60/40 rule needs demobilised men to exist; it never takes in men under arms."""
        population = self.model.population
        here = (population.community == project.community) & population.demobilised & population.present
        available = int((here & (population.alternative != ARMED)).sum())
        return min(available, round(portfolio.former_combatant_share * project.beneficiaries))

    def _add_up(self) -> None:
        month = self.model.month
        for array in (self.jobs, self.acceptance_gain, self.access_gain, self.working, self.lapsed):
            array[:] = 0
        for project in self.projects:
            if project.at_work(month):
                place = project.community
                self.jobs[place] += project.jobs
                self.acceptance_gain[place] += project.kind.acceptance_gain
                self.access_gain[place] += project.kind.access_gain + self.model.parameters["access_projects"]
                self.working[place] += month >= project.completes
            elif project.started and project.lapses == month:
                self.lapsed[project.community] += 1


def _pick(shares: dict[str, float], uniform: float) -> str:
    """Return the key into which `uniform` falls when shares are laid end to end."""
    names = list(shares)
    cut: NDArray[np.float64] = np.cumsum(list(shares.values()))
    return names[min(int(np.searchsorted(cut, uniform * cut[-1], side="right")), len(names) - 1)]
