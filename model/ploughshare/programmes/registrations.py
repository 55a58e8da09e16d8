"""Lists handed in by leaders and censuses of persons who come in body.

Lists carry more names than men under arms when dividends are in sight; a census sees the persons themselves, armed and
unarmed, and refers children to child protection. Sources: report 3.2.1 note 16, 3.3.1, 3.3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.options import FIRST_PROGRAMME
from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.kernels.registering import come_forward, list_in_census, put_on_list
from ploughshare.kernels.selection import first_by_lot
from ploughshare.programmes.capacity import persons_in_month
from ploughshare.randomness import Decision
from ploughshare.rules.leadership import expected_dividends, names_on_list
from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.programmes import Registration, RegistrationKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

CATEGORIES = ("names", "armed", "unarmed", "children_referred")
_NAMES, _COUNTED_IN_CENSUS = 0, (1, 2, 3)
"""where categories stand: names, and what a census counts"""
_LIST_LOT, _CENSUS_LOT, _TURNOUT_LOT = range(3)
"""months under which lots stand that are cast once for each person: by whom a list and a census end, and who turns up"""


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
        """Each leader hands in names: men under arms and an inflation that rises with expected dividends.

        Behind them are those under arms and in units first, then the armed at home, then others.
        """
        model = self.model
        armed = model.stock.armed_of_group.tolist()
        dividends = self.dividends(armed)
        for group in self.admitted():
            names = names_on_list(armed[group], dividends, model.parameters["list_inflation"])
            self.counts[_NAMES, group, 0] = round(names)
            put_on_list(
                group,
                int(names),
                model.population.uid,
                model.population.states,
                FIRST_PROGRAMME,
                self._lot(_LIST_LOT),
                *model.draws.key,
            )

    def _take_census(self) -> None:
        """Persons come forward month by month; each does by lot, children are referred and not registered."""
        model, uid, states = self.model, self.model.population.uid, self.model.population.states
        admitted = np.zeros(len(model.groups), dtype=bool)
        admitted[self.admitted()] = True
        turnout, key = model.parameters["census_turnout"], model.draws.key
        waiting = come_forward(admitted, turnout, uid, states, self._lot(_TURNOUT_LOT), *key)
        capacity = persons_in_month(self.definition.persons_per_month * model.scale, model.month)
        taken = first_by_lot(waiting, capacity, uid, self._lot(_CENSUS_LOT), *key)
        born_after = model.month - ADULT_MONTHS
        list_in_census(taken, model.population.birth_month, born_after, states, self.counts, _COUNTED_IN_CENSUS)

    def _lot(self, when: int) -> tuple[int, int, int]:
        """Return where each person's lot stands besides the own number: month, decision and option."""
        return when, Decision.LISTING.value, self.address
