"""Trust and beliefs learn from what happened: pay days, promises, attacks, clashes, protection; peers talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME
from ploughshare.kernels.leaders_learning import LeadersLearning, LeadersLessons, teach_leaders
from ploughshare.kernels.learning import Learners, Lessons, learn
from ploughshare.kernels.lessons import lessons_of
from ploughshare.kernels.pay_days import learn_pay_day
from ploughshare.scenario.programmes import Payer

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class Learning:
    """What everybody learns in one month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        value = model.parameters
        self.rate = value["trust_gain"]
        self.loss_ratio = value["trust_loss_ratio"]
        self.memory = value["trust_memory_monthly"]
        groups = model.definition.groups.values()
        self.trusted = np.zeros((len(groups), 3))
        """trusts of the living and free of each group added up as the month ends: in the government, the mission, their
        leaders"""
        self.learners = Learners(
            rate=self.rate,
            loss_ratio=self.loss_ratio,
            pull=value["trust_group_pull"],
            memory=self.memory,
            long_run_government=np.array([group.trust.government for group in groups]),
            long_run_mission=np.array([group.trust.mission for group in groups]),
            long_run_leader=np.array([group.trust.leader for group in groups]),
        )
        self.learning_of_leaders = LeadersLearning(
            rate=self.rate,
            loss_ratio=self.loss_ratio,
            pull=value["trust_group_pull"],
            memory=self.memory,
            long_run_government=self.learners.long_run_government,
            long_run_other=np.array([group.trust.other_coalition for group in groups], dtype=np.float64),
        )

        self._paying = [p for p in model.programmes if p.definition.payer is not Payer.NOBODY]
        self._state_pays = np.array([p.definition.payer is Payer.GOVERNMENT for p in model.programmes], dtype=bool)

    def lessons(self) -> tuple[LeadersLessons, Lessons]:
        """Return what this month teaches leaders and persons; the government learns at once."""
        kept, overdue = self._promises()
        gathered = self._lessons_of_leaders(kept, overdue), self._lessons_of_persons(kept, overdue)
        self.model.government.learn()
        return gathered

    def learn(self, of_leaders: LeadersLessons, of_persons: Lessons) -> None:
        """Update beliefs about pay, trust of leaders and trust of persons by the lessons of the month."""
        self._pay_days()
        self._leaders(of_leaders)
        self._persons(of_persons)

    def _pay_days(self) -> None:
        """Groups with men in a programme learn whether its pay day was kept."""
        model = self.model
        memory = model.parameters["pay_memory_monthly"]
        for programme in self._paying:
            serving = programme.serving_rows()
            if len(serving) == 0:
                continue
            learn_pay_day(model.population.group, serving, programme.paid, memory, programme.belief)

    def _promises(self) -> tuple[float, float]:
        """Return the salience of what the government kept this month and of what it leaves overdue."""
        value, owed = self.model.parameters, self.model.ledger.weights(self.model.month, GOVERNMENT)
        overdue = owed.overdue / owed.binding if owed.binding > 0 else 0.0
        return owed.kept_now * value["salience_promise"], overdue * value["salience_overdue"]

    def _lessons_of_leaders(self, kept: float, overdue: float) -> LeadersLessons:
        """What this month teaches leaders: promises kept and overdue, fighting, and peaceful contact between coalitions."""
        model, value, leaders = self.model, self.model.parameters, self.model.leaders
        fights = model.conditions.fights
        return LeadersLessons(
            kept=kept,
            overdue=overdue,
            clash=value["salience_clash"],
            contact=value["salience_contact"],
            active=leaders.active(model.month),
            negotiates=leaders.negotiates,
            at_war=leaders.at_war(fights, leaders.coalition),
            clashes=leaders.clashing(fights, leaders.coalition),
        )

    def _leaders(self, lessons: LeadersLessons) -> None:
        model, leaders = self.model, self.model.leaders
        teach_leaders(
            model.population.group,
            model.population.alternative,
            model.alternatives.absorbing,
            model.population.counted()[0],
            model.population.trust_government,
            lessons,
            self.learning_of_leaders,
            leaders.trust_government,
            leaders.trust_other,
        )

    def _persons(self, lessons: Lessons) -> None:
        """Persons learn from pay days, promises, fighting, attacks, protection and support, and from their group."""
        model, population = self.model, self.model.population
        self.trusted = learn(
            population.group,
            population.community,
            population.alternative,
            model.region_of_community,
            model.alternatives.absorbing,
            population.counted()[0],
            population.trust_government,
            population.trust_mission,
            population.trust_leader,
            lessons,
            self.learners,
        )

    def _lessons_of_persons(self, kept: float, overdue: float) -> Lessons:
        """What this month teaches persons of each group, state and region.

        Men under arms learn from their leaders' support like from a pay day; months of war wear down everybody.
        Protection by the mission builds trust in it; a one-sided sanctions regime wears it down (report 3.2).
        """
        model, value = self.model, self.model.parameters
        conditions, leaders = model.conditions, model.leaders
        attacked = np.array([programme.attacked for programme in model.programmes], dtype=bool)
        gain, loss, support, no_support = lessons_of(
            (kept, overdue),
            (value["salience_pay_day"], value["salience_attack"]),
            leaders.negotiates & leaders.active(model.month),
            self._state_pays,
            model.paid,
            attacked,
            leaders.support_arrived,
            ARMED,
            FIRST_PROGRAMME,
        )
        for programme in model.programmes:
            programme.attacked = False
        one_sided = conditions.sanctions_strength * (1 - conditions.sanctions_even_handedness)
        return Lessons(
            government_gain=gain,
            government_loss=loss,
            war=np.where(model.regions_at_war(), value["salience_clash"], 0.0),
            protection=value["salience_protection"] * conditions.guarantee,
            one_sided=one_sided * value["salience_overdue"],
            support=support,
            no_support=no_support,
        )
