"""The persons of a scenario at its start, and those recruited later: every attribute drawn from an addressed number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import HOME
from ploughshare.agents.population import ADULT_MONTHS, Population
from ploughshare.errors import PloughshareError
from ploughshare.kernels.birth import ON_HOME, Ages, Entering, Origins, enter
from ploughshare.randomness import AddressedRandom, Decision
from ploughshare.scenario.groups import ArmedGroup

_GROUP_SHIFT = 25
_BIRTH = Decision.BIRTH.value

Floats = NDArray[np.float64]
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
        self._children = np.zeros(len(communities), dtype=np.int64)
        """founders who are children, by community"""
        self._child_share = np.array([group.children_share for group in self.groups])
        """share of children among founders, by group"""
        self._armed = Origins(
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
        self._unarmed = self._armed._replace(
            woman=np.array([group.women_share.unarmed for group in self.groups]),
            under_arms=none,
            armed_adults=none,
            armed_children=none,
            soldier=none,
            worth=parameters["unarmed_fighting_value"],
        )
        """other founders"""
        self._recruits = self._armed._replace(
            under_arms=everybody,
            armed_adults=np.full(len(groups), parameters["recruit_weapon_share"]),
            armed_children=none,
        )

    def found(self, population: Population, scale: float) -> None:
        """Put the founding persons of all groups into an empty population, armed first."""
        for index, group in enumerate(self.groups):
            armed = scaled_count(group.persons.armed, scale)
            uid = founding_uids(index, armed + scaled_count(group.persons.unarmed, scale))
            for some, origins in ((uid[:armed], self._armed), (uid[armed:], self._unarmed)):
                groups, homes = np.full(len(some), index), self._homes(group, some)
                self._enter(population, some, groups, homes, 0, self._child_share, origins, self._children)
        population.weapons_acquired = 0

    def recruit(
        self,
        population: Population,
        uid: Uids,
        group: Whole,
        community: Whole,
        child_share: Floats,
        month: int,
        children: Whole,
    ) -> None:
        """Put recruits into the population, and add those who are children to `children`, shape (communities,).

        `child_share` is by group.
        """
        self._enter(population, uid, group, community, month, child_share, self._recruits, children)

    def _enter(
        self,
        population: Population,
        uid: Uids,
        group: Whole,
        home: Whole,
        month: int,
        child_share: Floats,
        origins: Origins,
        children: Whole,
    ) -> None:
        first = population.make_room(len(uid))
        population.weapons_acquired += enter(
            first,
            uid,
            group,
            home,
            month,
            child_share,
            origins,
            self.ages,
            Entering._make(population.several(Entering._fields)),
            population.states,
            HOME,
            population.recruited,
            children,
            _BIRTH,
            *self.random.key,
        )

    def _homes(self, group: ArmedGroup, uid: Uids) -> Whole:
        index = np.array([self.communities.index(name) for name in group.homes], dtype=np.int64)
        lot = self.random.uniform(Decision.BIRTH, 0, uid, ON_HOME)
        slot = np.searchsorted(np.cumsum(list(group.homes.values())), lot, side="right")
        return index[np.minimum(slot, len(index) - 1)]
