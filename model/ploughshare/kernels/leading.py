"""What the leaders of all groups see, weigh and endorse in a month, group by group (`rules/leadership.py`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.philox import normal_at, uniform_at
from ploughshare.rules.leadership import (
    LeaderView,
    LeaderWeights,
    cooperate_terms,
    endorsement,
    hold_terms,
    next_stance,
    order_to_stay,
    released_share,
    split_hazard,
    support_failure,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
Counts = NDArray[np.int64]


class Sight(NamedTuple):
    """What the leaders of all groups see this month; G groups, P programmes. Persons are simulated persons."""

    delivery: float
    """belief that provisions are kept, 0 to 1"""
    place_share: float
    """places in sight per man under arms of the groups that negotiate, at most 1"""
    pressure: float
    """international pressure, 0 to 1"""
    talks: bool
    """whether talks are under way"""
    scale: float
    """persons simulated per person described"""
    soldier_pay_xof: float
    """pay of a soldier, XOF a month"""
    on_offer: Flags
    """programmes announced and not closed, shape (P,)"""
    dividends: Floats
    """dividends of each programme expected per man under arms, 0 to 1, shape (P,)"""
    disarms: Floats
    """how far each programme disarms, 0 to 1, shape (P,)"""
    active: Flags
    """groups that exist, shape (G,)"""
    at_war: Flags
    """groups that fight the government, shape (G,)"""
    allowance: Floats
    """allowance a seat of each group's coalition draws, in tens of a soldier's pay, shape (G,)"""
    trust: Floats
    """trust in the government, 0 to 1, shape (G,)"""
    guarantee: Floats
    """the mission's protection where each group's persons live, 0 to 1, shape (G,)"""
    threat: Floats
    """threat where each group's persons live, 0 to 1, shape (G,)"""
    tax_xof: Floats
    """taxes, XOF a month, shape (G,)"""
    armed: Floats
    """persons under arms, shape (G,)"""
    present: Floats
    """persons alive and free, shape (G,)"""


class Leaning(NamedTuple):
    """How leaders turn what they see into a stance and endorsements; see the catalogue of parameters."""

    weights: LeaderWeights
    temperature: float
    inertia: float
    war_factor: float
    dividend_weight: float
    threshold: float
    ceiling: float
    support_reliability: float
    noise: float
    """standard deviation of what else moves them, logits"""


class Lots(NamedTuple):
    """Where the random numbers of leaders stand, as words."""

    leaders: Words
    """of each group, shape (G,)"""
    stance: np.uint64
    """decision under which what else moves them stands"""
    support: np.uint64
    """decision and option under which the lot stands by which support arrives"""
    support_option: np.uint64
    split: np.uint64
    """decision under which the lot stands by which a group leaves its coalition"""
    k0: np.uint64
    k1: np.uint64


class Decided(NamedTuple):
    """What leaders decide, filled in for groups that exist; the others keep what they had."""

    stance: Floats
    cooperate: Floats
    hold: Floats
    support_arrived: Flags
    endorses: Flags
    """shape (G, P)"""
    released: Floats
    """shape (G, P)"""


@inlined
def view_of(sight: Sight, group: int) -> LeaderView:
    """Return what the leaders of one group see."""
    armed, allowance = max(sight.armed[group], 1.0), sight.allowance[group]
    return LeaderView(
        sight.delivery,
        sight.place_share,
        allowance,
        sight.pressure,
        sight.trust[group],
        sight.guarantee[group],
        sight.tax_xof[group] * sight.scale / armed / sight.soldier_pay_xof,
        armed / max(sight.present[group], 1.0),
        1.0 if sight.talks or allowance > 0.0 else 0.0,
    )


@kernel
def decide(sight: Sight, leaning: Leaning, lots: Lots, month: int, decided: Decided) -> None:
    """Let the leaders of every group support their men, weigh and endorse.

    Support arrives where a uniform number is not below its chance to fail.
    """
    when, none = np.uint64(month), np.uint64(0)
    for group in range(len(sight.active)):
        if sight.active[group]:
            who = lots.leaders[group]
            lot = uniform_at(who, when, lots.support, lots.support_option, lots.k0, lots.k1)
            decided.support_arrived[group] = lot >= _chance_of_failing(sight, leaning, group)
            noise = leaning.noise * normal_at(who, when, lots.stance, none, lots.k0, lots.k1)
            _weigh(sight, leaning, noise, group, decided)
            _endorse(sight, leaning, group, decided)


