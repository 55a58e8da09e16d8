"""Persons enter a run, founders at its start and recruits later: every attribute is told from an addressed number.

They are written in the last rows of the columns and counted where they are.

The number of an attribute stands at (uid, 0, decision, attribute).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import FIT, FORMER_SOLDIER, STEP, WEAPON, WOMAN
from ploughshare.kernels.movement import come_in
from ploughshare.kernels.states import States
from ploughshare.philox import normal_at, uniform_at

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Trusts = NDArray[np.float32]
Traits = NDArray[np.uint16]

(
    ON_AGE,
    ON_CHILD,
    ON_WOMAN,
    ON_FULL_TIME,
    ON_FIT,
    ON_SOLDIER,
    ON_VALUE,
    ON_RANK,
    ON_ATTACHMENT,
    ON_HOME,
    ON_TRUST_GOVERNMENT,
    ON_TRUST_LEADER,
    ON_TRUST_MISSION,
    ON_WEAPON,
) = range(14)
"""Attributes, as they are addressed; homes are told by whoever calls."""
SPREADING = (ON_RANK, ON_ATTACHMENT, ON_TRUST_GOVERNMENT, ON_TRUST_LEADER, ON_TRUST_MISSION)
"""Attributes drawn around the mean of the group"""


class Origins(NamedTuple):
    """What persons of each group are like when they enter; shares have shape (groups,)."""

    woman: Floats
    under_arms: Floats
    armed_adults: Floats
    """share of adults who hold a weapon"""
    armed_children: Floats
    fit: Floats
    soldier: Floats
    """share of former soldiers among adults"""
    worth: float
    """fighting value over that of the armed"""
    means: Floats
    """means of the attributes in `SPREADING`, shape (5, groups)"""
    spread: float


class Ages(NamedTuple):
    """Ages in months: the youngest, the last of childhood, the first of adulthood and the oldest."""

    youngest: float
    last_of_child: float
    adult: float
    oldest: float


class Entering(NamedTuple):
    """Columns of all persons, besides `States`, in which those who enter are written; traits are packed."""

    uid: NDArray[np.uint32]
    birth_month: NDArray[np.int16]
    fighting_value: Traits
    rank_expected: Traits
    attachment: Traits
    trust_government: Trusts
    trust_leader: Trusts
    trust_mission: Trusts


@kernel
def enter(
    first: int,
    uid: NDArray[np.uint32],
    group: Whole,
    community: Whole,
    month: int,
    child_share: Floats,
    origins: Origins,
    ages: Ages,
    columns: Entering,
    states: States,
    at_home: int,
    recruited: Whole,
    children: Whole,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> int:
    """Write persons who enter in `month` at home, from row `first` on, and return how many weapons they bring.

    `uid`, `group` and their home `community` have shape (persons,), the share of children (groups,); they are under arms or
    `at_home`. They are added to those `recruited`, of shape (groups, regions, alternative), and children also to the
    `children` of each community.
    """
    persons, never, what = len(uid), np.uint64(0), np.uint64(decision)
    lot = np.empty((14, persons))
    for attribute in range(14):
        address = np.uint64(attribute)
        if attribute in SPREADING:
            for k in range(persons):
                lot[attribute, k] = normal_at(np.uint64(uid[k]), never, what, address, k0, k1)
        elif attribute != ON_HOME:
            for k in range(persons):
                lot[attribute, k] = uniform_at(np.uint64(uid[k]), never, what, address, k0, k1)
    near = np.empty((len(SPREADING), persons))
    for trait in range(len(SPREADING)):
        for k in range(persons):
            number = origins.means[trait, group[k]] + origins.spread * lot[SPREADING[trait], k]
            near[trait, k] = min(max(number, 0.01), 0.99)
    weapons = 0
    for k in range(persons):
        i, g = first + k, group[k]
        columns.uid[i], states.group[i], states.home[i], states.community[i] = uid[k], g, community[k], community[k]
        child = lot[ON_CHILD, k] < child_share[g]
        children[community[k]] += child
        low = ages.youngest if child else ages.adult
        high = ages.last_of_child if child else ages.oldest
        columns.birth_month[i] = month - int(low + lot[ON_AGE, k] * (high - low))
        states.alternative[i] = states.armed if lot[ON_FULL_TIME, k] < origins.under_arms[g] else at_home
        flags = np.uint16(0)
        if lot[ON_WOMAN, k] < origins.woman[g]:
            flags |= WOMAN
        if lot[ON_WEAPON, k] < (origins.armed_children[g] if child else origins.armed_adults[g]):
            flags |= WEAPON
        if lot[ON_FIT, k] < origins.fit[g]:
            flags |= FIT
        if not child and lot[ON_SOLDIER, k] < origins.soldier[g]:
            flags |= FORMER_SOLDIER
        states.flags[i] = flags
        columns.fighting_value[i] = np.rint(origins.worth * lot[ON_VALUE, k] / STEP)
        columns.rank_expected[i] = np.rint(near[0, k] / STEP)
        columns.attachment[i] = np.rint(near[1, k] / STEP)
        columns.trust_government[i] = near[2, k]
        columns.trust_leader[i] = near[3, k]
        columns.trust_mission[i] = near[4, k]
        weapons += come_in(i, recruited, states)
    return weapons
