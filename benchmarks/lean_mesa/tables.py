"""What is the same for many persons in a month, worked out once: plain lists of Python numbers."""

from __future__ import annotations

from math import exp, log
from typing import Any

from benchmarks.world.months import Month, World, in_lists
from ploughshare.agents.options import ARMED, HOME, RIVAL
from ploughshare.scenario.programmes import Payer

BY_LEADER, BY_HOME, BY_RIVAL, BY_GOVERNMENT, BY_MISSION = range(5)
"""whose trustworthiness counts for an option"""


class Constants:
    """What stays the same over the run."""

    def __init__(self, world: World) -> None:
        value = dict(world.parameters)
        table = in_lists(world.alternatives)
        self.value = value
        self.region_of_community: list[int] = world.region_of_community.tolist()
        self.options = len(world.alternatives)
        self.option_of: Any = table.option
        self.nest_of: Any = table.nest
        self.disarms: Any = table.disarms
        self.death_chance = [risk / 12 for risk in table.death_risk_per_year]
        self.names = table.names
        self.theta = value["nest_dissimilarity"]
        self.rho = value["risk_aversion"]
        self.aversion = [0.0] * self.options
        self.aversion[RIVAL], self.aversion[ARMED] = value["rival_aversion"], value["armed_hardship"]
        self.provider = [BY_GOVERNMENT] * self.options
        self.provider[ARMED], self.provider[HOME], self.provider[RIVAL] = BY_LEADER, BY_HOME, BY_RIVAL
        self.frames = [in_lists(frame) for frame in world.frames]
        self.rules = [frame.definition.eligibility for frame in world.frames]
        for frame in world.frames:
            if frame.definition.payer is Payer.MISSION:
                self.provider[frame.alternative] = BY_MISSION
        self.present_share = [present_share(f.delay_months, f.duration_months, value) for f in world.frames]
        self.present_share_serving = [present_share(0.0, f.duration_months, value) for f in world.frames]
        self.long_run_trust: Any = world.long_run_trust.tolist()


class MonthTables:
    """What persons face in one month."""

    ratio_home: list[float]
    ratio_rival: list[float]
    rank_offered: list[float | None]
    """rank that options which integrate offer, none for the others"""

    def __init__(self, constants: Constants, month: Month, kin: list[Any]) -> None:
        now: Any = in_lists(month)
        self.number = month.number
        self.month = now
        self.faced = now.faced
        self.programmes = now.programmes
        self.kin = kin
        self.kin_sum = [[sum(shares) for shares in of_group] for of_group in kin]
        self.open = [number for number, programme in enumerate(now.programmes) if programme.open]
        self._units(constants)
        self._incomes(constants)
        self._other_terms(constants)

    def _units(self, constants: Constants) -> None:
        options = constants.options
        self.units = [[float(row == column) for column in range(options)] for row in range(options)]
        self.asked = [False] * options
        for rule, frame, programme in zip(constants.rules, constants.frames, self.programmes, strict=True):
            for name in rule.serving_in if programme.open else ():
                row = constants.names.index(name)
                self.units[row][frame.alternative] = 1.0
                self.asked[row] |= programme.just_opened
        self.unit_sum = [sum(row) for row in self.units]

    def _incomes(self, constants: Constants) -> None:
        value, faced, rho = constants.value, self.faced, constants.rho
        self.fallback = [value["fallback_share"] * cost for cost in faced.subsistence_xof]
        self.illicit = [value["moonlighting_share"] * xof for xof in faced.illicit_per_head_xof]
        self.ratio_home = [
            certain(wage, chance, fallback, rho) / cost
            for wage, chance, fallback, cost in zip(
                faced.licit_wage_xof, faced.job_chance, self.fallback, faced.subsistence_xof, strict=True
            )
        ]
        support, pay = value["armed_support_reliability"], value["rival_pay_xof_per_month"]
        self.ratio_rival = [
            certain(pay, support, fallback, rho) / cost
            for fallback, cost in zip(self.fallback, faced.subsistence_xof, strict=True)
        ]

    def _other_terms(self, constants: Constants) -> None:
        value = constants.value
        self.risk = [value["risk_weight"] * risk for risk in self.faced.believed_risk]
        self.insecurity = [
            value["security_weight"] * threat * (1 - guarantee)
            for threat, guarantee in zip(self.faced.threat, self.faced.guarantee, strict=True)
        ]
        regions = len(self.faced.threat)
        self.home = [[0.0] * regions for _ in range(constants.options)]
        self.home[ARMED] = self.home[HOME] = [value["home_weight"]] * regions
        self.unaware = [0.0] * constants.options
        for frame, programme in zip(constants.frames, self.programmes, strict=True):
            share = value["home_weight"] * frame.definition.home_deployment_share
            self.home[frame.alternative] = [share * near for near in programme.near]
            self.unaware[frame.alternative] = 1 - programme.promotion


class LessonTables:
    """What persons learn from in one month, as factors: trust -> trust * (1 - gain) + gain, then trust * (1 - loss)."""

    def __init__(self, constants: Constants, now: Any) -> None:
        value, lesson = constants.value, now.lesson
        rate = value["trust_gain"]
        loss = rate * value["trust_loss_ratio"]
        self.rate, self.loss = rate, loss
        self.gained = [lesson.kept * negotiates for negotiates in lesson.negotiates]
        clash = value["salience_clash"]
        self.war = [[clash * at_war for at_war in of_group] for of_group in lesson.at_war]
        self.lost = [lesson.overdue * negotiates for negotiates in lesson.negotiates]
        self.gained_in = [0.0] * constants.options
        self.lost_in = [0.0] * constants.options
        attacked = {strike.programme for strike in (*now.early_strikes, *now.strikes)}
        for number, (frame, programme) in enumerate(zip(constants.frames, now.programmes, strict=True)):
            if frame.definition.payer is Payer.GOVERNMENT:
                (self.gained_in if programme.paid else self.lost_in)[frame.alternative] += value["salience_pay_day"]
            if number in attacked:
                self.lost_in[frame.alternative] += value["salience_attack"]
        self.protection = [min(1.0, rate * value["salience_protection"] * g) for g in lesson.guarantee]
        self.sanctions = 1 - min(1.0, loss * lesson.one_sided_sanctions * value["salience_overdue"])
        self.support_arrived = lesson.support_arrived
        self.support_gain = min(1.0, rate * value["salience_pay_day"])
        self.support = value["salience_pay_day"]


def certain(pay: float, reliability: float, fallback: float, risk_aversion: float) -> float:
    """Return the certainty equivalent of pay that arrives with chance `reliability`, XOF a month."""
    if risk_aversion == 1.0:
        return exp(reliability * log(pay + fallback) + (1 - reliability) * log(fallback))
    power = 1 - risk_aversion
    return float((reliability * (pay + fallback) ** power + (1 - reliability) * fallback**power) ** (1 / power))


def present_share(delay: float, duration: float, value: dict[str, float]) -> float:
    """Return which share of a stream over the whole horizon a delayed or ending stream is worth."""
    horizon, bias = value["income_horizon_months"], value["present_bias"]
    monthly = value["discount_factor_yearly"] ** (1 / 12)

    def worth(start: float, end: float) -> float:
        start, end = min(start, horizon), min(end, horizon)
        total = end - start if monthly >= 1.0 else (monthly**start - monthly**end) / (1 - monthly)
        return float(bias * total + (1 - bias) * (start < 1 < end + 1 and end > start))

    return worth(delay, delay + duration) / worth(0.0, horizon)
