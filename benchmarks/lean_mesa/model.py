"""The months of a recorded world, lived by Mesa agents."""

from __future__ import annotations

from typing import Any

import mesa

from benchmarks.lean_mesa.person import Person
from benchmarks.lean_mesa.programmes import run_programmes, strike
from benchmarks.lean_mesa.tables import Constants, LessonTables, MonthTables
from benchmarks.world.months import World
from ploughshare.agents.options import ARMED, CAPTURED, DEAD, Option
from ploughshare.scenario.programmes import ProgrammeKind

_TRUSTS = {"government": "trust_government", "mission": "trust_mission", "leader": "trust_leader"}


class LeanModel(mesa.Model):
    """One run. `tables` holds a table a month: persons by group, region and generic option, with what they are."""

    def __init__(self, world: World, rng: int) -> None:
        super().__init__(rng=rng)
        self.world = world
        self.scale = world.scale
        self.uniform = self.random.random
        self.constants = constants = Constants(world)
        value = constants.value
        self.death_chance, self.option_of = constants.death_chance, constants.option_of
        self.withdrawal = value["applicant_withdrawal_monthly"]
        self.chance_calm, self.chance_shocked = value["reconsider_monthly"], value["reconsider_shock"]
        self.armed_in_war, self.spread = value["arming_in_war_monthly"], value["knowledge_through_peers"]
        self.support, self.own_pay = value["armed_support_reliability"], value["own_pay_weight"]
        self.keep_trust = value["trust_memory_monthly"] * (1 - value["trust_group_pull"])
        self.serving: dict[int, dict[Person, None]] = {frame.alternative: {} for frame in world.frames}
        self.applicants: dict[int, dict[Person, None]] = {frame.alternative: {} for frame in world.frames}
        self.registered = [0] * len(world.frames)
        self.flows: dict[tuple[int, int, int, int], int] = {}
        self.tables: list[list[Any]] = []
        self.persons: list[Person] = []
        self._join(world.founders)
        self._empty_counts()
        for person in self.persons:
            person.count()

    def run(self) -> None:
        """Live all months of the world."""
        for _ in self.world.months:
            self.step()

    def step(self) -> None:
        """Live one month: programmes, choices, newcomers, violence, learning, counting."""
        month = self.world.months[len(self.tables)]
        self.flows = {}
        self.now = now = MonthTables(self.constants, month, self._shares_of_kin())
        self._offer_ranks()
        for shift in now.month.trust_shifts:
            self._shift(shift)
        for attack in now.month.early_strikes:
            strike(self, attack)
        run_programmes(self)
        everybody = self.agents_by_type[Person]
        everybody.do("think")
        for columns in month.newcomers:
            self._join(columns)
        self._violence()
        self.lesson = LessonTables(self.constants, now.month)
        self.trust_sums = [[0.0] * 4 for _ in range(self.world.groups)]
        everybody.do("live")
        self._draw_trust()
        self._empty_counts()
        everybody.do("settle")
        self.tables.append(self.states)

    # -- stock ---------------------------------------------------------------------------------------------------------

    def _empty_counts(self) -> None:
        world = self.world
        groups, regions, options = range(world.groups), range(world.regions), self.constants.options
        communities = len(world.region_of_community)
        self.states = [[[[0, 0, 0, 0, 0.0] for _ in Option] for _ in regions] for _ in groups]
        self.kin_counts = [[[0] * options for _ in regions] for _ in groups]
        self.armed_in = [[0] * communities for _ in groups]

    def _shares_of_kin(self) -> list[list[list[float]]]:
        return [[[n / (sum(row) or 1) for n in row] for row in of_group] for of_group in self.kin_counts]

    def _join(self, columns: Any) -> None:
        """Make agents of columns; what is not given starts at zero."""
        names = list(self.world.founders)
        count = len(columns["uid"])
        lists = [columns[name].tolist() if name in columns else [0] * count for name in names]
        for values in zip(*lists, strict=True):
            self.persons.append(Person(self, dict(zip(names, values, strict=True))))

    # -- what happens to many at once ----------------------------------------------------------------------------------

    def _offer_ranks(self) -> None:
        offered: list[float | None] = [None] * self.constants.options
        for frame, programme in zip(self.constants.frames, self.now.programmes, strict=True):
            if frame.definition.kind is ProgrammeKind.STATE_FORCE:
                offered[frame.alternative] = programme.rank_offered
        self.now.rank_offered = offered

    def _shift(self, shift: Any) -> None:
        if shift.trusted in _TRUSTS:
            name, groups = _TRUSTS[shift.trusted], set(shift.groups)
            for person in self.persons:
                if person.group in groups:
                    setattr(person, name, min(1.0, max(0.0, getattr(person, name) + shift.change)))

    def _violence(self) -> None:
        for fighting in self.now.month.fighting:
            self._fight(fighting)
        for attack in self.now.month.strikes:
            strike(self, attack)

    def _fight(self, fighting: Any) -> None:
        groups, uniform = set(fighting.groups), self.uniform
        region = fighting.region
        men = [p for p in self.persons if p.alternative == ARMED and p.region == region and p.group in groups]
        if fighting.deaths > 0:
            dead = self.random.sample(men, min(len(men), round(fighting.deaths)))
        else:
            dead = [person for person in men if uniform() < fighting.death_share]
        for person in dead:
            person.transfer(DEAD)
        if fighting.capture_chance > 0:
            for person in men:
                if person.alternative == ARMED and uniform() < fighting.capture_chance:
                    person.transfer(CAPTURED)

    def _draw_trust(self) -> None:
        """Towards what each group's trusts are drawn: the mean of the group, and the long-run level."""
        value = self.constants.value
        memory, pull = value["trust_memory_monthly"], value["trust_group_pull"]
        self.drawn_to = []
        for group, sums in enumerate(self.trust_sums):
            persons = sums[3] or 1.0
            self.drawn_to.append(
                [
                    memory * pull * sums[which] / persons + (1 - memory) * self.constants.long_run_trust[which][group]
                    for which in range(3)
                ]
            )
