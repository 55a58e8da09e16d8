"""A month of learning for everybody: trust in the government, in the mission and in the own leaders (`rules/trust.py`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.talking import BLOCK, STEPS, add_block, count_talking, of_one_group, talkers_of, who_talks
from ploughshare.rules.trust import fall, remember, rise, step_down, step_up, talk

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Flags = NDArray[np.bool_]
Places = NDArray[np.uint32]


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
    absorbing: Flags,
    by_home: NDArray[np.int64],
    trust_government: Singles,
    trust_mission: Singles,
    trust_leader: Singles,
    lessons: Lessons,
    learners: Learners,
) -> Floats:
    """Change the three trusts of shape (n,): gains, then losses; then peers talk; then memory draws back.

    Peers are all persons of the group but those in `absorbing` states, the dead and captured; their mean is taken after
    gains and losses. `by_home` counts persons by (group, home region, alternative). Returned is what peers trust in the
    end, added up by group, shape (groups, 3).
    """
    n, groups = len(group), len(by_home)
    states, regions = lessons.support.shape[1], len(lessons.protection)
    trusts = trust_government, trust_mission, trust_leader
    steps, talkers = _steps(lessons, learners), talkers_of(absorbing)
    level, added, settled = np.empty((3, n)), np.zeros((3, groups), np.uint64), np.zeros((3, groups), np.uint64)
    cell, talks = np.empty(BLOCK, dtype=np.uint32), np.empty(BLOCK, dtype=np.uint64)
    for start in range(0, n, BLOCK):
        part = slice(start, min(start + BLOCK, n))
        together = of_one_group(group[part])
        _place(group[part], alternative[part], community[part], region_of_community, states, regions, cell)
        who_talks(alternative[part], talkers, talks)
        for which, trust in enumerate(trusts):
            _move(trust[part], cell, steps[which, 0], steps[which, 1], level[which, part])
            add_block(group[part], together, talks, level[which, part], added[which])
    mean = added / STEPS / np.maximum(count_talking(by_home, absorbing), 1)
    long_run = learners.long_run_government, learners.long_run_mission, learners.long_run_leader
    for start in range(0, n, BLOCK):
        part = slice(start, min(start + BLOCK, n))
        together = of_one_group(group[part])
        who_talks(alternative[part], talkers, talks)
        for which, trust in enumerate(trusts):
            _settle(group[part], together, level[which, part], mean[which], long_run[which], learners, trust[part])
            add_block(group[part], together, talks, trust[part], settled[which])
    return (settled / STEPS).T.copy()


@kernel
def _steps(lessons: Lessons, learners: Learners) -> Floats:
    """Return how far trust in the government, the mission and leaders rises, then falls, shape (3, 2, G * K * R).

    It is the same for all persons of a group in one state and region, so it is worked out once for them.
    """
    groups, states = lessons.support.shape
    regions, rate, ratio = len(lessons.protection), learners.rate, learners.loss_ratio
    steps = np.empty((3, 2, groups * states * regions))
    for g in range(groups):
        for state in range(states):
            for region in range(regions):
                cell, war = (g * states + state) * regions + region, lessons.war[g, region]
                steps[0, 0, cell] = step_up(lessons.government_gain[g, state], rate)
                steps[0, 1, cell] = step_down(lessons.government_loss[g, state] + war, rate, ratio)
                steps[1, 0, cell] = step_up(lessons.protection[region], rate)
                steps[1, 1, cell] = step_down(lessons.one_sided, rate, ratio)
                steps[2, 0, cell] = step_up(lessons.support[g, state], rate)
                steps[2, 1, cell] = step_down(lessons.no_support[g, state] + war, rate, ratio)
    return steps


@kernel
def _place(
    group: NDArray[np.uint8],
    alternative: NDArray[np.uint8],
    community: NDArray[np.uint16],
    region_of_community: NDArray[np.int64],
    states: int,
    regions: int,
    cell: Places,
) -> None:
    """Fill in the cell of group, state and region of each person of a block."""
    for j in range(len(group)):
        cell[j] = (group[j] * states + alternative[j]) * regions + region_of_community[community[j]]


@kernel
def _move(trust: Singles, cell: Places, up: Floats, down: Floats, level: Floats) -> None:
    """Fill in trust after this month's gains and losses."""
    for j in range(len(trust)):
        level[j] = fall(rise(float(trust[j]), up[cell[j]]), down[cell[j]])


@kernel
def _settle(
    group: NDArray[np.uint8],
    together: bool,
    level: Floats,
    mean: Floats,
    long_run: Floats,
    learners: Learners,
    trust: Singles,
) -> None:
    """Fill in trust of a block after peers have talked and memory has drawn it back."""
    pull, memory = learners.pull, learners.memory
    if together:
        own, usual = mean[group[0]], long_run[group[0]]
        for j in range(len(group)):
            trust[j] = remember(talk(level[j], own, pull), usual, memory)
    else:
        for j in range(len(group)):
            g = group[j]
            trust[j] = remember(talk(level[j], mean[g], pull), long_run[g], memory)
