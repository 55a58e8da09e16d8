"""The months of a recorded world, lived by persons in NumPy columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.numpy_columns.choosing import Choosing
from benchmarks.numpy_columns.draws import NumpyDraws
from benchmarks.numpy_columns.learning import Learning
from benchmarks.numpy_columns.people import People, count
from benchmarks.numpy_columns.serving import Serving
from benchmarks.world.months import Fighting, Month, World
from ploughshare.agents.options import ARMED, CAPTURED, DEAD, Option
from ploughshare.randomness import Decision

Floats = NDArray[np.float64]


class NumpyColumns:
    """One run. `states` holds a table a month: persons by group, region and generic option, with what they are."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.people = People(world)
        self.draws = NumpyDraws(seed)
        self.choosing = Choosing(world, self.people, self.draws)
        self.serving = Serving(world, self.people, self.draws)
        self.learning = Learning(world, self.people)
        self.states: list[Floats] = []
        self.flows: list[NDArray[np.int64]] = []

    def run(self) -> None:
        """Live all months of the world."""
        for month in self.world.months:
            self.step(month)

    def step(self, month: Month) -> None:
        """Live one month."""
        people = self.people
        people.flows[:] = 0
        kin = self._take_stock()
        for shift in month.trust_shifts:
            self.learning.shift(shift)
        for strike in month.early_strikes:
            self.serving.strike(month, strike)
        self.serving.run(month)
        self.choosing.take(month, kin)
        for columns in month.newcomers:
            people.append(columns)
        for fighting in month.fighting:
            self._fight(month, fighting)
        for strike in month.strikes:
            self.serving.strike(month, strike)
        self._everyday_deaths(month)
        self.learning.learn(month)
        self._record(month)
        people.months_in_state += 1
        people.months_in_stage[people.stage > 0] += 1

    def _take_stock(self) -> Floats:
        """Count persons, and return the share of kin in each alternative, shape (G, R, K)."""
        people, world = self.people, self.world
        groups, regions, communities = world.groups, world.regions, len(world.region_of_community)
        present = people.present
        group, alternative = people.group[present], people.alternative[present]
        home_region = world.region_of_community[people.home[present]]
        by_option = count((group, home_region, alternative), (groups, regions, len(world.alternatives)))
        armed = people.alternative == ARMED
        armed_group = people.group[armed]
        self.armed_here = count((armed_group, people.region[armed]), (groups, regions))
        self.armed_in = count((armed_group, people.community[armed]), (groups, communities))
        total = by_option.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(by_option, total, out=np.zeros_like(by_option), where=total > 0))

    def _fight(self, month: Month, fighting: Fighting) -> None:
        people = self.people
        here = (people.alternative == ARMED) & (people.region == fighting.region)
        rows = np.flatnonzero(here & np.isin(people.group, fighting.groups))
        lot = self.draws.uniform(Decision.CASUALTY, month.number, people.uid[rows], 1)
        if fighting.deaths > 0:
            dead = rows[np.argsort(lot, kind="stable")[: round(fighting.deaths)]]
        else:
            dead = rows[lot < fighting.death_share]
        people.transfer(dead, DEAD)
        if fighting.capture_chance > 0:
            left = np.setdiff1d(rows, dead)
            lot = self.draws.uniform(Decision.CAPTURE, month.number, people.uid[left])
            people.transfer(left[lot < fighting.capture_chance], CAPTURED)

    def _everyday_deaths(self, month: Month) -> None:
        people = self.people
        rows = np.flatnonzero(people.present)
        chance = self.world.alternatives.death_risk_per_year[people.alternative[rows]] / 12
        lot = self.draws.uniform(Decision.CASUALTY, month.number, people.uid[rows])
        people.transfer(rows[lot < chance], DEAD)

    def _record(self, month: Month) -> None:
        people, world = self.people, self.world
        sizes = (world.groups, world.regions, len(Option))
        cell = (people.group, people.region, world.alternatives.option[people.alternative])
        weights = (None, people.woman, people.is_child(month.number), people.weapon, people.fighting_value)
        self.states.append(np.stack([count(cell, sizes, weight) for weight in weights], axis=-1))
        self.flows.append(people.flows.copy())
