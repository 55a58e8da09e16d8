"""A month of learning for the leaders of all groups, of their trust in the government and in the other coalition."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.talking import add_up, count_talking
from ploughshare.rules.trust import gain, lose, remember, talk

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class LeadersLessons(NamedTuple):
    """What the month teaches leaders, as salience 0 or more, and whom; flags of shape (groups,)."""

    kept: float
    """what the government kept, to groups that negotiate"""
    overdue: float
    """what it leaves overdue, to groups that negotiate"""
    clash: float
    """fighting"""
    contact: float
    """a month without fighting between groups"""
    active: Flags
    negotiates: Flags
    at_war: Flags
    """who fights the government"""
    clashes: Flags
    """who fights another group"""


class LeadersLearning(NamedTuple):
    """How leaders learn: rates and memory monthly, long-run levels by group, shape (groups,)."""

    rate: float
    loss_ratio: float
    pull: float
    memory: float
    long_run_government: Floats
    long_run_other: Floats


@kernel
def teach_leaders(
    group: NDArray[np.uint8],
    alternative: NDArray[np.uint8],
    absorbing: Flags,
    by_home: NDArray[np.int64],
    trust_of_persons: NDArray[np.float32],
    lessons: LeadersLessons,
    learning: LeadersLearning,
    trust_government: Floats,
    trust_other: Floats,
) -> None:
    """Change the trusts of leaders that exist, shape (groups,); their men, rows of shape (n,), talk to them on average.

    The dead and captured, in `absorbing` states, do not talk; leaders without men keep their own trust.
    """
    groups = len(trust_government)
    persons = count_talking(by_home, absorbing)
    added = add_up(group, alternative, absorbing, (trust_of_persons,), groups)[0]
    rate, ratio = learning.rate, learning.loss_ratio
    for g in range(groups):
        if lessons.active[g]:
            level = trust_government[g]
            if lessons.negotiates[g]:
                level = lose(gain(level, lessons.kept, rate), lessons.overdue, rate, ratio)
            if lessons.at_war[g]:
                level = lose(level, lessons.clash, rate, ratio)
            mean = added[g] / persons[g] if persons[g] > 0 else trust_government[g]
            level = talk(level, mean, learning.pull)
            trust_government[g] = remember(level, learning.long_run_government[g], learning.memory)
            other = trust_other[g]
            if lessons.clashes[g]:
                other = lose(other, lessons.clash, rate, ratio)
            else:
                other = gain(other, lessons.contact, rate)
            trust_other[g] = remember(other, learning.long_run_other[g], learning.memory)
