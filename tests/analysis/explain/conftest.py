"""One explained month of the training country, lived once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from ploughshare.analysis.explain import Explanation, ask, explain
from ploughshare.analysis.explain.witness import Sight, witness
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

Look = Callable[..., Sight]


@lru_cache(maxsize=32)
def _look(month: str, group: str, option: str, among: str, seed: int, settings: tuple[str, ...]) -> Sight:
    definition = load_scenario("training", settings=settings)
    return witness(definition, seed, ask(definition, group, month, option=option, among=among))


@pytest.fixture(scope="session")
def look() -> Look:
    """What was seen in one month of one seed; each look is lived once."""

    def make(
        *settings: str,
        month: str = "2031-09",
        group: str = "River_Alliance",
        option: str = "reinsertion",
        among: str = "everyone",
        seed: int = 1,
    ) -> Sight:
        return _look(month, group, option, among, seed, settings)

    return make


@pytest.fixture(scope="session")
def paid_and_promoted(training: Scenario) -> Explanation:
    """Why the civilian package, or why not, and what wages paid on time and promotion change."""
    other = load_scenario("training", ["wages-paid-on-time"], ["programmes.reinsertion.promotion=0.9"])
    question = ask(training, "River_Alliance", "2031-09", option="reinsertion")
    return explain(training, question, (1, 2, 3), against=other)
