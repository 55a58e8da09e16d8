"""How many persons a month can take in, when the population is simulated at a scale."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ploughshare.programmes.programme import RunningProgramme

_NEARLY = 1e-9
"""what rounding of a product may take from a whole number"""


class Step(StrEnum):
    """What is done with applicants, as the keys of `stages` call it."""

    REGISTER = "register_per_month"
    SCREEN = "screen_per_month"
    TRAIN = "train_per_month"
    PLACE = "place_per_month"


def capacity_of(programme: RunningProgramme, step: Step) -> int:
    """Return how many simulated persons a programme can take a step further this month.

    Registration and screening rest on the staff and records of the mission, and on what stays of them (report 3.4.1).
    """
    model = programme.model
    persons_per_month: float = getattr(programme.definition.stages, step) * model.scale
    if step in (Step.REGISTER, Step.SCREEN):
        persons_per_month *= model.mission.knowledge
    return persons_in_month(persons_per_month, model.month)


def persons_in_month(persons_per_month: float, month: int) -> int:
    """Return the whole persons of a capacity in one month: the parts that are left add up over the months.

    At a scale of 1:20 a capacity of 30 is one and a half simulated persons: one in a month, two in the next.
    """
    return math.floor(persons_per_month * (month + 1) + _NEARLY) - math.floor(persons_per_month * month + _NEARLY)
