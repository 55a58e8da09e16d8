"""What leaders learn in a month: promises and wars, talk with their men, contact with the other coalition, memory.

Source: docs/odd.md, learning.
"""

from __future__ import annotations

from typing import Any

from ploughshare.kernels.leaders_learning import LeadersLearning, LeadersLessons
from ploughshare.oracle.learning import means_by_group, silent
from ploughshare.oracle.trust import gain, lose, remember, talk


def teach_leaders(
    group: Any,
    alternative: Any,
    absorbing: Any,
    by_home: Any,
    trust_of_persons: Any,
    lessons: LeadersLessons,
    learning: LeadersLearning,
    trust_government: Any,
    trust_other: Any,
) -> None:
    """Change the trusts of every group that exists, in the government and in the other coalition.

    Who talks is counted here; `by_home` is how the kernel knows.
    """
    mean = means_by_group(group.tolist(), trust_of_persons.tolist(), silent(alternative, absorbing))
    for g, active in enumerate(lessons.active.tolist()):
        if active:
            level = in_government(float(trust_government[g]), lessons, learning, g)
            level = talk(level, mean.get(g, float(trust_government[g])), learning.pull)
            trust_government[g] = remember(level, float(learning.long_run_government[g]), learning.memory)
            other = in_others(float(trust_other[g]), lessons, learning, g)
            trust_other[g] = remember(other, float(learning.long_run_other[g]), learning.memory)


def in_government(trust: float, lessons: LeadersLessons, learning: LeadersLearning, group: int) -> float:
    """Return trust in the government after what it kept and left overdue, and after fighting it."""
    if lessons.negotiates[group]:
        trust = gain(trust, lessons.kept, learning.rate)
        trust = lose(trust, lessons.overdue, learning.rate, learning.loss_ratio)
    if lessons.at_war[group]:
        trust = lose(trust, lessons.clash, learning.rate, learning.loss_ratio)
    return trust


def in_others(trust: float, lessons: LeadersLessons, learning: LeadersLearning, group: int) -> float:
    """Return trust in the other coalition after fighting between groups, or after a month without."""
    if lessons.clashes[group]:
        return lose(trust, lessons.clash, learning.rate, learning.loss_ratio)
    return gain(trust, lessons.contact, learning.rate)
