"""A month of learning for everybody: trust in the government, in the mission and in the own leaders (`rules/trust.py`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.rules.trust import gain, lose, remember, talk

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


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
    rate, ratio = learners.rate, learners.loss_ratio
    level = np.empty((3, n))
    mean = np.zeros((3, groups))
    persons = np.zeros(groups, dtype=np.int64)
    for i in range(n):
        g, state, region = group[i], alternative[i], region_of_community[community[i]]
        war = lessons.war[g, region]
        risen = gain(float(trust_government[i]), lessons.government_gain[g, state], rate)
        level[0, i] = lose(risen, lessons.government_loss[g, state] + war, rate, ratio)
        risen = gain(float(trust_mission[i]), lessons.protection[region], rate)
        level[1, i] = lose(risen, lessons.one_sided, rate, ratio)
        risen = gain(float(trust_leader[i]), lessons.support[g, state], rate)
        level[2, i] = lose(risen, lessons.no_support[g, state] + war, rate, ratio)
    for i in range(n):
        g = group[i]
        persons[g] += 1
        mean[0, g] += level[0, i]
        mean[1, g] += level[1, i]
        mean[2, g] += level[2, i]
    mean = mean / np.maximum(persons, 1)
    pull, memory = learners.pull, learners.memory
    for i in range(n):
        g = group[i]
        trust_government[i] = remember(talk(level[0, i], mean[0, g], pull), learners.long_run_government[g], memory)
        trust_mission[i] = remember(talk(level[1, i], mean[1, g], pull), learners.long_run_mission[g], memory)
        trust_leader[i] = remember(talk(level[2, i], mean[2, g], pull), learners.long_run_leader[g], memory)
