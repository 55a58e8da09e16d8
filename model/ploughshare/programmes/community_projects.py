"""Community violence reduction: projects from proposal to approval, work, completion, and lapse or lasting.

Sources: report 3.2.2 (kinds, delays, engineers, vetting, caps, women, upkeep), 3.2.3 (centre), XII-XVI; IDDRS 2.30.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ploughshare.kernels.stock import count_demobilised
from ploughshare.programmes.ledger import NEVER
from ploughshare.programmes.portfolios import Plan, RunningPortfolio
from ploughshare.scenario.calendar import monthly_values
from ploughshare.scenario.programmes import ProjectKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


@dataclass(slots=True)
class Project:
    """One project and where it stands."""

    address: int
    """word under which the random numbers of its portfolio stand"""
    number: int
    """number among the projects of its portfolio, from 0"""
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

    @property
    def jobs(self) -> float:
        """Jobs or lasting incomes it gives."""
        return self.beneficiaries * self.kind.jobs_share


class CommunityProjects:
    """All projects of a run and what the mission can handle."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        definition = model.definition
        self.portfolios = {
            name: RunningPortfolio(definition, name, portfolio, model.draws)
            for name, portfolio in definition.community_projects.portfolios.items()
        }
        capacity = definition.mission.projects
        start, months = definition.about.start, definition.months
        value = model.parameters
        officers = monthly_values(capacity.officers, start, months)
        partners = monthly_values(capacity.implementing_partners, start, months)
        followed = zip(officers, partners, strict=True)
        self._handled = [
            int(min(officer * capacity.projects_per_officer, partner * value["projects_per_partner"]))
            for officer, partner in followed
        ]
        """projects under way that officers and partners can follow, by month"""
        caps = (capacity.cap_single_usd, capacity.cap_consortium_usd)
        self._cap_usd = [max(pair) for pair in zip(*(monthly_values(cap, start, months) for cap in caps), strict=True)]
        approval = capacity.approval_months + capacity.vetting_months
        engineers = monthly_values(capacity.engineers, start, months)
        self._months_to_start = [
            (
                round(approval),
                round(approval + value["engineer_wait_months"] / max(engineer, value["least_engineer_share"])),
            )
            for engineer in engineers
        ]
        """months from proposal to work, without and with an engineer, by month"""
        self._upkeep_presence = value["state_upkeep_presence"]
        self._access_by_work = value["access_projects"]
        self.projects: list[Project] = []
        self._under_way: list[Project] = []
        """proposed and neither abandoned nor completed when last looked at"""
        self._waiting: list[Project] = []
        """proposed and not started yet, in order of proposal"""
        self._at_work: list[list[Project]] = [[] for _ in model.community_names]
        """started and not lapsed, by community in order of start"""
        self._completing: defaultdict[int, list[Project]] = defaultdict(list)
        """month -> projects that have started and complete in it"""
        self._lapsing: defaultdict[int, list[Project]] = defaultdict(list)
        """month -> projects that have started and lapse in it"""
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
        """Propose, start, complete and lapse projects; what works where is kept up to date meanwhile."""
        for array in (self.beneficiaries, self.women, self.former_combatants):
            array[:] = 0
        due = [portfolio for portfolio in self.portfolios.values() if portfolio.due(self.model.month)]
        if due and not self.model.mission.leaving:
            self._propose(due)
        starting = [project for project in self._waiting if project.starts <= self.model.month]
        if starting:
            demobilised = count_demobilised(self.model.population.states).tolist()
            for project in starting:
                self._start(project, demobilised[project.community])
            self._waiting = [project for project in self._waiting if not project.started and not project.abandoned]
        self._complete()
        self._lapse()

    def _propose(self, portfolios: list[RunningPortfolio]) -> None:
        """As many proposals as each programme foresees by now, while officers and partners can follow them."""
        month = self.model.month
        self._under_way = [p for p in self._under_way if not p.abandoned and month < p.completes]
        for portfolio in portfolios:
            number = max(0, min(portfolio.due(month), self._handled[month] - len(self._under_way)))
            proposals = self._draw(portfolio, number)
            for projects in (self.projects, self._waiting, self._under_way):
                projects.extend(proposals)

    def _draw(self, portfolio: RunningPortfolio, projects: int) -> list[Project]:
        """Return the next projects of a portfolio with their size, delays and lapse, proposed this month."""
        month, first = self.model.month, portfolio.proposed
        portfolio.proposed += projects
        wished, cap = portfolio.usd_a_project, self._cap_usd[month]
        usd = min(wished, cap) if cap > 0 else wished
        beneficiaries = round(portfolio.beneficiaries_a_project * usd / max(wished, 1.0) * self.model.scale)
        women = round(beneficiaries * portfolio.definition.women_share)
        drawn = []
        for number, plan in enumerate(portfolio.plans[first : portfolio.proposed], first):
            starts = month + self._months_to_start[month][plan.kind.needs_engineer]
            completes = starts + plan.kind.months_to_complete
            drawn.append(
                Project(
                    address=portfolio.address,
                    number=number,
                    portfolio=portfolio.name,
                    kind=plan.kind,
                    community=plan.community,
                    proposed=month,
                    starts=starts,
                    completes=completes,
                    lapses=self._lapse_month(plan, completes),
                    usd=usd,
                    beneficiaries=beneficiaries,
                    women=women,
                )
            )
        return drawn

    def _lapse_month(self, plan: Plan, completes: int) -> int:
        """State-dependent projects lapse where the state is absent; community-managed ones last (report 3.2.2)."""
        upkeep = plan.kind.upkeep
        if plan.kind.lapse_months is None or upkeep == "community":
            return NEVER
        if upkeep == "state" and self.model.communities[plan.community].state_presence > self._upkeep_presence:
            return NEVER
        low, high = plan.kind.lapse_months
        return completes + low + int(plan.lapse_lot * (high - low + 1))

    def _start(self, project: Project, demobilised: int) -> None:
        """Work starts when the fund pays and the mission has access; otherwise it waits, or is abandoned at exit.

        The 60/40 rule needs `demobilised` men to exist in the community; it never takes in men under arms.
        """
        model = self.model
        portfolio = self.portfolios[project.portfolio]
        if model.mission.leaving and not model.mission.hands_over(project):
            project.abandoned = True
            return
        if not model.funds.pay_in_full(portfolio.payers, project.portfolio, project.usd):
            project.starts, project.completes = model.month + 1, project.completes + 1
            project.lapses = min(project.lapses + 1, NEVER)
            return
        project.started = True
        self._at_work[project.community].append(project)
        self._completing[project.completes].append(project)
        self._lapsing[project.lapses].append(project)
        self._add(project)
        asked = round(portfolio.definition.former_combatant_share * project.beneficiaries)
        project.former_combatants = min(demobilised, asked)
        self.beneficiaries[project.community] += project.beneficiaries
        self.women[project.community] += project.women
        self.former_combatants[project.community] += project.former_combatants

    def _add(self, project: Project) -> None:
        """Add what a project gives while it has started and not lapsed to that of its community."""
        place = project.community
        self.jobs[place] += project.jobs
        self.acceptance_gain[place] += project.kind.acceptance_gain
        self.access_gain[place] += project.kind.access_gain + self._access_by_work

    def _complete(self) -> None:
        for project in self._completing.pop(self.model.month, ()):
            self.working[project.community] += 1

    def _lapse(self) -> None:
        """Where a project lapses this month, what the others give is added up anew: sums hang on their order."""
        self.lapsed[:] = 0
        lapsing = self._lapsing.pop(self.model.month, None)
        if not lapsing:
            return
        for project in lapsing:
            self.lapsed[project.community] += 1
            self.working[project.community] -= 1
        for place in {project.community for project in lapsing}:
            self._at_work[place] = [project for project in self._at_work[place] if project.lapses > self.model.month]
            self.jobs[place] = self.acceptance_gain[place] = self.access_gain[place] = 0.0
            for project in self._at_work[place]:
                self._add(project)
