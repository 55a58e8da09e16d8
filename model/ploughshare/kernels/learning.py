"""A month of learning for everybody: trust in the government, in the mission and in the own leaders (`rules/trust.py`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.trust import gain, lose, remember, talk

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Places = NDArray[np.uint32]

_BLOCK = 512


class Lessons(NamedTuple):
    """What the month teaches, as salience 0 or more; G groups, R regions, K alternatives."""

    government_gain: Floats
    """kept promises and pay days, shape (G, K)"""
    government_loss: Floats
    """overdue promises, missed pay days and attacks, shape (G, K)"""
    war: Floats
    """fighting with the government, shape (G, R)"""
    protection: Floats
    """protection by the mission, shape (R,)"""
    one_sided: float
    """sanctions that look one-sided"""
    support: Floats
    """support of leaders that arrived, shape (G, K)"""
    no_support: Floats
    """support of leaders that failed, shape (G, K)"""


class Learners(NamedTuple):
    """How everybody learns: rates and memory monthly, long-run levels by group, shape (G,)."""

    rate: float
    loss_ratio: float
    pull: float
    memory: float
    long_run_government: Floats
    long_run_mission: Floats
    long_run_leader: Floats


@kernel
def learn(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    region_of_community: NDArray[np.int64],
    trust_government: Singles,
    trust_mission: Singles,
    trust_leader: Singles,
    lessons: Lessons,
    learners: Learners,
) -> None:
    """Change the three trusts of shape (n,): gains, then losses; then peers talk; then memory draws back.

    Peers are all persons of the group; their mean is taken after gains and losses, added in the order of rows.
    """
    n, groups = len(group), len(learners.long_run_mission)
    level = np.empty((3, n))
    salience, region = np.empty((5, _BLOCK)), np.empty(_BLOCK, dtype=np.uint32)
    for start in range(0, n, _BLOCK):
        size = min(_BLOCK, n - start)
        part = slice(start, start + size)
        _find(community[part], region_of_community, region)
        _felt(group[part], alternative[part], region, lessons, salience)
        _moved(trust_government[part], salience[0], salience[1], learners, level[0, part])
        _moved(trust_mission[part], salience[2], np.full(size, lessons.one_sided), learners, level[1, part])
        _moved(trust_leader[part], salience[3], salience[4], learners, level[2, part])
    mean = _means(group, level, groups)
    _settle(group, level[0], mean[0], learners.long_run_government, learners, trust_government)
    _settle(group, level[1], mean[1], learners.long_run_mission, learners, trust_mission)
    _settle(group, level[2], mean[2], learners.long_run_leader, learners, trust_leader)


@kernel
def _find(community: NDArray[np.uint16], region_of_community: NDArray[np.int64], region: Places) -> None:
    """Fill in the regions where the persons of a block are."""
    for j in range(len(community)):
        region[j] = region_of_community[community[j]]


@kernel
def _felt(
    group: NDArray[np.uint8],
    alternative: NDArray[np.uint8],
    region: Places,
    lessons: Lessons,
    salience: Floats,
) -> None:
    """Fill in what each person of a block is taught: gain and loss for the government, gain for the mission, both for
    leaders, shape (5, block)."""
    for j in range(len(group)):
        g, state, war = group[j], alternative[j], lessons.war[group[j], region[j]]
        salience[0, j] = lessons.government_gain[g, state]
        salience[1, j] = lessons.government_loss[g, state] + war
        salience[2, j] = lessons.protection[region[j]]
        salience[3, j] = lessons.support[g, state]
        salience[4, j] = lessons.no_support[g, state] + war


@kernel
def _moved(trust: Singles, gained: Floats, lost: Floats, learners: Learners, level: Floats) -> None:
    """Fill in trust after this month's gains and losses."""
    rate, ratio = learners.rate, learners.loss_ratio
    for j in range(len(trust)):
        level[j] = lose(gain(float(trust[j]), gained[j], rate), lost[j], rate, ratio)


@kernel
def _means(group: NDArray[np.uint8], level: Floats, groups: int) -> Floats:
    """Return the mean levels of each group, shape (3, groups), added in the order of rows."""
    total = np.zeros((3, groups))
    persons = np.zeros(groups, dtype=np.int64)
    last, first, second, third, count = 0, 0.0, 0.0, 0.0, 0  # persons of a group stand together: sums in registers
    for i in range(len(group)):
        g = group[i]
        if g != last:
            total[0, last], total[1, last], total[2, last], persons[last] = first, second, third, count
            first, second, third, count = total[0, g], total[1, g], total[2, g], persons[g]
            last = g
        first += level[0, i]
        second += level[1, i]
        third += level[2, i]
        count += 1
    total[0, last], total[1, last], total[2, last], persons[last] = first, second, third, count
    return total / np.maximum(persons, 1)


@kernel
def _settle(
    group: NDArray[np.uint8], level: Floats, mean: Floats, long_run: Floats, learners: Learners, trust: Singles
) -> None:
    """Fill in trust after peers have talked and memory has drawn it back."""
    pull, memory = learners.pull, learners.memory
    for i in range(len(group)):
        g = group[i]
        trust[i] = remember(talk(level[i], mean[g], pull), long_run[g], memory)
