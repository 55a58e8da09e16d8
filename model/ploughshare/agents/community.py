"""Communities as Mesa agents: who controls them, who is recruited, how returnees are received.

A community holds what is its own all along and shows what changes, which stands in `agents/community_columns.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from ploughshare.agents.community_columns import UNDER_GOVERNMENT
from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.held import Held
from ploughshare.scenario.calendar import monthly_values
from ploughshare.scenario.communities import Community as CommunityDefinition

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class Community(mesa.Agent):
    """One town or rural commune; shares and acceptance 0 to 1, money in XOF."""

    model: DDRModel
    acceptance = Held("community_columns", float)
    youth_at_risk = Held("community_columns", float)
    illicit_tax_xof = Held("community_columns", float)
    recruits = Held("community_columns", int)
    children_recruited = Held("community_columns", int)

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
        self.control_imposed = False
        """whether an event or a fight has changed hands; recorded control then no longer binds"""

    @property
    def controlled_by(self) -> str:
        """Armed group or `government` in control now."""
        columns = self.model.community_columns
        return columns.parties[int(columns.controller[self.index])]

    @controlled_by.setter
    def controlled_by(self, who: str) -> None:
        columns = self.model.community_columns
        columns.controller[self.index] = UNDER_GOVERNMENT if who == GOVERNMENT else columns.parties.index(who)

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
        """Access of the mission, 0 to 1; see `CommunityColumns.access`."""
        return float(self.model.community_columns.access()[self.index])

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
