"""The persons of a scenario at its start, and those recruited later: every attribute drawn from an addressed number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, HOME
from ploughshare.agents.population import ADULT_MONTHS, Population
from ploughshare.errors import PloughshareError
from ploughshare.randomness import AddressedRandom, Decision
from ploughshare.scenario.groups import ArmedGroup

_GROUP_SHIFT = 25
_RECRUIT_BIT = 1 << 31
_CELL_BITS, _SEQUENCE_BITS = 11, 12

(
    _AGE,
    _CHILD,
    _WOMAN,
    _FULL_TIME,
    _FIT,
    _SOLDIER,
    _VALUE,
    _RANK,
    _ATTACHMENT,
    _HOME,
    _TRUST_GOVERNMENT,
    _TRUST_LEADER,
    _TRUST_MISSION,
    _WEAPON,
) = range(14)
_SPREADING = (_RANK, _ATTACHMENT, _TRUST_GOVERNMENT, _TRUST_LEADER, _TRUST_MISSION)
"""Attributes drawn around the mean of the group"""
_UNIFORM = tuple(attribute for attribute in range(14) if attribute not in _SPREADING)
"""Attributes told from a uniform number"""

Columns = dict[str, Any]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.integer[Any]]


def founding_uids(group: int, persons: int) -> NDArray[np.uint32]:
    """Return addresses of a group's founding persons: one man more in a group changes nobody else's."""
    if group >= 1 << (31 - _GROUP_SHIFT) or persons >= 1 << _GROUP_SHIFT:
        raise PloughshareError(f"a scenario may have at most 64 groups of at most {1 << _GROUP_SHIFT} persons")
    return (np.arange(persons, dtype=np.int64) + (group << _GROUP_SHIFT)).astype(np.uint32)


def recruit_uids(month: int, cells: NDArray[np.int64], recruits: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return addresses of the recruits of one month, cell by cell (group x community); both arrays (cells,)."""
    if cells.max() >= 1 << _CELL_BITS or recruits.max() >= 1 << _SEQUENCE_BITS or month >= 256:
        raise PloughshareError("at most 2,048 cells, 4,096 recruits a cell and month, and 256 months can be addressed")
    first = _RECRUIT_BIT | (month << (_CELL_BITS + _SEQUENCE_BITS)) | (cells << _SEQUENCE_BITS)
    before = np.cumsum(recruits) - recruits
    return (np.repeat(first - before, recruits) + np.arange(recruits.sum())).astype(np.uint32)


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
        self.parameters = parameters
        self.communities = communities
        self.armed_women_share = np.array([group.women_share.armed for group in self.groups])
        self.fit_share = np.array([group.medically_fit_share for group in self.groups])
        self.soldier_share = np.array([group.former_soldier_share for group in self.groups])
        means = [
            (g.rank_expected, g.attachment, g.trust.government, g.trust.leader, g.trust.mission) for g in self.groups
        ]
        self.means = np.array(means).T
        """means of the traits that spread around one, shape (len(`_SPREADING`), groups)"""

    def founding_columns(self, index: int, scale: float) -> Columns:
        """Return the columns of the founding persons of one group, armed first."""
        group = self.groups[index]
        armed = scaled_count(group.persons.armed, scale)
        unarmed = scaled_count(group.persons.unarmed, scale)
        uid = founding_uids(index, armed + unarmed)
        uniform = self._uniform(uid)
        holds = np.arange(armed + unarmed) < armed
        child = uniform[_CHILD] < group.children_share
        full_time = holds & (uniform[_FULL_TIME] < group.full_time_share)
        columns = self._attributes(uid, np.full(len(uid), index), uniform, holds, child)
        women_share = np.where(holds, group.women_share.armed, group.women_share.unarmed)
        columns["woman"] = uniform[_WOMAN] < women_share
        columns["home"] = columns["community"] = self._homes(group, uniform[_HOME])
        columns["weapon"] = holds
        columns["alternative"] = np.where(full_time, ARMED, HOME)
        return columns

    def recruit_columns(
        self, uid: NDArray[np.uint32], group: Whole, community: Whole, child_share: Floats, month: int
    ) -> Columns:
        """Return the columns of the recruits of a month, one entry a recruit; some adults get a weapon."""
        uniform = self._uniform(uid)
        child = uniform[_CHILD] < child_share
        columns = self._attributes(uid, group, uniform, np.ones(len(uid), dtype=bool), child)
        columns["birth_month"] = columns["birth_month"] + month
        columns["woman"] = uniform[_WOMAN] < self.armed_women_share[group]
        columns["home"] = columns["community"] = community
        columns["alternative"] = np.full(len(uid), ARMED)
        columns["weapon"] = ~child & (uniform[_WEAPON] < self.parameters["recruit_weapon_share"])
        return columns

    def _uniform(self, uid: NDArray[np.uint32]) -> dict[int, Floats]:
        """Uniform numbers by attribute, for those that are not drawn around a mean."""
        numbers = self.random.uniform(Decision.BIRTH, 0, uid[None, :], np.array(_UNIFORM)[:, None])
        return dict(zip(_UNIFORM, numbers, strict=True))

    def _homes(self, group: ArmedGroup, uniform: Floats) -> Whole:
        index = np.array([self.communities.index(name) for name in group.homes], dtype=np.int64)
        slot = np.searchsorted(np.cumsum(list(group.homes.values())), uniform, side="right")
        return index[np.minimum(slot, len(index) - 1)]

    def _attributes(
        self, uid: NDArray[np.uint32], group: Whole, uniform: Mapping[int, Floats], holds: Flags, child: Flags
    ) -> Columns:
        """Return what founders and recruits have in common, as if all began in month 0."""
        value = self.parameters
        low = np.where(child, 12 * value["youngest_age_years"], ADULT_MONTHS)
        high = np.where(child, ADULT_MONTHS - 1, 12 * value["oldest_age_years"])
        age = (low + uniform[_AGE] * (high - low)).astype(np.int64)
        worth = uniform[_VALUE]
        noise = self.random.normal(Decision.BIRTH, 0, uid[None, :], np.array(_SPREADING)[:, None])
        near = np.minimum(np.maximum(self.means[:, group] + value["trait_spread"] * noise, 0.01), 0.99)
        rank, attachment, government, leader, mission = near
        return {
            "uid": uid,
            "group": group,
            "birth_month": -age,
            "fit": uniform[_FIT] < self.fit_share[group],
            "former_soldier": holds & ~child & (uniform[_SOLDIER] < self.soldier_share[group]),
            "fighting_value": np.where(holds, worth, value["unarmed_fighting_value"] * worth),
            "rank_expected": rank,
            "attachment": attachment,
            "trust_government": government,
            "trust_leader": leader,
            "trust_mission": mission,
        }


def found(population: Population, founder: Founder, scale: float) -> None:
    """Put the founding persons of all groups into an empty population."""
    for index in range(len(founder.groups)):
        columns = founder.founding_columns(index, scale)
        if len(columns["uid"]):
            population.append(columns)
    population.weapons_acquired = 0
