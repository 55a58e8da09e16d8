"""The persons of a scenario at its start, and those recruited later: every attribute drawn from an addressed number."""

from __future__ import annotations

from collections.abc import Mapping

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


def founding_uids(group: int, persons: int) -> NDArray[np.uint32]:
    """Return addresses of a group's founding persons: one man more in a group changes nobody else's."""
    if group >= 1 << (31 - _GROUP_SHIFT) or persons >= 1 << _GROUP_SHIFT:
        raise PloughshareError(f"a scenario may have at most 64 groups of at most {1 << _GROUP_SHIFT} persons")
    return (np.arange(persons, dtype=np.int64) + (group << _GROUP_SHIFT)).astype(np.uint32)


def recruit_uids(month: int, cell: int, recruits: int) -> NDArray[np.uint32]:
    """Return addresses of the recruits of one month in one cell (group x community)."""
    if cell >= 1 << _CELL_BITS or recruits >= 1 << _SEQUENCE_BITS or month >= 256:
        raise PloughshareError("at most 2,048 cells, 4,096 recruits a cell and month, and 256 months can be addressed")
    base = _RECRUIT_BIT | (month << (_CELL_BITS + _SEQUENCE_BITS)) | (cell << _SEQUENCE_BITS)
    return (np.arange(recruits, dtype=np.int64) + base).astype(np.uint32)


def scaled_count(persons: float, scale: float) -> int:
    """Return a number of persons at the population scale, rounded."""
    return round(persons * scale)


class Founder:
    """Draws the attributes of persons of one group; stateless but for the random numbers it addresses."""

    def __init__(
        self,
        random: AddressedRandom,
        group_index: int,
        group: ArmedGroup,
        communities: list[str],
        parameters: Mapping[str, float],
    ) -> None:
        self.random = random
        self.index = group_index
        self.group = group
        self.parameters = parameters
        self.home_index = np.array([communities.index(name) for name in group.homes], dtype=np.int64)
        self.home_cut = np.cumsum(list(group.homes.values()))

    def founding_columns(self, scale: float) -> dict[str, NDArray[np.generic]]:
        """Return the columns of the group's founding persons, armed first."""
        armed = scaled_count(self.group.persons.armed, scale)
        unarmed = scaled_count(self.group.persons.unarmed, scale)
        uid = founding_uids(self.index, armed + unarmed)
        holds = np.arange(armed + unarmed) < armed
        draw = self._uniform(uid)
        child = draw(_CHILD) < self.group.children_share
        full_time = holds & (draw(_FULL_TIME) < self.group.full_time_share)
        home = self._homes(draw(_HOME))
        columns = self._attributes(uid, holds, child, month=0)
        columns["woman"] = draw(_WOMAN) < np.where(holds, self.group.women_share.armed, self.group.women_share.unarmed)
        columns["home"] = columns["community"] = home
        columns["weapon"] = holds
        columns["alternative"] = np.where(full_time, ARMED, HOME)
        return columns

    def recruit_columns(
        self, uid: NDArray[np.uint32], community: int, child_share: float, month: int
    ) -> dict[str, NDArray[np.generic]]:
        """Return the columns of recruits who join the group in one community this month; some adults get a weapon."""
        draw = self._uniform(uid)
        child = draw(_CHILD) < child_share
        columns = self._attributes(uid, np.ones(len(uid), dtype=bool), child, month)
        columns["woman"] = draw(_WOMAN) < self.group.women_share.armed
        columns["home"] = columns["community"] = np.full(len(uid), community)
        columns["alternative"] = np.full(len(uid), ARMED)
        columns["weapon"] = ~child & (draw(_WEAPON) < self.parameters["recruit_weapon_share"])
        return columns

    def _uniform(self, uid: NDArray[np.uint32]):  # type: ignore[no-untyped-def]
        return lambda attribute: self.random.uniform(Decision.BIRTH, 0, uid, attribute)

    def _homes(self, uniform: NDArray[np.float64]) -> NDArray[np.int64]:
        slot = np.searchsorted(self.home_cut, uniform, side="right")
        return self.home_index[np.minimum(slot, len(self.home_index) - 1)]

    def _near(self, uid: NDArray[np.uint32], attribute: int, mean: float) -> NDArray[np.float64]:
        noise = self.random.normal(Decision.BIRTH, 0, uid, attribute)
        return np.clip(mean + self.parameters["trait_spread"] * noise, 0.01, 0.99)

    def _attributes(
        self, uid: NDArray[np.uint32], holds: NDArray[np.bool_], child: NDArray[np.bool_], month: int
    ) -> dict[str, NDArray[np.generic]]:
        draw, group = self._uniform(uid), self.group
        value = self.parameters
        low = np.where(child, 12 * value["youngest_age_years"], ADULT_MONTHS)
        high = np.where(child, ADULT_MONTHS - 1, 12 * value["oldest_age_years"])
        age = (low + draw(_AGE) * (high - low)).astype(np.int64)
        worth = draw(_VALUE)
        return {
            "uid": uid,
            "group": np.full(len(uid), self.index),
            "birth_month": month - age,
            "fit": draw(_FIT) < group.medically_fit_share,
            "former_soldier": holds & ~child & (draw(_SOLDIER) < group.former_soldier_share),
            "fighting_value": np.where(holds, worth, value["unarmed_fighting_value"] * worth),
            "rank_expected": self._near(uid, _RANK, group.rank_expected),
            "attachment": self._near(uid, _ATTACHMENT, group.attachment),
            "trust_government": self._near(uid, _TRUST_GOVERNMENT, group.trust.government),
            "trust_leader": self._near(uid, _TRUST_LEADER, group.trust.leader),
            "trust_mission": self._near(uid, _TRUST_MISSION, group.trust.mission),
        }


def found(population: Population, founders: list[Founder], scale: float) -> None:
    """Put the founding persons of all groups into an empty population."""
    for founder in founders:
        columns = founder.founding_columns(scale)
        if len(columns["uid"]):
            population.append(columns)
    population.weapons_acquired = 0
