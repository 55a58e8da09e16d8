"""A month of learning for the leaders of all groups, of their trust in the government and in the other coalition."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
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
    trust_of_persons: NDArray[np.float32],
    lessons: LeadersLessons,
    learning: LeadersLearning,
    trust_government: Floats,
    trust_other: Floats,
) -> None:
    """Change the trusts of leaders that exist, shape (groups,); their men, rows of shape (n,), talk to them on average.

    The dead and captured, in `absorbing` states, do not talk.
    """
    mean = _means(group, alternative, absorbing, trust_of_persons, trust_government)
    rate, ratio = learning.rate, learning.loss_ratio
    for g in range(len(trust_government)):
        if lessons.active[g]:
            level = trust_government[g]
            if lessons.negotiates[g]:
                level = lose(gain(level, lessons.kept, rate), lessons.overdue, rate, ratio)
            if lessons.at_war[g]:
                level = lose(level, lessons.clash, rate, ratio)
            level = talk(level, mean[g], learning.pull)
            trust_government[g] = remember(level, learning.long_run_government[g], learning.memory)
            other = trust_other[g]
            if lessons.clashes[g]:
                other = lose(other, lessons.clash, rate, ratio)
            else:
                other = gain(other, lessons.contact, rate)
            trust_other[g] = remember(other, learning.long_run_other[g], learning.memory)


@kernel
def _means(
    group: NDArray[np.uint8],
    alternative: NDArray[np.uint8],
    absorbing: Flags,
    trust: NDArray[np.float32],
    of_leaders: Floats,
) -> Floats:
    """Return the mean of each group's persons who can talk, added in the order of rows; the leaders' own trust where it has none."""
    total, persons = np.zeros(len(of_leaders)), np.zeros(len(of_leaders), dtype=np.int64)
    last, added, count = 0, 0.0, 0  # persons of a group stand together: its sum stays in a register
    for i in range(len(group)):
        g = group[i]
        if g != last:
            total[last], persons[last] = added, count
            last, added, count = g, total[g], persons[g]
        if not absorbing[alternative[i]]:
            added += float(trust[i])
            count += 1
    total[last], persons[last] = added, count
    return np.where(persons > 0, total / np.maximum(persons, 1), of_leaders)
