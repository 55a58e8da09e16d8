"""Coalitions at the table: they attend the follow-up bodies, draw allowances, and boycott."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.randomness import Decision
from ploughshare.rules import leadership
from ploughshare.scenario.addresses import address_of
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
        self.address = address_of(name)
        """word under which its random numbers stand"""
        self.definition = definition
        self.formed = model.definition.month(definition.formed)
        self._seats_by_month = self._plan_seats()
        self._allowance_by_month_xof = [_mean_allowance_xof(seats) for seats in self._seats_by_month]
        self._lots_of_walking_out, self._lots_of_returning = (
            model.draws.uniform_by_month(Decision.BOYCOTT, model.definition.months, self.address, option).tolist()
            for option in range(2)
        )
        """by month"""
        self.boycotts = False
        self.allowances_xof = 0.0

    @property
    def members(self) -> list[ArmedGroup]:
        """Groups that belong to it this month."""
        return [self.model.groups[index] for index in self.member_numbers]

    @property
    def member_numbers(self) -> list[int]:
        """Numbers of the groups that belong to it this month."""
        return self.model.leaders.members(self.index, self.model.month)

    def mean_stance(self) -> float:
        """Return the stance averaged over members, weighed by their persons; 0 without members."""
        return self.model.mean_of_groups(self.member_numbers, self.model.leaders.stance)

    def endorses(self, alternative: int) -> bool:
        """Whether groups with most of its persons endorse a programme (row of the alternative table)."""
        number = self.model.programme_number(alternative)
        return self.model.mean_of_groups(self.member_numbers, self.model.leaders.endorses[:, number]) > 0.5

    def seats(self) -> list[tuple[int, float]]:
        """Return seats and monthly allowance (XOF a seat) of the follow-up bodies that meet this month."""
        return self._seats_by_month[self.model.month]

    @property
    def allowance_a_seat_xof(self) -> float:
        """Mean monthly allowance of its seats in the follow-up bodies that meet this month, XOF."""
        return self._allowance_by_month_xof[self.model.month]

    def _plan_seats(self) -> list[list[tuple[int, float]]]:
        """Return the seats of every month, and of the one after the run."""
        definition = self.model.definition
        plan: list[list[tuple[int, float]]] = [[] for _ in range(definition.months + 1)]
        for body in definition.follow_up_bodies.values():
            until = len(plan) if body.meets_until is None else definition.month(body.meets_until) + 1
            if body.seats.get(self.name, 0):
                for meeting in plan[max(definition.month(body.meets_from), 0) : max(until, 0)]:
                    meeting.append((body.seats[self.name], body.allowance_xof_per_month))
        return plan

    def step(self) -> None:
        """A month at the table: draw allowances, or boycott until something changes."""
        self.allowances_xof = 0.0
        seats = self.seats()
        if self.model.month < self.formed or not seats or not self.member_numbers:
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
        if not self.boycotts:
            self.allowances_xof = sum([number * allowance for number, allowance in seats])

    def _walks_out(self) -> bool:
        model, value = self.model, self.model.parameters
        lot = self._lots_of_walking_out[model.month]
        if lot >= leadership.highest_boycott_hazard(value["boycott_monthly"]):
            return False
        owed = model.ledger.weights(model.month, GOVERNMENT)
        overdue = 1 - owed.kept / owed.due if owed.due > 0 else 0.0
        hazard = leadership.boycott_hazard(
            self.mean_stance(),
            overdue,
            model.allowance_of(self.name),
            value["boycott_monthly"],
            value["boycott_stance"],
        )
        return bool(lot < hazard)

    def _returns(self) -> bool:
        model = self.model
        offices = model.mission.good_offices
        kept_now = float((model.ledger.kept == model.month).any())
        hazard = leadership.return_hazard(offices, kept_now, model.parameters["boycott_return_monthly"])
        return bool(self._lots_of_returning[model.month] < hazard)


def _mean_allowance_xof(seats: list[tuple[int, float]]) -> float:
    """Return the mean allowance of seats, XOF a month; 0 without seats."""
    if not seats:
        return 0.0
    return sum(number * allowance for number, allowance in seats) / sum(number for number, _ in seats)
