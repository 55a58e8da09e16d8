"""Lists handed in by leaders and censuses of persons who come in body.

Lists carry more names than men under arms when dividends are in sight; a census sees the persons themselves, armed and
unarmed, and refers children to child protection. Sources: report 3.2.1 note 16, 3.3.1, 3.3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME
from ploughshare.agents.population import Rows
from ploughshare.kernels.registering import come_forward
from ploughshare.kernels.selection import lowest
from ploughshare.programmes.capacity import persons_in_month
from ploughshare.randomness import Decision
from ploughshare.rules.leadership import expected_dividends, names_on_list
from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.programmes import Registration, RegistrationKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

CATEGORIES = ("names", "armed", "unarmed", "children_referred")


class RunningRegistration:
    """One list or census of a run."""

    def __init__(self, model: DDRModel, name: str, registration: Registration) -> None:
        self.model = model
        self.address = address_of(name)
        """word under which its random numbers stand"""
        self.name = name
        self.definition = registration
        self.opens = model.definition.month(registration.opens)
        self.closes = model.definition.month(registration.closes)
        groups = [group for group in model.groups if group.definition.kind in registration.group_kinds]
        self._admits_kind = [
            [group.index for group in groups if group.formed <= month < group.dissolved]
            for month in range(model.definition.months + 1)
        ]
        """groups that exist and are of the kinds it is meant for, by month"""
        self.counts = np.zeros((len(CATEGORIES), len(model.group_names), 2))
        """persons or names of this month by category and group; women apart, shape (categories, groups, 2)"""

    def admitted(self) -> list[int]:
        """Return the groups that take part."""
        leaders, coalitions = self.model.leaders, self.definition.coalitions
        groups = self._admits_kind[self.model.month]
        if not coalitions:
            return groups
        return [group for group in groups if self.model.coalition_names[leaders.coalition[group]] in coalitions]

    @property
    def in_sight(self) -> bool:
        """Whether people expect dividends from it: from some months before it opens until it closes."""
        return self.opens - self.model.parameters["registration_lead_months"] <= self.model.month <= self.closes

    def dividends(self, armed_of_group: Sequence[float]) -> float:
        """Return the dividends expected per listed head, 0 to 1, while the registration is in sight."""
        if not self.in_sight:
            return 0.0
        model = self.model
        eligible = sum(armed_of_group[g] for g in self.admitted())
        places = self.definition.places_expected * model.scale
        return expected_dividends(places, float(eligible), 1.0)

    def move(self) -> None:
        """Take names or persons for a month."""
        self.counts[:] = 0
        if not self.opens <= self.model.month <= self.closes:
            return
        if self.definition.kind is RegistrationKind.PAPER_LIST:
            if self.model.month == self.opens:
                self._take_lists()
        else:
            self._take_census()

    def _take_lists(self) -> None:
        """Each leader hands in names: men under arms and an inflation that rises with expected dividends."""
        model = self.model
        armed = model.stock.armed_of_group.tolist()
        dividends = self.dividends(armed)
        for group in self.admitted():
            names = names_on_list(armed[group], dividends, model.parameters["list_inflation"])
            self.counts[0, group, 0] = round(names)
            self._put_on_list(group, names)

    def _put_on_list(self, group: int, names: float) -> None:
        """Flag the persons behind the names: those under arms and in units first, then the armed at home, then others."""
        population = self.model.population
        rows = np.flatnonzero((population.group == group) & population.present)
        active = (population.alternative[rows] == ARMED) | (population.alternative[rows] >= FIRST_PROGRAMME)
        rank = np.where(active, 0, np.where(population.weapon[rows], 1, 2))
        lot = self.model.draws.uniform(Decision.LISTING, 0, population.uid[rows], self.address)
        order = np.lexsort((lot, rank))
        population.listed[rows[order[: int(names)]]] = True

    def _take_census(self) -> None:
        """Persons come forward month by month; each does by lot, children are referred and not registered."""
        model, population = self.model, self.model.population
        admitted = np.zeros(len(model.groups), dtype=bool)
        admitted[self.admitted()] = True
        waiting = come_forward(
            admitted,
            model.parameters["census_turnout"],
            population.uid,
            population.states,
            (2, Decision.LISTING.value, self.address),
            *model.draws.key,
        )
        taken = self._first(waiting, persons_in_month(self.definition.persons_per_month * model.scale, model.month))
        population.listed_in_census[taken] = True
        child = population.is_child(model.month, taken)
        population.listed[taken[~child]] = True
        self._count(3, taken[child])
        adults = taken[~child]
        self._count(1, adults[population.weapon[adults]])
        self._count(2, adults[~population.weapon[adults]])

    def _first(self, rows: Rows, capacity: float) -> Rows:
        if len(rows) <= capacity:
            return rows
        lot = self.model.draws.uniform(Decision.LISTING, 1, self.model.population.uid[rows], self.address)
        return lowest(rows, lot, int(capacity))

    def _count(self, category: int, rows: Rows) -> None:
        population, groups = self.model.population, len(self.model.groups)
        for column, counted in enumerate((rows, rows[population.woman[rows]])):
            self.counts[category, :, column] += np.bincount(population.group[counted], minlength=groups)
