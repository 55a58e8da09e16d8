"""Persons learn trust in government, mission and leaders; every person every month, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.numpy_columns.people import People
from benchmarks.world.months import Month, TrustShift, World
from ploughshare.agents.options import ARMED
from ploughshare.scenario.programmes import Payer

Floats = NDArray[np.float64]

_COLUMNS = {"government": "trust_government", "mission": "trust_mission", "leader": "trust_leader"}


class Learning:
    """What persons learn in a month."""

    def __init__(self, world: World, people: People) -> None:
        self.world, self.people, self.value = world, people, world.parameters
        self.rate = world.parameters["trust_gain"]
        self.loss = world.parameters["trust_loss_ratio"] * world.parameters["trust_gain"]

    def shift(self, shift: TrustShift) -> None:
        """Move the trust of groups' persons at once."""
        if shift.trusted in _COLUMNS:
            column = getattr(self.people, _COLUMNS[shift.trusted])
            rows = np.isin(self.people.group, shift.groups)
            column[rows] = np.clip(column[rows] + shift.change, 0.0, 1.0)

    def learn(self, month: Month) -> None:
        """Update the three trusts."""
        people, value, lesson = self.people, self.value, month.lesson
        region, group = people.region, people.group
        gained = np.where(lesson.negotiates[group], lesson.kept, 0.0)
        lost = np.where(lesson.negotiates[group], lesson.overdue, 0.0)
        attacked = {strike.programme for strike in (*month.early_strikes, *month.strikes)}
        for number, (frame, now) in enumerate(zip(self.world.frames, month.programmes, strict=True)):
            serving = people.serving(frame.alternative)
            if frame.definition.payer is Payer.GOVERNMENT and len(serving):
                (gained if now.paid else lost)[serving] += value["salience_pay_day"]
            if number in attacked:
                lost[serving] += value["salience_attack"]
        war = (lesson.at_war * value["salience_clash"])[group, region]
        government = people.trust_government.astype(np.float64)
        government = self._lose(self._gain(government, gained), lost + war)
        people.trust_government = self._settle(government, 0)
        mission = people.trust_mission.astype(np.float64)
        mission = self._gain(mission, value["salience_protection"] * lesson.guarantee[region])
        mission = self._lose(mission, np.array(lesson.one_sided_sanctions * value["salience_overdue"]))
        people.trust_mission = self._settle(mission, 1)
        support = value["salience_pay_day"] * (people.alternative == ARMED)
        arrived = lesson.support_arrived[group]
        leader = self._gain(people.trust_leader.astype(np.float64), support * arrived)
        people.trust_leader = self._settle(self._lose(leader, support * ~arrived + war), 2)

    def _gain(self, trust: Floats, salience: Floats) -> Floats:
        return trust + np.clip(self.rate * salience, 0.0, 1.0) * (1 - trust)

    def _lose(self, trust: Floats, salience: Floats) -> Floats:
        return trust - np.clip(self.loss * salience, 0.0, 1.0) * trust

    def _settle(self, level: Floats, which: int) -> NDArray[np.float32]:
        """Peers talk, then memory draws trust to its long-run level."""
        group = self.people.group
        talks = ~self.world.alternatives.absorbing[self.people.alternative]
        persons = np.maximum(np.bincount(group[talks], minlength=self.world.groups), 1)
        steps = np.rint(level[talks] * 2**36)  # whole numbers add up to the same in any order
        mean = np.bincount(group[talks], weights=steps, minlength=self.world.groups) / 2**36 / persons
        level = level + self.value["trust_group_pull"] * (mean[group] - level)
        memory = self.value["trust_memory_monthly"]
        return np.asarray(memory * level + (1 - memory) * self.world.long_run_trust[which][group]).astype(np.float32)
