"""The peace operation: camps and protection, money, mediation, pressure, access, and its exit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa
import numpy as np

from ploughshare.arithmetic import power_of
from ploughshare.programmes.funds import RETURNED
from ploughshare.programmes.ledger import NEVER
from ploughshare.randomness import Decision
from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.calendar import monthly_values
from ploughshare.scenario.mission import Fund, FundKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel
    from ploughshare.programmes.community_projects import Project


@dataclass(frozen=True)
class RunningCamp:
    """One camp: its region, first and last month, and the protection it gives, 0 to 1."""

    region: int
    opens: int
    closes: int
    guarantee: float


class Mission(mesa.Agent):
    """The mission as one actor, bound by the consent of its host, its budget and its exit."""

    model: DDRModel

    def __init__(self, model: DDRModel) -> None:
        super().__init__(model)
        definition = model.definition.mission
        start, months = model.definition.about.start, model.definition.months
        month = model.definition.month
        self.definition = definition
        self.deployed = month(definition.deployed)
        self.consent = definition.consent
        self.good_offices_by_month = monthly_values(definition.good_offices, start, months)
        self.pressure_by_month = monthly_values(definition.pressure, start, months)
        self._instalments = [
            (model.funds.purses[name], fund.kind is FundKind.NATIONAL, self._plan_instalments_usd(name, fund))
            for name, fund in definition.funds.items()
        ]
        """purse of each fund, whether it is national, and what it pays in by month while the mission stays"""
        self.camps = [
            RunningCamp(
                region=model.communities[model.community_names.index(camp.community)].region,
                opens=month(camp.opens),
                closes=NEVER if camp.closes is None else month(camp.closes),
                guarantee=camp.guarantee,
            )
            for camp in definition.camps.values()
        ]
        self._plan_protection(months)
        self.handed_over = 0.0
        """share of tasks handed over since the exit began"""

    def _plan_protection(self, months: int) -> None:
        """Find by month which camps are open, and what protection they give together."""
        self._camps_open = [[c for c in self.camps if c.opens <= month <= c.closes] for month in range(months + 1)]
        self._protection = np.zeros((months + 1, self.model.regions))
        """protection of each region by open camps with full consent, shape (months + 1, regions)"""
        for month in range(max(self.deployed, 0), months + 1):
            for camp in self._camps_open[month]:
                self._protection[month, camp.region] += camp.guarantee

    def _plan_instalments_usd(self, name: str, fund: Fund) -> list[float]:
        """Assessed money is steady; voluntary money comes late and unevenly; a bank pays as agreed."""
        model, about = self.model, self.model.definition.about
        instalments = [usd / 12 for usd in monthly_values(fund.usd_per_year, about.start, model.definition.months)]
        if fund.volatility:
            luck = model.draws.normal_by_month(Decision.BUDGET, len(instalments), address_of(name)).tolist()
            instalments = [
                usd * max(0.0, 1 + fund.volatility * lot) for usd, lot in zip(instalments, luck, strict=True)
            ]
        if fund.kind is FundKind.VOLUNTARY:
            instalments = [usd * (1 - model.parameters["unspent_budget_share"]) for usd in instalments]
        return instalments

    @property
    def leaving(self) -> bool:
        """Whether the exit has begun."""
        return self.model.conditions.exit_begun is not None

    @property
    def camps_open(self) -> list[RunningCamp]:
        """Camps that are open this month."""
        return self._camps_open[self.model.month]

    @property
    def presence_share(self) -> float:
        """Share of all camps that are open, 0 to 1."""
        return len(self.camps_open) / len(self.camps) if self.camps else 0.0

    @property
    def staff(self) -> float:
        """Staff of the DDR section in the country, persons."""
        if self.model.month < self.deployed:
            return 0.0
        return self.definition.staff * self._remaining()

    @property
    def knowledge(self) -> float:
        """Share of the staff and records that registration and screening rest on, 0 to 1.

        They leave with the mission, but for those kept in the country (report 3.4.1 and XXI to XXII).
        """
        remaining = self._remaining()
        return remaining + (1.0 - remaining) * self.definition.exit.knowledge_kept_share

    @property
    def good_offices(self) -> float:
        """Strength of mediation this month, 0 to 1, within consent; dated efforts add to it."""
        if self.model.month < self.deployed:
            return 0.0
        steady = self.good_offices_by_month[self.model.month]
        return min(1.0, (steady + self.model.conditions.good_offices_impulse) * self.consent)

    @property
    def effective_pressure(self) -> float:
        """International pressure this month, 0 to 1: sanctions add to it while they look even-handed (report 3.2)."""
        conditions = self.model.conditions
        sanctions = (
            self.model.parameters["sanctions_deterrence"]
            * conditions.sanctions_strength
            * conditions.sanctions_even_handedness
        )
        return min(1.0, self.pressure_by_month[self.model.month] + sanctions)

    def step(self) -> None:
        """A month of the mission: instalments, protection, hand-over."""
        self._receive_instalments()
        self._protect()
        self._hand_over()

    def hands_over(self, project: Project) -> bool:
        """Whether others take over a project when the mission leaves, by a lot that is cast once for each project."""
        draw = self.model.draws.uniform(Decision.PROJECT, 1, project.address, project.number)
        return draw < self.definition.exit.handover_share

    def _remaining(self) -> float:
        """Share of the mission still there: from the start of the exit it falls evenly to the last camp's closure."""
        begun = self.model.conditions.exit_begun
        if begun is None:
            return 1.0
        last = max((camp.closes for camp in self.camps if camp.closes < NEVER), default=begun + 6)
        return min(1.0, max(0.0, (last - self.model.month) / max(last - begun, 1)))

    def _receive_instalments(self) -> None:
        """Funds pay in; once the mission leaves, only national ones do."""
        month, leaving = self.model.month, self.leaving
        for purse, national, instalment_usd in self._instalments:
            purse.receive(0.0 if leaving and not national else instalment_usd[month])

    def _protect(self) -> None:
        """Protection of a region: its open camps, fading with consent; never whole."""
        fading = power_of(max(self.consent, 1e-300), self.model.parameters["guarantee_consent"])
        self.model.conditions.guarantee = np.minimum(self._protection[self.model.month] * fading, 0.95)

    def _hand_over(self) -> None:
        """At exit, tasks are handed over as far as anybody takes them, and unspent money goes back."""
        if not self.leaving:
            return
        self.handed_over = self.definition.exit.handover_share * (1 - self._remaining())
        if self._remaining() > 0:
            return
        for name, fund in self.definition.funds.items():
            purse = self.model.funds.purses[name]
            if fund.kind is not FundKind.NATIONAL and purse.balance_usd > 0:
                purse.pay(RETURNED, purse.balance_usd * self.definition.exit.funds_returned_share)
