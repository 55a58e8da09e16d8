"""The addresses of random numbers that a run draws, and what each was drawn for, seen in the run in plain Python."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple
from unittest import mock

from ploughshare.agents.combatants import forget_model
from ploughshare.model import DDRModel
from ploughshare.oracle import randomness
from ploughshare.oracle.stepping import in_plain_python
from ploughshare.randomness import Decision
from ploughshare.scenario.schema import Scenario

MACHINERY = ("ploughshare.oracle.randomness", "ploughshare.oracle.stepping", "ploughshare.randomness")
"""Modules that pass an address on; whoever calls them decides something with the number."""
FOUNDING = -1
"""stands for the month before the first"""


class Address(NamedTuple):
    """Where a number stands."""

    decision: Decision
    month: int
    uid: int
    option: int


class Use(NamedTuple):
    """The month lived and the rule that asked for a number, as module and function, and the law it was made into."""

    lived: int
    asked_by: str
    law: str


Drawn = dict[Address, list[Use]]


def addresses_of_a_run(
    definition: Scenario, seed: int, months: int, before_each_month: Callable[[DDRModel], None] = lambda model: None
) -> Drawn:
    """Return each address that a run draws, one by one, as a table or inside a kernel, with all its uses in order."""
    drawn: defaultdict[Address, list[Use]] = defaultdict(list)
    lived, words = FOUNDING, randomness.words

    def noted(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
        uid, month, decision, option = counter
        drawn[Address(Decision(decision), month, uid, option)].append(_use(lived))
        return words(counter, key)

    with in_plain_python(), mock.patch.object(randomness, "words", noted):
        model = DDRModel(definition, rng=seed)
        while model.running and model.month < months:
            lived = model.month
            before_each_month(model)
            model.step()
    forget_model(model)
    return drawn


def _use(lived: int) -> Use:
    """Return who asks: the first function of the model outside the machinery of random numbers.

    The law is uniform or normal: exponential and Gumbel numbers are functions of the uniform one.
    """
    asking = sys._getframe(2)
    law = asking.f_code.co_name
    assert law in ("uniform", "normal"), law
    while asking.f_back is not None:
        module = asking.f_globals.get("__name__", "")
        if module.startswith("ploughshare.") and module not in MACHINERY:
            return Use(lived, f"{module.removeprefix('ploughshare.')}.{asking.f_code.co_qualname}", law)
        asking = asking.f_back
    raise AssertionError("a number that no rule of the model asked for")