@inlined
def _chance_of_failing(sight: Sight, leaning: Leaning, group: int) -> float:
    """Return the chance that support does not reach the men under arms; a single man is the least."""
    armed = max(sight.armed[group] / sight.scale, 1.0)
    return support_failure(leaning.support_reliability, sight.tax_xof[group] / armed / sight.soldier_pay_xof)


@inlined
def _weigh(sight: Sight, leaning: Leaning, noise: float, group: int, decided: Decided) -> None:
    """Weigh cooperating against holding out; war with the government leaves only a part of the stance."""
    view = view_of(sight, group)
    cooperate, hold = sum(cooperate_terms(view, leaning.weights)), sum(hold_terms(view, leaning.weights))
    stance = next_stance(decided.stance[group], cooperate + noise, hold, leaning.temperature, leaning.inertia)
    decided.cooperate[group], decided.hold[group] = cooperate, hold
    decided.stance[group] = stance * leaning.war_factor if sight.at_war[group] else stance


@inlined
def _endorse(sight: Sight, leaning: Leaning, group: int, decided: Decided) -> None:
    """Decide for each programme whether men may go, and which share of them."""
    stance, trust, guarantee = decided.stance[group], sight.trust[group], sight.guarantee[group]
    for number in range(len(sight.on_offer)):
        disarms, dividends = sight.disarms[number], leaning.dividend_weight * sight.dividends[number]
        margin = endorsement(stance, trust, guarantee, disarms, sight.threat[group], dividends, leaning.threshold)
        endorses = sight.on_offer[number] and margin > 0.0
        share = released_share(stance, trust, guarantee, disarms, leaning.ceiling)
        decided.endorses[group, number] = endorses
        decided.released[group, number] = share if endorses else 0.0


@kernel
def leave_coalitions(
    active: Flags,
    joins: Counts,
    none: int,
    armed: Floats,
    in_posts: Floats,
    base: float,
    lots: Lots,
    month: int,
    coalition: Counts,
) -> Flags:
    """Let groups reconsider their coalition, one after the other, and return which leave, shape (G,).

    In its turn each group that exists joins the coalition it `joins` this month, and leaves for `none` by a lot if its
    share of posts lags its share of men (fragmentation, report 3.3.1). `coalition` is that of each group before, and is
    changed. Persons `armed` and `in_posts` have shape (G,).
    """
    when, only = np.uint64(month), np.uint64(0)
    left = np.zeros(len(active), dtype=np.bool_)
    for group in range(len(active)):
        if not active[group]:
            continue
        coalition[group] = joins[group]
        if coalition[group] != none:
            hazard = _split_hazard(group, active, coalition, armed, in_posts, base)
            lot = uniform_at(lots.leaders[group], when, lots.split, only, lots.k0, lots.k1)
            left[group] = lot < hazard
            coalition[group] = none if left[group] else coalition[group]
    return left


@inlined
def _split_hazard(group: int, active: Flags, coalition: Counts, armed: Floats, in_posts: Floats, base: float) -> float:
    """Return the chance that a group leaves: by its shares of the posts and of the men of its coalition."""
    posts = men = 0.0
    for other in range(len(active)):
        if active[other] and coalition[other] == coalition[group]:
            posts += in_posts[other]
            men += armed[other] + in_posts[other]
    if posts == 0.0:
        return 0.0
    return split_hazard(in_posts[group] / posts, (armed[group] + in_posts[group]) / men, base)


@kernel
def give_orders(
    active: Flags, stance: Floats, endorses: Flags, taken_over: Flags, most: float, armed: int, first_programme: int
) -> Floats:
    """Return the leaders' orders for each option, shape (G, K): hold the line, go where endorsed.

    Nobody is ordered to stay in an option that a programme takes over, `taken_over` of shape (P, K), once his leaders
    endorse that programme. Groups that do not exist order nothing.
    """
    groups, programmes = endorses.shape
    orders = np.zeros((groups, first_programme + programmes))
    for group in range(groups):
        if not active[group]:
            continue
        orders[group, armed] = order_to_stay(stance[group], most)
        for number in range(programmes):
            orders[group, first_programme + number] = stance[group] if endorses[group, number] else 0.0
        for number in range(programmes):
            for option in range(orders.shape[1]):
                if endorses[group, number] and taken_over[number, option]:
                    orders[group, option] = 0.0
    return orders
