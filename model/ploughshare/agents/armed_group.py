"""Armed groups: one row of the leaders' columns, and what a group does for itself.

What all leaders see, weigh, endorse and order in a month, and who leaves a coalition, is found for all groups at once
(`processes/leading.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import NO_COALITION
from ploughshare.agents.held import Held
from ploughshare.kernels.leading import view_of
from ploughshare.randomness import Decision
from ploughshare.rules import leadership
from ploughshare.scenario.groups import ArmedGroup as GroupDefinition

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class ArmedGroup(mesa.Agent):
    """One armed group. Stance 0 holds out, 1 cooperates; trusts 0 to 1; taxes in XOF a month (see `Leaders`)."""

    model: DDRModel
    stance = Held("leaders", float)
    trust_government = Held("leaders", float)
    trust_mission = Held("leaders", float)
    trust_other = Held("leaders", float)
    tax_xof = Held("leaders", float)
    left_coalition = Held("leaders", bool)
    recalling = Held("leaders", bool)
    support_arrived = Held("leaders", bool)

    def __init__(self, model: DDRModel, index: int, name: str, definition: GroupDefinition) -> None:
        super().__init__(model)
        self.index = index
        self.name = name
        self.address = int(model.leaders.address[index])
        """word under which its random numbers stand"""
        self.definition = definition
        self.formed = model.leaders.formed[index]
        self.dissolved = model.leaders.dissolved[index]
        self.negotiates = bool(model.leaders.negotiates[index])
        """whether it belongs to the agreement or to the bodies around it"""

    @property
    def active(self) -> bool:
        """Whether the group exists this month."""
        return self.formed <= self.model.month < self.dissolved

    @property
    def coalition(self) -> str:
        """Name of the coalition it belongs to, `none` for none."""
        return self.model.coalition_names[int(self.model.leaders.coalition[self.index])]

    @coalition.setter
    def coalition(self, name: str) -> None:
        self.model.leaders.coalition[self.index] = self.model.coalition_number[name]

    @property
    def endorses(self) -> NDArray[np.bool_]:
        """Which programmes it endorses, shape (programmes,)."""
        row: NDArray[np.bool_] = self.model.leaders.endorses[self.index]
        return row

    @property
    def released(self) -> NDArray[np.float64]:
        """Share of its men, lowest fighting value first, let go to each programme, shape (programmes,)."""
        row: NDArray[np.float64] = self.model.leaders.released[self.index]
        return row

    @property
    def orders(self) -> NDArray[np.float64]:
        """Order for each alternative, -1 forbids to 1 commands, shape (alternatives,)."""
        row: NDArray[np.float64] = self.model.leaders.orders[self.index]
        return row

    @property
    def party_names(self) -> set[str]:
        """Names under which it fights, signs and owes."""
        coalition = self.coalition
        return {self.name} if coalition == NO_COALITION else {self.name, coalition}

    @property
    def war_regions(self) -> set[int]:
        """Regions in which the group or its coalition fights the government."""
        return set(np.flatnonzero(self.model.regions_at_war()[self.index]).tolist())

    # -- what its leaders weighed ----------------------------------------------------------------------------------

    @property
    def seen(self) -> leadership.LeaderView | None:
        """What the leaders saw when they last weighed, none before they first do."""
        sight = self.model.leaders.sight
        return None if sight is None else view_of(sight, self.index)

    def guarantee(self) -> float:
        """Return the mission's protection where the group's persons live, 0 to 1."""
        return float(self.model.stakes.guarantee[self.index])

    def threat(self) -> float:
        """Return the threat where the group's persons live, 0 to 1."""
        return float(self.model.stakes.threat[self.index])

    # -- what it does for itself -----------------------------------------------------------------------------------

    def follow_record(self) -> None:
        """In a replay, once all leaders have weighed: endorse and change the coalition as the record says."""
        self._endorse_on_record()
        self._change_coalition_on_record()

    def _endorse_on_record(self) -> None:
        """The record decides on endorsement where it says anything; the share let go follows the balance."""
        model = self.model
        for number in np.flatnonzero(model.stakes.on_offer).tolist():
            programme = model.programmes[number]
            forced = model.timeline.forced_endorsement(self, programme)
            if forced is not None:
                share = leadership.released_share(
                    self.stance,
                    self.trust_government,
                    self.guarantee(),
                    programme.definition.disarms,
                    model.parameters["release_ceiling"],
                )
                self.endorses[number], self.released[number] = forced, share if forced else 0.0

    def _change_coalition_on_record(self) -> None:
        forced = self.model.timeline.forced_coalition(self)
        if forced is not None:
            self.left_coalition = forced == NO_COALITION or self.left_coalition
            self.coalition = forced

    def recalls(self) -> bool:
        """Whether a group at war with the government has its men come back from the state's units and forces."""
        model = self.model
        forced = model.timeline.forced_recall(self)
        if forced is not None:
            return forced
        draw = model.draws.uniform(Decision.RECALL, model.month, self.address)
        return self.recalling or bool(draw < model.parameters["recall_monthly"])
