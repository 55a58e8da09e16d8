"""The persons of a scenario at its start, and those recruited later: every attribute drawn from an addressed number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, HOME
from ploughshare.agents.population import ADULT_MONTHS, Population
from ploughshare.errors import PloughshareError
from ploughshare.kernels.birth import ON_HOME, Ages, Entering, Origins, bear
from ploughshare.randomness import AddressedRandom, Decision
from ploughshare.scenario.groups import ArmedGroup

_GROUP_SHIFT = 25

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Uids = NDArray[np.uint32]


def founding_uids(group: int, persons: int) -> Uids:
    """Return addresses of a group's founding persons: one man more in a group changes nobody else's."""
    if group >= 1 << (31 - _GROUP_SHIFT) or persons >= 1 << _GROUP_SHIFT:
        raise PloughshareError(f"a scenario may have at most 64 groups of at most {1 << _GROUP_SHIFT} persons")
    return (np.arange(persons, dtype=np.int64) + (group << _GROUP_SHIFT)).astype(np.uint32)


def scaled_count(persons: float, scale: float) -> int:
    """Return a number of persons at the population scale, rounded."""
    return round(persons * scale)


class Founder:
    """Draws the attributes of persons of all groups; stateless but for the random numbers it addresses."""

    def __init__(
        self,
        random: AddressedRandom,
        groups: Mapping[str, ArmedGroup],
        communities: list[str],
        parameters: Mapping[str, float],
    ) -> None:
        self.random = random
        self.groups = list(groups.values())
        self.communities = communities
        self.ages = Ages(
            youngest=12.0 * parameters["youngest_age_years"],
            last_of_child=ADULT_MONTHS - 1.0,
            adult=float(ADULT_MONTHS),
            oldest=12.0 * parameters["oldest_age_years"],
        )
        none, everybody = np.zeros(len(groups)), np.ones(len(groups))
        means = [
            (g.rank_expected, g.attachment, g.trust.government, g.trust.leader, g.trust.mission) for g in self.groups
        ]
        self.armed = Origins(
            child=np.array([group.children_share for group in self.groups]),
            woman=np.array([group.women_share.armed for group in self.groups]),
            under_arms=np.array([group.full_time_share for group in self.groups]),
            armed_adults=everybody,
            armed_children=everybody,
            fit=np.array([group.medically_fit_share for group in self.groups]),
            soldier=np.array([group.former_soldier_share for group in self.groups]),
            worth=1.0,
            means=np.array(means).T.copy(),
            spread=parameters["trait_spread"],
        )
        """founders who hold weapons"""
        self.unarmed = self.armed._replace(
            woman=np.array([group.women_share.unarmed for group in self.groups]),
            under_arms=none,
            armed_adults=none,
            armed_children=none,
            soldier=none,
            worth=parameters["unarmed_fighting_value"],
        )
        """other founders"""
        self.recruits = self.armed._replace(
            under_arms=everybody,
            armed_adults=np.full(len(groups), parameters["recruit_weapon_share"]),
            armed_children=none,
        )

    def found(self, population: Population, scale: float) -> None:
        """Put the founding persons of all groups into an empty population, armed first."""
        for index, group in enumerate(self.groups):
            armed = scaled_count(group.persons.armed, scale)
            uid = founding_uids(index, armed + scaled_count(group.persons.unarmed, scale))
            for some, origins in ((uid[:armed], self.armed), (uid[armed:], self.unarmed)):
                groups = np.full(len(some), index)
                self._enter(population, some, groups, self._homes(group, some), 0, origins)
        population.weapons_acquired = 0

    def recruit(
        self, population: Population, uid: Uids, group: Whole, community: Whole, child_share: Floats, month: int
    ) -> Flags:
        """Put recruits into the population and return who are children; `child_share` is by group."""
        return self._enter(population, uid, group, community, month, self.recruits._replace(child=child_share))

    def _enter(
        self, population: Population, uid: Uids, group: Whole, home: Whole, month: int, origins: Origins
    ) -> Flags:
        first = population.make_room(uid, group, home)
        children = bear(
            first,
            uid,
            group,
            month,
            origins,
            self.ages,
            Entering(*map(population.stored, Entering._fields)),
            ARMED,
            HOME,
            Decision.BIRTH.value,
            *self.random.key,
        )
        population.count_in(first)
        return children

    def _homes(self, group: ArmedGroup, uid: Uids) -> Whole:
        index = np.array([self.communities.index(name) for name in group.homes], dtype=np.int64)
        lot = self.random.uniform(Decision.BIRTH, 0, uid, ON_HOME)
        slot = np.searchsorted(np.cumsum(list(group.homes.values())), lot, side="right")
        return index[np.minimum(slot, len(index) - 1)]
