"""What everybody learns in a month: events first, then talk within the group, then memory.

Source: docs/odd.md, learning; report 3.1.2 and 3.2.1 for what people saw.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.oracle.trust import gain, lose, remember, talk

if TYPE_CHECKING:
    from ploughshare.kernels.learning import Learners, Lessons

Singles = NDArray[np.float32]


def learn(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    region_of_community: NDArray[np.int64],
    absorbing: NDArray[np.bool_],
    by_home: NDArray[np.int64],
    trust_government: Singles,
    trust_mission: Singles,
    trust_leader: Singles,
    lessons: Lessons,
    learners: Learners,
) -> NDArray[np.float64]:
    """Change the trust of every person, one row each, in the government, in the mission and in the own leaders.

    Who talks is counted here; `by_home` is how the kernel knows. Returns what they trust in the end, added up by group.
    """
    gone, added = silent(alternative, absorbing), np.zeros((len(by_home), 3))
    long_run = (learners.long_run_government, learners.long_run_mission, learners.long_run_leader)
    for which, column in enumerate((trust_government, trust_mission, trust_leader)):
        learned = []
        for person, trust in enumerate(column.tolist()):
            g, state = int(group[person]), int(alternative[person])
            region = int(region_of_community[community[person]])
            good, bad = saliences(lessons, g, state, region)[which]
            learned.append(lose(gain(trust, good, learners.rate), bad, learners.rate, learners.loss_ratio))
        mean = means_by_group(group.tolist(), learned, gone)
        for person, trust in enumerate(learned):
            g = int(group[person])
            told = talk(trust, mean.get(g, 0.0), learners.pull)
            column[person] = remember(told, float(long_run[which][g]), learners.memory)
        for g, total in sums_by_group(group.tolist(), column.tolist(), gone).items():
            added[g, which] = total
    return added


def saliences(lessons: Lessons, group: int, state: int, region: int) -> tuple[tuple[float, float], ...]:
    """Return how much good and bad a month shows a person of government, mission and leaders, in that order.

    War with the government wears down trust in it and in the own leaders alike.
    """
    war = float(lessons.war[group, region])
    return (
        (float(lessons.government_gain[group, state]), float(lessons.government_loss[group, state]) + war),
        (float(lessons.protection[region]), float(lessons.one_sided)),
        (float(lessons.support[group, state]), float(lessons.no_support[group, state]) + war),
    )


def silent(alternative: NDArray[np.uint8], absorbing: NDArray[np.bool_]) -> list[bool]:
    """Return who is dead or captured."""
    return [bool(absorbing[state]) for state in alternative.tolist()]


def means_by_group(group: list[int], values: list[float], left_out: list[bool]) -> dict[int, float]:
    """Return the mean of each group that has persons who can talk."""
    persons = Counter(g for g, gone in zip(group, left_out, strict=True) if not gone)
    return {g: total / persons[g] for g, total in sums_by_group(group, values, left_out).items()}


def sums_by_group(group: list[int], values: list[float], left_out: list[bool]) -> dict[int, float]:
    """Return the sum of each group that has persons who can talk, of values rounded to whole 2^36ths."""
    steps: Counter[int] = Counter()
    for g, value, gone in zip(group, values, left_out, strict=True):
        if not gone:
            steps[g] += round(value * 2**36)
    return {g: number / 2**36 for g, number in steps.items()}
