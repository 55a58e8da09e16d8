"""What each option is worth to each who thinks it over: the nine terms of the model's choice rule, as arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.numpy_columns.people import People, Rows
from benchmarks.world.months import Month, World
from ploughshare.agents.options import ARMED, HOME, RIVAL
from ploughshare.scenario.programmes import Payer, ProgrammeKind

Floats = NDArray[np.float64]


class Prospects:
    """Values of options, shape (n, K)."""

    def __init__(self, world: World, people: People) -> None:
        self.world, self.people, self.value = world, people, world.parameters

    def utility(self, month: Month, rows: Rows, kin: Floats) -> Floats:
        """Return the sum of the nine terms, logits."""
        people, value, faced = self.people, self.value, month.faced
        present = people.alternative[rows].astype(np.int64)
        region = people.region[rows]
        units = units_of(self.world, month)
        has_unit = (present != HOME)[:, None]
        peers = np.where(has_unit, 0.5 * kin, kin) + 0.5 * has_unit * units[present]
        distrust = 1 - people.trust_government[rows].astype(np.float64)[:, None]
        unprotected = 1 - faced.guarantee[region][:, None]
        aversion = np.zeros((1, len(self.world.alternatives)))
        aversion[0, RIVAL], aversion[0, ARMED] = value["rival_aversion"], value["armed_hardship"]
        return np.asarray(
            value["income_weight"] * np.log(self._income_ratio(month, rows))
            - value["risk_weight"] * np.broadcast_to(faced.believed_risk, kin.shape)
            - value["security_weight"]
            * self.world.alternatives.disarms[None, :]
            * faced.threat[region][:, None]
            * distrust
            * unprotected
            + value["trust_weight"] * self._trust_in_providers(month, rows)
            + value["peer_weight"] * (peers - peers.mean(axis=1, keepdims=True))
            + value["order_weight"]
            * faced.orders[people.group[rows]]
            * people.attachment[rows].astype(np.float64)[:, None]
            + value["rank_weight"] * self._rank_gap(month, rows)
            + value["home_weight"] * self._at_home(month, rows)
            - value["switching_cost"] * (1.0 - units[present])
            - aversion
        )

    def _income_ratio(self, month: Month, rows: Rows) -> Floats:
        people, value, faced = self.people, self.value, month.faced
        home, groups = people.home[rows], people.group[rows]
        cost = faced.subsistence_xof[home]
        fallback = value["fallback_share"] * cost
        illicit = value["moonlighting_share"] * faced.illicit_per_head_xof[people.region[rows]]
        rho = value["risk_aversion"]
        at_home = certain(faced.licit_wage_xof[home], faced.job_chance[home], fallback, rho) / cost
        ratio = np.empty((len(rows), len(self.world.alternatives)))
        ratio[:] = at_home[:, None]
        support = value["armed_support_reliability"]
        ratio[:, ARMED] = certain(faced.armed_pay_xof[groups], support, fallback + illicit, rho) / cost
        ratio[:, RIVAL] = certain(value["rival_pay_xof_per_month"], support, fallback, rho) / cost
        for frame, now in zip(self.world.frames, month.programmes, strict=True):
            here = people.alternative[rows] == frame.alternative
            if not now.open and not here.any():
                continue
            own = value["own_pay_weight"] * np.where(here, people.paid_months[rows], 0).astype(np.float64)
            missed = value["own_pay_weight"] * np.where(here, people.unpaid_months[rows], 0).astype(np.float64)
            kept = now.belief[groups, 0] + own
            reliability = kept / (kept + now.belief[groups, 1] + missed)
            besides = fallback + illicit * frame.definition.illicit_share
            stream = certain(np.full(len(rows), now.pay_xof), reliability, besides, rho) / cost
            share = present_share(np.where(here, 0.0, frame.delay_months), frame.duration_months, value)
            ratio[:, frame.alternative] = share * stream + (1 - share) * at_home
        now_earned = ratio[np.arange(len(rows)), people.alternative[rows]][:, None]
        worse = now_earned * (ratio / now_earned) ** value["loss_aversion"]
        return np.where(ratio >= now_earned, ratio, worse)

    def _trust_in_providers(self, month: Month, rows: Rows) -> Floats:
        people, faced = self.people, month.faced
        trusts = np.zeros((len(rows), len(self.world.alternatives)))
        trusts[:, ARMED] = people.trust_leader[rows]
        trusts[:, HOME] = faced.acceptance[people.home[rows]]
        trusts[:, RIVAL] = faced.extremist_exposure[people.home[rows]]
        for frame in self.world.frames:
            by_mission = frame.definition.payer is Payer.MISSION
            trusts[:, frame.alternative] = (people.trust_mission if by_mission else people.trust_government)[rows]
        return trusts

    def _rank_gap(self, month: Month, rows: Rows) -> Floats:
        gap = np.zeros((len(rows), len(self.world.alternatives)))
        for frame, now in zip(self.world.frames, month.programmes, strict=True):
            if frame.definition.kind is ProgrammeKind.STATE_FORCE:
                gap[:, frame.alternative] = now.rank_offered - self.people.rank_expected[rows].astype(np.float64)
        return gap

    def _at_home(self, month: Month, rows: Rows) -> Floats:
        region = self.world.region_of_community[self.people.home[rows]]
        at_home = np.zeros((len(rows), len(self.world.alternatives)))
        at_home[:, (ARMED, HOME)] = 1.0
        for frame, now in zip(self.world.frames, month.programmes, strict=True):
            at_home[:, frame.alternative] = now.near[region] * frame.definition.home_deployment_share
        return at_home


def units_of(world: World, month: Month) -> Floats:
    """Return 1 where the unit of those in an option (rows) is or is being taken over to (columns)."""
    units = np.eye(len(world.alternatives))
    for frame, now in zip(world.frames, month.programmes, strict=True):
        if now.open:
            for name in frame.definition.eligibility.serving_in:
                units[world.alternatives.names.index(name), frame.alternative] = 1.0
    return units


def certain(pay: Floats | float, reliability: Floats | float, fallback: Floats, risk_aversion: float) -> Floats:
    """Return the certainty equivalent of pay that arrives with chance `reliability`, XOF a month."""
    paid = pay + fallback
    if abs(risk_aversion - 1.0) < 1e-9:
        return np.asarray(np.exp(reliability * np.log(paid) + (1 - reliability) * np.log(fallback)))
    power = 1 - risk_aversion
    return np.asarray((reliability * paid**power + (1 - reliability) * fallback**power) ** (1 / power))


def present_share(delay: Floats, duration: float, value: Mapping[str, float]) -> Floats:
    """Return which share of a stream over the whole horizon a delayed or ending stream is worth."""
    horizon, bias = value["income_horizon_months"], value["present_bias"]
    monthly = value["discount_factor_yearly"] ** (1 / 12)

    def worth(start: Floats, end: Floats) -> Floats:
        start, end = np.minimum(start, horizon), np.minimum(end, horizon)
        total = end - start if monthly >= 1.0 else (monthly**start - monthly**end) / (1 - monthly)
        return np.asarray(bias * total + (1 - bias) * ((start < 1) & (end > start)))

    return np.asarray(worth(delay, delay + duration) / worth(np.zeros_like(delay), np.full_like(delay, horizon)))
