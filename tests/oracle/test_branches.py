"""The runs that compare kernels and oracle take every branch of the oracle."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from tests.oracle.branches import Branches
from tests.oracle.living import months_lived
from tests.oracle.test_leaders_and_promises import many_groups
from tests.oracle.test_whole_runs import EVERY_GATE, NO_NESTS_AND_AN_EMPTY_GROUP

from ploughshare.agents.options import CAPTURED, DEAD
from ploughshare.model import DDRModel
from ploughshare.oracle import (
    arithmetic,
    choice,
    consideration,
    income,
    leaders_learning,
    leading,
    learning,
    lessons,
    mortality,
    movement,
    packing,
    persons,
    placement,
    prospects,
    randomness,
    stakes,
    stock,
    surroundings,
    taxes,
    trust,
)
from ploughshare.scenario.loading import load_scenario

MODULES = [
    arithmetic, choice, consideration, income, leaders_learning, leading, learning, lessons, mortality, movement, packing, persons, placement,
    prospects, randomness, stakes, stock, surroundings, taxes, trust,
]  # fmt: skip


def ask_at_the_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask what runs never ask; `test_edges.py` holds the answers against the engine's."""
    for x in (0.0, -1.0, math.inf, math.nan):
        arithmetic.log(x)
    for x in (math.nan, 800.0, -800.0):
        arithmetic.exp(x)
    for mean in (-1.0, 29.99, 30.0):
        for uid in range(20):
            randomness.poisson(mean, (1, 2), 15, 0, uid)
    with monkeypatch.context() as largest:
        largest.setattr(randomness, "uniform", lambda *address: 1.0)
        randomness.poisson(3.0, (1, 2), 15, 0, 0)
    one = np.array([1])
    sites = placement.Sites(np.array([0]), one, one, one.astype(np.uint64))
    placement.places_left(sites, np.array([0]), [0, 0, 1])
    placement.assign_sites(np.array([7, 8]), np.array([True, False]), np.array([0, 0]), sites, 29, 1, 2)
    surroundings.home_ratios(*np.ones((4, 1)), 1.5)
    taxes.share_out(np.array([1.0]), np.array([0]), np.array([-1]), 1)
    model = DDRModel(load_scenario("training", population_scale=0.05), rng=1)
    model.population.transfer(np.array([3]), DEAD)
    assert model.decide(3) == "dead"
    for goes_home in (False, True):
        movement.transfer(np.array([4, 5]), CAPTURED, goes_home, model.population.states)
    movement.count_again(model.population.states)
    leading.leave_coalitions(*many_groups(0))
    model.population.demobilised[2:4] = True
    stock.count_demobilised(model.population.states)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="later Pythons make other jumps of the same source")
def test_every_branch_of_the_oracle_is_taken_in_runs_that_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    branches = Branches(MODULES)
    plain = load_scenario("training", population_scale=0.1)
    gates = load_scenario("training", settings=EVERY_GATE, population_scale=0.08)
    no_nests = load_scenario("training", settings=NO_NESTS_AND_AN_EMPTY_GROUP, population_scale=0.08)
    with branches.watched():
        ask_at_the_edges(monkeypatch)
        for definition, seed, months in ((plain, 1, 36), (gates, 6, 36), (no_nests, 4, 14)):
            for _ in months_lived(definition, seed, months, plainly=True):
                pass
    assert branches.not_taken() == []
