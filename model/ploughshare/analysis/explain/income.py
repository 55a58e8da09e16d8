"""The income term taken apart: what the gap would be if every pay day were believed kept, and what doubt takes away.

Income and reliability interact (a sure small pay may beat a large doubtful one), and the present income binds options
together, because losses against it weigh more. Parts are therefore Shapley values over the inputs that interact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, HOME, RIVAL
from ploughshare.agents.population import Rows
from ploughshare.analysis.shapley import Coalition, shapley
from ploughshare.model import DDRModel
from ploughshare.rules import income

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RELIABILITY_PARTS = ("doubt about the option", "doubt about the other", "doubt about other present pay")
INCOME_PARTS = ("pay and licit work", "illicit earnings", "waiting and end of pay", "losses weigh more")


@dataclass(frozen=True)
class Streams:
    """What n persons would have a month in each of K options; arrays of shape (n, K) unless said otherwise."""

    pay_xof: Floats
    chance: Floats
    """believed chance that a month's pay arrives, at home that of a month of licit work"""
    pay_days: Flags
    """whether the chance is one of pay days kept (licit work at home is none), shape (K,)"""
    illicit_xof: Floats
    fallback_xof: Floats
    """what is left in a month without pay, shape (n,)"""
    subsistence_xof: Floats
    """shape (n,)"""
    share: Floats
    """worth of the delayed or ending stream over one that flows now and throughout, 0 to 1"""
    home: int
    """the option lived on while waiting"""
    present: NDArray[np.int64]
    """where each person is now, shape (n,)"""
    risk_aversion: float
    loss_aversion: float
    weight: float
    """logits a unit of log income"""


def streams(model: DDRModel, rows: Rows) -> Streams:
    """Gather the inputs of the income term as `Choices.income_ratio` takes them."""
    population, value, outlook = model.population, model.parameters, model.outlook
    n, options = len(rows), len(model.alternatives)
    home, groups = population.home[rows], population.group[rows]
    illicit = value["moonlighting_share"] * model.conditions.illicit_per_head_xof[population.region_of(rows)]
    pay = np.repeat(outlook.licit_wage_xof[home][:, None], options, axis=1)
    chance = np.repeat(outlook.job_chance[home][:, None], options, axis=1)
    besides, share = np.zeros((n, options)), np.ones((n, options))
    pay_days = np.zeros(options, dtype=bool)
    pay[:, ARMED], besides[:, ARMED] = outlook.armed_pay_xof[groups], illicit
    pay[:, RIVAL] = value["rival_pay_xof_per_month"]
    chance[:, [ARMED, RIVAL]] = value["armed_support_reliability"]
    pay_days[[ARMED, RIVAL]] = True
    for programme in model.programmes:
        column = programme.alternative
        here = population.alternative[rows] == column
        if not programme.open and not here.any():
            continue
        pay_days[column] = True
        pay[:, column] = programme.expected_pay_xof[model.month]
        kept, missed = programme.belief[groups, 0], programme.belief[groups, 1]
        chance[:, column] = model.own_reliability(rows, here, kept, missed)
        besides[:, column] = illicit * programme.definition.illicit_share
        share[:, column] = income.present_share(
            np.where(here, 0.0, programme.delay_months),
            np.full(n, programme.duration_months),
            value["income_horizon_months"],
            value["discount_factor_yearly"],
            value["present_bias"],
        )
    cost = outlook.subsistence_xof[home]
    return Streams(
        pay_xof=pay,
        chance=chance,
        pay_days=pay_days,
        illicit_xof=besides,
        fallback_xof=value["fallback_share"] * cost,
        subsistence_xof=cost,
        share=share,
        home=HOME,
        present=population.alternative[rows].astype(np.int64),
        risk_aversion=value["risk_aversion"],
        loss_aversion=value["loss_aversion"],
        weight=value["income_weight"],
    )


def ratios(seen: Streams, believed: bool = False, illicit: bool = True, waiting: bool = True) -> Floats:
    """Return income over subsistence before losses are weighed, shape (n, K).

    `believed` takes every pay day as kept; without `illicit` there are no illicit earnings; without `waiting` pay
    flows at once and throughout.
    """
    chance = np.where(seen.pay_days, 1.0, seen.chance) if believed else seen.chance
    fallback = seen.fallback_xof[:, None] + (seen.illicit_xof if illicit else 0.0)
    sure = income.certainty_equivalent_xof(seen.pay_xof, chance, fallback, seen.risk_aversion)
    ratio = sure / seen.subsistence_xof[:, None]
    if not waiting:
        return np.asarray(ratio)
    return np.asarray(seen.share * ratio + (1 - seen.share) * ratio[:, [seen.home]])


def of_present(seen: Streams, table: Floats) -> Floats:
    """Return each person's entry for the option he is in, shape (n, 1)."""
    return np.take_along_axis(table, seen.present[:, None], axis=1)


def values(seen: Streams, ratio: Floats, present: Floats) -> Floats:
    """Return the income term, logits, of options with these ratios, losses weighed against the `present` one."""
    return np.asarray(seen.weight * np.log(income.loss_averse_ratio(ratio, present, seen.loss_aversion)))


class IncomeGaps:
    """Mean gaps of the income term between options, taken apart. Tables of ratios are made once and kept."""

    def __init__(self, seen: Streams) -> None:
        self.seen = seen
        self.doubted = ratios(seen)
        self.believed = ratios(seen, believed=True)
        self._sure = {
            (illicit, waiting): ratios(seen, believed=True, illicit=illicit, waiting=waiting)
            for illicit in (False, True)
            for waiting in (False, True)
        }

    def believed_term(self) -> Floats:
        """Return the income term of every option if every pay day were believed kept, shape (n, K), logits."""
        return values(self.seen, self.believed, of_present(self.seen, self.believed))

    def income_parts(self, option: int, other: int, who: Flags) -> dict[str, float]:
        """Return the parts of the mean gap while every pay day is believed kept, in logits.

        They sum to it: `pay and licit work` is the gap without the three others, which share the rest by Shapley.
        """
        pair = [option, other]

        def gap(some: Coalition) -> float:
            ratio = self._sure[INCOME_PARTS[1] in some, INCOME_PARTS[2] in some]
            two = ratio[:, pair]
            present = of_present(self.seen, ratio) if INCOME_PARTS[3] in some else two  # no loss against itself
            return _mean_gap(values(self.seen, two, present), who)

        return {INCOME_PARTS[0]: gap(frozenset())} | shapley(INCOME_PARTS[1:], gap)

    def reliability_parts(self, option: int, other: int, who: Flags) -> dict[str, float]:
        """Return what doubt about pay days adds to the mean gap, by whose pay is doubted, in logits.

        Doubt about a present pay that is neither of the two counts because losses are measured against it.
        """
        pair = [option, other]
        part = np.full(self.doubted.shape[1], 2)
        part[pair] = 0, 1

        def gap(some: Coalition) -> float:
            in_doubt = np.array([name in some for name in RELIABILITY_PARTS])[part]
            two = np.where(in_doubt[pair], self.doubted[:, pair], self.believed[:, pair])
            of_doubted, of_believed = of_present(self.seen, self.doubted), of_present(self.seen, self.believed)
            present = np.where(in_doubt[self.seen.present][:, None], of_doubted, of_believed)
            return _mean_gap(values(self.seen, two, present), who)

        return shapley(RELIABILITY_PARTS, gap)


def _mean_gap(two: Floats, who: Flags) -> float:
    return float((two[who, 0] - two[who, 1]).mean())
