"""One person as a Mesa agent: think it over, live through the month, learn, be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.lean_mesa.choosing import choose
from ploughshare.agents.options import ARMED, CAPTURED, DEAD, FIRST_PROGRAMME, HOME, Stage

if TYPE_CHECKING:
    from benchmarks.lean_mesa.model import LeanModel

GONE = (DEAD, CAPTURED)
LISTED, TRAINING = int(Stage.LISTED), int(Stage.TRAINING)

ADULT_MONTHS = 18 * 12


class Person(mesa.Agent):
    """A person attached to an armed group; attributes as the columns of the model's population."""

    model: LeanModel
    group: int
    home: int
    community: int
    alternative: int
    months_in_state: int
    applied_to: int
    stage: int
    months_in_stage: int
    paid_months: int
    unpaid_months: int
    birth_month: int
    woman: bool
    weapon: bool
    fit: bool
    listed: bool
    listed_in_census: bool
    found_unfit: bool
    demobilised: bool
    absent: bool
    shocked: bool
    fighting_value: float
    rank_expected: float
    attachment: float
    trust_government: float
    trust_leader: float
    trust_mission: float

    def __init__(self, model: LeanModel, columns: dict[str, Any]) -> None:
        super().__init__(model)
        for name, value in columns.items():
            setattr(self, name, value)
        self.region = model.constants.region_of_community[self.community]
        self.home_region = model.constants.region_of_community[self.home]
        self.heard: dict[int, float] = {}
        """how hard to reach with word of each programme, drawn once"""
        self.lots: dict[tuple[str, int], float] = {}

    # -- choosing ------------------------------------------------------------------------------------------------------

    def think(self) -> None:
        """Withdraw from a list when tired of waiting; think the options over now and then, sooner after a shock."""
        state = self.alternative
        if state in GONE:
            return
        model = self.model
        shocked, self.shocked = self.shocked, False
        if self.stage >= TRAINING:
            return
        if self.applied_to and model.uniform() < model.withdrawal:
            self.withdraw()
        group_shocked = model.now.faced.groups_shocked[self.group]
        if self.applied_to and not group_shocked:
            return
        shocked = shocked or group_shocked or model.now.faced.regions_shocked[self.region]
        chance = model.chance_shocked if shocked else model.chance_calm
        if model.uniform() < chance or model.now.asked[state]:
            chosen = choose(self, model)
            if chosen != state:
                self.take(chosen)

    def take(self, chosen: int) -> None:
        """Apply to a programme, or move."""
        if chosen >= FIRST_PROGRAMME:
            self.apply(chosen)
            return
        self.transfer(chosen)
        self.go_home()
        if chosen == ARMED:
            self.weapon = True

    def lot(self, purpose: str, number: int) -> float:
        """Return this person's lot in a lottery, drawn once for the whole run."""
        key = (purpose, number)
        if key not in self.lots:
            self.lots[key] = self.model.uniform()
        return self.lots[key]

    # -- changing state ------------------------------------------------------------------------------------------------

    def transfer(self, to: int) -> None:
        """Move to another alternative; pipelines, absences and pay records end."""
        model, before = self.model, self.alternative
        flow = (self.group, self.region, before, to)
        model.flows[flow] = model.flows.get(flow, 0) + 1
        if before >= FIRST_PROGRAMME:
            del model.serving[before][self]
        if to >= FIRST_PROGRAMME:
            model.serving[to][self] = None
        if self.applied_to:
            self.withdraw()
        self.alternative = to
        self.months_in_state = self.paid_months = self.unpaid_months = 0
        self.absent = False
        if to in GONE:
            self.weapon = False

    def leave(self) -> None:
        """Leave a programme: for the group with a weapon, for home without."""
        self.transfer(ARMED if self.weapon else HOME)
        self.go_home()

    def go_home(self) -> None:
        """Be in the home community again."""
        self.community, self.region = self.home, self.home_region

    def apply(self, to: int) -> None:
        """Put the name on the list of a programme."""
        if self.applied_to:
            self.withdraw()
        self.applied_to, self.stage, self.months_in_stage = to, LISTED, 0
        self.model.applicants[to][self] = None

    def withdraw(self) -> None:
        """Leave the pipeline."""
        del self.model.applicants[self.applied_to][self]
        self.applied_to = self.stage = self.months_in_stage = 0

    # -- the rest of the month -----------------------------------------------------------------------------------------

    def live(self) -> None:
        """Survive or not, and learn from pay days, promises, fighting, protection and the leaders' support."""
        model = self.model
        lesson, group, region = model.lesson, self.group, self.region
        if self.alternative not in GONE and model.uniform() < model.death_chance[self.alternative]:
            self.transfer(DEAD)
        state = self.alternative
        war = lesson.war[group][region]
        trust = self.trust_government
        gained = lesson.rate * (lesson.gained[group] + lesson.gained_in[state])
        if gained:
            trust += (gained if gained < 1.0 else 1.0) * (1.0 - trust)
        lost = lesson.loss * (lesson.lost[group] + lesson.lost_in[state] + war)
        if lost:
            trust -= (lost if lost < 1.0 else 1.0) * trust
        self.trust_government = trust
        mission = self.trust_mission
        mission += lesson.protection[region] * (1.0 - mission)
        self.trust_mission = mission = mission * lesson.sanctions
        leader = self.trust_leader
        lost = lesson.loss * war
        if state == ARMED:
            if lesson.support_arrived[group]:
                leader += lesson.support_gain * (1.0 - leader)
            else:
                lost += lesson.loss * lesson.support
        if lost:
            leader -= (lost if lost < 1.0 else 1.0) * leader
        self.trust_leader = leader
        sums = model.trust_sums[group]
        if self.alternative not in GONE:
            sums[0] += trust
            sums[1] += mission
            sums[2] += leader
            sums[3] += 1.0

    def settle(self) -> None:
        """Talk with peers, remember, and be counted for the record and for next month's stock."""
        model, group, state = self.model, self.group, self.alternative
        keep = model.keep_trust
        to_government, to_mission, to_leader = model.drawn_to[group]
        self.trust_government = keep * self.trust_government + to_government
        self.trust_mission = keep * self.trust_mission + to_mission
        self.trust_leader = keep * self.trust_leader + to_leader
        row = model.states[group][self.region][model.option_of[state]]
        row[0] += 1
        row[1] += self.woman
        row[2] += model.now.number - self.birth_month < ADULT_MONTHS
        row[3] += self.weapon
        row[4] += self.fighting_value
        self.count()
        self.months_in_state += 1
        if self.stage:
            self.months_in_stage += 1

    def count(self) -> None:
        """Be counted in the stock with which next month begins."""
        model, group, state = self.model, self.group, self.alternative
        if state not in GONE:
            model.kin_counts[group][self.home_region][state] += 1
        if state == ARMED:
            model.armed_in[group][self.community] += 1
