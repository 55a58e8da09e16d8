"""Coalitions at the table: they attend the follow-up bodies, draw allowances, and boycott."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.randomness import Decision
from ploughshare.rules import leadership
from ploughshare.scenario.groups import Coalition as CoalitionDefinition

if TYPE_CHECKING:
    from ploughshare.agents.armed_group import ArmedGroup
    from ploughshare.model import DDRModel


class Coalition(mesa.Agent):
    """An alliance of armed groups that negotiates as one party."""

    model: DDRModel

    def __init__(self, model: DDRModel, index: int, name: str, definition: CoalitionDefinition) -> None:
        super().__init__(model)
        self.index = index
        self.name = name
        self.definition = definition
        self.formed = model.definition.month(definition.formed)
        self.boycotts = False
        self.boycott_months = 0
        self.allowances_xof = 0.0

    @property
    def members(self) -> list[ArmedGroup]:
        """Groups that belong to it this month."""
        return [group for group in self.model.groups if group.active and group.coalition == self.name]

    def mean(self, attribute: str) -> float:
        """Return a group attribute averaged over members, weighed by their persons; 0 without members."""
        members = self.members
        if not members:
            return 0.0
        weights = [max(float(self.model.stock.present_of_group[group.index]), 1.0) for group in members]
        return float(np.average([getattr(group, attribute) for group in members], weights=weights))

    def endorses(self, alternative: int) -> bool:
        """Whether groups with most of its persons endorse a programme (row of the alternative table)."""
        members = self.members
        if not members:
            return False
        number = self.model.programme_number(alternative)
        weights = [max(float(self.model.stock.present_of_group[group.index]), 1.0) for group in members]
        return bool(np.average([group.endorses[number] for group in members], weights=weights) > 0.5)

    def seats(self) -> list[tuple[int, float]]:
        """Return seats and monthly allowance (XOF a seat) of the follow-up bodies that meet this month."""
        model = self.model
        meeting = []
        for body in model.definition.follow_up_bodies.values():
            until = body.meets_until
            if model.definition.month(body.meets_from) <= model.month and (
                until is None or model.month <= model.definition.month(until)
            ):
                meeting.append((body.seats.get(self.name, 0), body.allowance_xof_per_month))
        return [(seats, allowance) for seats, allowance in meeting if seats]

    def step(self) -> None:
        """A month at the table: draw allowances, or boycott until something changes."""
        self.allowances_xof = 0.0
        if self.model.month < self.formed or not self.members or not self.seats():
            self.boycotts = False
            return
        forced = self.model.timeline.forced_boycott(self)
        if forced is not None:
            self.boycotts = forced
        elif self.model.replays:
            pass
        elif self.boycotts:
            self.boycotts = not self._returns()
        else:
            self.boycotts = self._walks_out()
        self.boycott_months += self.boycotts
        if not self.boycotts:
            self.allowances_xof = sum(seats * allowance for seats, allowance in self.seats())

    def _walks_out(self) -> bool:
        model, value = self.model, self.model.parameters
        kept, due = model.ledger.kept_and_due_weight(model.month, lambda owners: GOVERNMENT in owners)
        overdue = 1 - kept / due if due > 0 else 0.0
        hazard = leadership.boycott_hazard(
            self.mean("stance"),
            overdue,
            model.allowance_of(self.name),
            value["boycott_monthly"],
            value["boycott_stance"],
        )
        return bool(model.draws.uniform(Decision.BOYCOTT, model.month, self.index) < hazard)

    def _returns(self) -> bool:
        model = self.model
        offices = model.mission.good_offices
        kept_now = float((model.ledger.kept == model.month).any())
        hazard = leadership.return_hazard(offices, kept_now, model.parameters["boycott_return_monthly"])
        return bool(model.draws.uniform(Decision.BOYCOTT, model.month, self.index, 1) < hazard)
