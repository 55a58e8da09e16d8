"""Communities: who controls them, what work there is, who is recruited, how returnees are received."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import mesa

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.randomness import Decision
from ploughshare.rules import recruitment
from ploughshare.scenario.calendar import monthly_values
from ploughshare.scenario.communities import Community as CommunityDefinition

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class Recruits(NamedTuple):
    """Persons who join one group in one community this month."""

    group: int
    community: int
    persons: int


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
        self.state_presence_by_month = monthly_values(definition.state_presence, start, months)
        self.extremist_exposure_by_month = monthly_values(definition.extremist_exposure, start, months)
        self.control_on_record = sorted((model.definition.month(m), who) for m, who in definition.controlled_by.items())
        self._next_on_record = 0
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
        presence = self.state_presence_by_month[self.model.month]
        return (
            presence if self.controlled_by == GOVERNMENT else presence * self.model.parameters["state_presence_factor"]
        )

    @property
    def extremist_exposure(self) -> float:
        """Presence of extremist groups this month, 0 to 1."""
        return self.extremist_exposure_by_month[self.model.month]

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
        month = self.model.month
        while self._next_on_record < len(self.control_on_record):
            since, who = self.control_on_record[self._next_on_record]
            if since > month:
                return
            self._next_on_record += 1
            if not self.control_imposed or since == month:
                self.controlled_by = who

    def step(self) -> None:
        """A month of the community: recruitment, then acceptance."""
        self.recruits = self.children_recruited = 0
        for group, chance in self.model.recruiting[self.index]:
            self._recruit(group, chance)
        self._receive_returnees()

    # -- recruitment -----------------------------------------------------------------------------------------------

    def _recruit(self, group: int, chance: float) -> None:
        """Each youth at risk joins with the same chance; who joins one group is lost to those that ask later."""
        model = self.model
        cell = group * len(model.communities) + self.index
        recruits = model.draws.poisson(self.youth_at_risk * chance, Decision.RECRUITMENT, model.month, cell)
        recruits = min(recruits, int(self.youth_at_risk))
        if recruits <= 0:
            return
        model.recruits.append(Recruits(group, self.index, recruits))
        self.recruits += recruits
        self.youth_at_risk -= recruits

    def _receive_returnees(self) -> None:
        model, value = self.model, self.model.parameters
        self.acceptance = recruitment.next_acceptance(
            self.acceptance,
            float(model.outlook.abuse[self.region]),
            min(1.0, float(model.projects.acceptance_gain[self.index])),
            self.definition.acceptance,
            value["acceptance_abuse"],
            value["acceptance_recovery"],
        )
