"""Communities: who controls them, what work there is, who is recruited, how returnees are received."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.founding import recruit_uids
from ploughshare.randomness import Decision
from ploughshare.rules import income, recruitment
from ploughshare.scenario.calendar import expand_steps
from ploughshare.scenario.communities import Community as CommunityDefinition
from ploughshare.scenario.groups import GroupKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class Community(mesa.Agent):
    """One town or rural commune; shares and acceptance 0 to 1, money in XOF."""

    model: DDRModel

    def __init__(self, model: DDRModel, index: int, name: str, definition: CommunityDefinition) -> None:
        super().__init__(model)
        start, months = model.definition.about.start, model.definition.months
        self.index = index
        self.name = name
        self.definition = definition
        self.region = int(model.region_of_community[index])
        self.state_presence_by_month = expand_steps(definition.state_presence, start, months)
        self.extremist_exposure_by_month = expand_steps(definition.extremist_exposure, start, months)
        self.control_on_record = sorted((model.definition.month(m), who) for m, who in definition.controlled_by.items())
        self.controlled_by = GOVERNMENT
        self.control_imposed = False
        """whether an event or a fight has changed hands; recorded control then no longer binds"""
        self.acceptance = definition.acceptance
        self.youth_at_risk = definition.youth_at_risk * model.scale
        self.illicit_tax_xof = 0.0
        self.recruits = 0
        self.children_recruited = 0

    @property
    def state_presence(self) -> float:
        """Presence of state services and forces this month; none where an armed group controls, 0 to 1."""
        presence = float(self.state_presence_by_month[self.model.month])
        return (
            presence if self.controlled_by == GOVERNMENT else presence * self.model.parameters["state_presence_factor"]
        )

    @property
    def extremist_exposure(self) -> float:
        """Presence of extremist groups this month, 0 to 1."""
        return float(self.extremist_exposure_by_month[self.model.month])

    @property
    def job_chance(self) -> float:
        """Chance of a month of licit work for one man, project jobs included, 0 to 1."""
        jobs = self.model.projects.jobs[self.index]
        return float(
            income.licit_income_chance(
                np.array(self.definition.job_share), np.array(jobs), np.array(max(self.youth_at_risk, 1.0))
            )
        )

    @property
    def access(self) -> float:
        """Access of the mission, 0 to 1: full where the state is, opened elsewhere by projects, bounded by consent."""
        base = 1.0 if self.controlled_by == GOVERNMENT else self.model.parameters["access_base"]
        return min(1.0, base + float(self.model.projects.access_gain[self.index])) * self.model.mission.consent

    def change_hands(self, who: str) -> None:
        """Another party controls the place from now on."""
        self.controlled_by = who
        self.control_imposed = True

    def follow_recorded_control(self) -> None:
        """Recorded control holds until an event or a fight of the run changes it; later recorded changes still do."""
        past = [(since, who) for since, who in self.control_on_record if since <= self.model.month]
        if not past:
            return
        since, who = past[-1]
        if not self.control_imposed or since == self.model.month:
            self.controlled_by = who

    def step(self) -> None:
        """A month of the community: recruitment, then acceptance."""
        self.recruits = self.children_recruited = 0
        for group, hazard in self._recruiting_groups():
            self._recruit(group, hazard)
        self._receive_returnees()

    # -- recruitment -----------------------------------------------------------------------------------------------

    def abuse(self) -> float:
        """Return how far those present harm civilians here, 0 to 1; fighting nearby adds to it."""
        model = self.model
        present = model.stock.armed_here[:, self.region]
        total = present.sum()
        harm = float(present @ model.abusiveness / total) if total > 0 else 0.0
        return min(1.0, harm + float(model.conditions.violence_now[self.region]))

    def _recruiting_groups(self) -> list[tuple[int, float]]:
        """Groups that recruit here and the chance that a youth at risk joins each this month."""
        model, value = self.model, self.model.parameters
        weights = (
            value["recruitment_opportunity"],
            value["recruitment_protection"],
            value["recruitment_presence"],
            value["recruitment_dividends"],
        )
        result = []
        total = float(model.stock.armed_here[:, self.region].sum())
        for group in model.groups:
            if not group.active:
                continue
            extremist = group.definition.kind is GroupKind.EXTREMIST
            share = model.stock.recruiting_share[group.index, self.index]
            presence = self.extremist_exposure * value["extremist_recruitment"] if extremist else share
            if presence <= 0 or total <= 0:
                continue
            dividends = 0.0 if extremist else float(model.stock.dividends_of_group[group.index])
            hazard = recruitment.recruitment_hazard(
                value["recruitment_monthly"],
                np.array(self.job_chance),
                np.array(self.abuse()),
                np.array(min(presence, 1.0)),
                np.array(dividends),
                weights,
            )
            result.append((group.index, float(hazard) * presence))
        return result

    def _recruit(self, group: int, hazard: float) -> None:
        model, value = self.model, self.model.parameters
        cell = group * len(model.communities) + self.index
        mean = self.youth_at_risk * hazard
        recruits = int(model.draws.poisson(mean, Decision.RECRUITMENT, model.month, cell))
        recruits = min(recruits, int(self.youth_at_risk))
        if recruits <= 0:
            return
        share = recruitment.child_share(
            value["child_share"],
            np.array(float(model.stock.dividends_of_group[group])),
            value["child_dividends"],
        )
        uid = recruit_uids(model.month, cell, recruits)
        columns = model.founders[group].recruit_columns(uid, self.index, float(share), model.month)
        model.newcomers.append(columns)
        self.recruits += recruits
        self.children_recruited += int((model.month - columns["birth_month"].astype(np.int64) < 216).sum())
        self.youth_at_risk -= recruits

    def _receive_returnees(self) -> None:
        value = self.model.parameters
        self.acceptance = float(
            recruitment.next_acceptance(
                np.array(self.acceptance),
                np.array(self.abuse()),
                np.array(min(1.0, self.model.projects.acceptance_gain[self.index])),
                np.array(self.definition.acceptance),
                value["acceptance_abuse"],
                value["acceptance_recovery"],
            )
        )
