"""Trust and beliefs learn from what happened: pay days, promises, attacks, clashes, protection; peers talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import ARMED
from ploughshare.rules import trust
from ploughshare.scenario.programmes import Payer

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]


class Learning:
    """What everybody learns in one month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        value = model.parameters
        self.rate = value["trust_gain"]
        self.loss_ratio = value["trust_loss_ratio"]
        self.memory = value["trust_memory_monthly"]
        groups = model.definition.groups.values()
        self.long_run_government = np.array([group.trust.government for group in groups])
        self.long_run_mission = np.array([group.trust.mission for group in groups])
        self.long_run_leader = np.array([group.trust.leader for group in groups])

    def learn(self) -> None:
        """Update beliefs about pay, trust of leaders, trust of persons, and the government's trust."""
        self._pay_days()
        kept, overdue = self._promises()
        self._leaders(kept, overdue)
        self._persons(kept, overdue)
        self.model.government.learn()

    def _pay_days(self) -> None:
        """Groups with men in a programme learn whether its pay day was kept."""
        model = self.model
        memory = model.parameters["pay_memory_monthly"]
        for programme in model.programmes:
            serving = programme.serving_rows()
            if programme.definition.payer is Payer.NOBODY or len(serving) == 0:
                continue
            present = np.bincount(model.population.group[serving], minlength=len(model.groups)) > 0
            kept = np.where(programme.paid, 1.0, 0.0)
            a, b = trust.update_pay_belief(programme.belief[:, 0], programme.belief[:, 1], kept, 1.0 - kept, memory)
            programme.belief[present, 0], programme.belief[present, 1] = a[present], b[present]

    def _promises(self) -> tuple[float, float]:
        """Return the salience of what the government kept this month and of what it leaves overdue."""
        model, value = self.model, self.model.parameters
        ledger = model.ledger
        owed = ledger.owned_by(GOVERNMENT)
        kept = float(ledger.weight[owed & (ledger.kept == model.month)].sum())
        binding = ledger.weight[owed & ledger.binding(model.month)].sum()
        overdue = float(ledger.weight[owed & ledger.overdue(model.month)].sum() / binding) if binding > 0 else 0.0
        return kept * value["salience_promise"], overdue * value["salience_overdue"]

    def _leaders(self, kept: float, overdue: float) -> None:
        """Leaders learn from the ledger, from fighting, and from peaceful contact between coalitions."""
        model, value = self.model, self.model.parameters
        for group in model.groups:
            if not group.active:
                continue
            fights = len(group.war_regions) > 0
            members = model.population.group == group.index
            mean = float(model.population.trust_government[members].mean()) if members.any() else group.trust_government
            level = np.array([group.trust_government])
            if group.negotiates:
                level = trust.gain(level, np.array(kept), self.rate)
                level = trust.lose(level, np.array(overdue), self.rate, self.loss_ratio)
            if fights:
                level = trust.lose(level, np.array(value["salience_clash"]), self.rate, self.loss_ratio)
            level = trust.talk(level, np.array([mean]), value["trust_group_pull"])
            level = trust.remember(level, np.array([group.definition.trust.government]), self.memory)
            group.trust_government = float(level[0])
            group.trust_other = self._trust_in_others(group.index)

    def _trust_in_others(self, index: int) -> float:
        """Trust in the other coalition: worn down by clashes between groups, built by quiet months."""
        model, value = self.model, self.model.parameters
        group = model.groups[index]
        fights = any(
            GOVERNMENT not in fight.parties and set(fight.parties) & group.party_names
            for fight in model.conditions.fights
        )
        level = np.array([group.trust_other])
        if fights:
            level = trust.lose(level, np.array(value["salience_clash"]), self.rate, self.loss_ratio)
        else:
            level = trust.gain(level, np.array(value["salience_contact"]), self.rate)
        level = trust.remember(level, np.array([group.definition.trust.other_coalition]), self.memory)
        return float(level[0])

    def _persons(self, kept: float, overdue: float) -> None:
        """Persons learn from their own pay days, from promises, fighting, attacks and protection, and from their group."""
        model, population, value = self.model, self.model.population, self.model.parameters
        region, group = population.region, population.group
        negotiates = np.array([agent.negotiates and agent.active for agent in model.groups])[group]
        gained = negotiates * kept
        lost = negotiates * overdue
        for programme in model.programmes:
            serving = programme.serving_rows()
            if programme.definition.payer is Payer.GOVERNMENT and len(serving):
                (gained if programme.paid else lost)[serving] += value["salience_pay_day"]
            if programme.attacked:
                lost[serving] += value["salience_attack"]
            programme.attacked = False
        at_war = np.zeros((len(model.groups), model.regions))
        for agent in model.groups:
            at_war[agent.index, sorted(agent.war_regions)] = value["salience_clash"]
        lost = lost + at_war[group, region]
        government = population.trust_government.astype(np.float64)
        government = trust.lose(trust.gain(government, gained, self.rate), lost, self.rate, self.loss_ratio)
        population.trust_government = self._settle(government, self.long_run_government)
        self._persons_and_mission(region)
        self._persons_and_leaders(group, at_war[group, region])

    def _persons_and_leaders(self, group: NDArray[np.uint8], war: Floats) -> None:
        """Men under arms learn from their leaders' support like from a pay day; months of war wear down everybody."""
        population = self.model.population
        salience = self.model.parameters["salience_pay_day"] * (population.alternative == ARMED)
        arrived = np.array([agent.support_arrived for agent in self.model.groups])[group]
        leader = population.trust_leader.astype(np.float64)
        leader = trust.gain(leader, salience * arrived, self.rate)
        leader = trust.lose(leader, salience * ~arrived + war, self.rate, self.loss_ratio)
        population.trust_leader = self._settle(leader, self.long_run_leader)

    def _persons_and_mission(self, region: NDArray[np.int64]) -> None:
        """Protection by the mission builds trust in it; a one-sided sanctions regime wears it down (report 3.2)."""
        model, population, value = self.model, self.model.population, self.model.parameters
        conditions = model.conditions
        protection = value["salience_protection"] * conditions.guarantee[region]
        one_sided = conditions.sanctions_strength * (1 - conditions.sanctions_even_handedness)
        mission = population.trust_mission.astype(np.float64)
        mission = trust.gain(mission, protection, self.rate)
        mission = trust.lose(mission, np.array(one_sided * value["salience_overdue"]), self.rate, self.loss_ratio)
        population.trust_mission = self._settle(mission, self.long_run_mission)

    def _settle(self, level: Floats, long_run_of_group: Floats) -> NDArray[np.float32]:
        """Peers talk, then memory draws trust to its long-run level."""
        model, population = self.model, self.model.population
        group = population.group
        persons = np.maximum(np.bincount(group, minlength=len(model.groups)), 1)
        mean = np.bincount(group, weights=level, minlength=len(model.groups)) / persons
        level = trust.talk(level, mean[group], model.parameters["trust_group_pull"])
        return trust.remember(level, long_run_of_group[group], self.memory).astype(np.float32)
