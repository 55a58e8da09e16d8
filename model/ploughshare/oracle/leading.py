"""What leaders of armed groups see, weigh and endorse in a month, one group after the other.

Sources: docs/odd.md, leaders; those named in `rules/leadership.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.leading import Decided, Leaning, Lots, Sight
from ploughshare.oracle.arithmetic import log, logistic
from ploughshare.oracle.randomness import normal, uniform
from ploughshare.rules.leadership import LeaderView, LeaderWeights


def decide(sight: Sight, leaning: Leaning, lots: Lots, month: int, decided: Decided) -> None:
    """Let the leaders of every group that exists support their men, weigh and endorse; the others keep what they had."""
    key = (int(lots.k0), int(lots.k1))
    for group, active in enumerate(sight.active.tolist()):
        if active:
            leaders = int(lots.leaders[group])
            lot = uniform(key, int(lots.support), month, leaders, int(lots.support_option))
            decided.support_arrived[group] = lot >= chance_of_failing(sight, leaning, group)
            noise = leaning.noise * normal(key, int(lots.stance), month, leaders)
            weigh(sight, leaning, noise, group, decided)
            endorse(sight, leaning, group, decided)


def chance_of_failing(sight: Sight, leaning: Leaning, group: int) -> float:
    """Return the chance that support does not arrive: taxes of a soldier's pay for each man under arms halve it."""
    men = max(float(sight.armed[group]) / sight.scale, 1.0)
    soldiers_pays = float(sight.tax_xof[group]) / men / sight.soldier_pay_xof
    return (1.0 - leaning.support_reliability) / (1.0 + soldiers_pays)


def view_of(sight: Sight, group: int) -> LeaderView:
    """Return what the leaders of one group see; they sit at a table while talks are under way or allowances are drawn."""
    men, allowance = max(float(sight.armed[group]), 1.0), float(sight.allowance[group])
    return LeaderView(
        delivery=sight.delivery,
        place_share=sight.place_share,
        allowance=allowance,
        pressure=sight.pressure,
        trust=float(sight.trust[group]),
        guarantee=float(sight.guarantee[group]),
        tax_per_man=float(sight.tax_xof[group]) * sight.scale / men / sight.soldier_pay_xof,
        armed_share=men / max(float(sight.present[group]), 1.0),
        talks=1.0 if sight.talks or allowance > 0.0 else 0.0,
    )


def weigh(sight: Sight, leaning: Leaning, noise: float, group: int, decided: Decided) -> None:
    """Move the stance towards the balance of both sides; fighting the government leaves a part of it."""
    view, inertia = view_of(sight, group), leaning.inertia
    cooperate, hold = for_cooperating(view, leaning.weights), for_holding_out(view, leaning.weights)
    reached = logistic((cooperate + noise - hold) / leaning.temperature)
    stance = inertia * float(decided.stance[group]) + (1.0 - inertia) * reached
    if sight.at_war[group]:
        stance = stance * leaning.war_factor
    decided.cooperate[group], decided.hold[group], decided.stance[group] = cooperate, hold, stance


def for_cooperating(view: LeaderView, weights: LeaderWeights) -> float:
    """Return offices, places, allowances and pressure less the fear of being exploited, logits."""
    total = weights.office * view.delivery
    total += weights.quota * view.delivery * view.place_share
    total += weights.allowance * view.allowance * view.talks
    total += weights.pressure * view.pressure
    total -= weights.exploitation * (1.0 - view.trust) * (1.0 - view.guarantee)
    return total


def for_holding_out(view: LeaderView, weights: LeaderWeights) -> float:
    """Return taxes kept, bargaining power of men under arms, and the standing that talks give, logits."""
    total = weights.tax * log(1.0 + view.tax_per_man)
    total += weights.bargaining * view.armed_share
    total += weights.status * view.talks * (1.0 + view.allowance)
    return total


def endorse(sight: Sight, leaning: Leaning, group: int, decided: Decided) -> None:
    """Endorse what is on offer if stance and dividends outweigh threshold and fear; the more fear, the fewer may go."""
    stance, threat = float(decided.stance[group]), float(sight.threat[group])
    distrust, unprotected = 1.0 - float(sight.trust[group]), 1.0 - float(sight.guarantee[group])
    for number, on_offer in enumerate(sight.on_offer.tolist()):
        exposed = float(sight.disarms[number]) * distrust * unprotected
        margin = stance + leaning.dividend_weight * float(sight.dividends[number]) - leaning.threshold
        endorses = on_offer and margin - exposed * (0.5 + 0.5 * threat) > 0.0
        decided.endorses[group, number] = endorses
        decided.released[group, number] = leaning.ceiling * stance * (1.0 - exposed) if endorses else 0.0


def leave_coalitions(
    active: Any,
    joins: Any,
    none: int,
    armed: Any,
    in_posts: Any,
    base: float,
    lots: Lots,
    month: int,
    coalition: Any,
) -> NDArray[np.bool_]:
    """Return which groups leave their coalition, each in its turn: those with fewer posts than their men deserve may."""
    key = (int(lots.k0), int(lots.k1))
    left = []
    for group in np.flatnonzero(active).tolist():
        coalition[group] = joins[group]
        lot = uniform(key, int(lots.split), month, int(lots.leaders[group]))
        if joins[group] != none and lot < chance_of_leaving(group, active, coalition, armed, in_posts, base):
            coalition[group] = none
            left.append(group)
    return np.isin(np.arange(len(active)), left)


def chance_of_leaving(group: int, active: Any, coalition: Any, armed: Any, in_posts: Any, base: float) -> float:
    """Return the chance that a group leaves its coalition: none while nobody in it has a post."""
    allies = np.flatnonzero(active & (coalition == coalition[group])).tolist()
    posts, men = (
        sum(float(in_posts[ally]) for ally in allies),
        sum(float(armed[ally] + in_posts[ally]) for ally in allies),
    )
    own_posts, own_men = float(in_posts[group]), float(armed[group] + in_posts[group])
    if posts == 0.0 or own_men == 0.0:
        return 0.0
    return base * max(0.0, 1.0 - own_posts / posts / (own_men / men))


def give_orders(
    active: Any, stance: Any, endorses: Any, taken_over: Any, most: float, armed: int, first_programme: int
) -> NDArray[np.float64]:
    """Return what leaders order for each option: to stay under arms, to enter what they endorse and leave what it takes over."""
    orders = np.zeros((len(active), taken_over.shape[1]))
    for group in np.flatnonzero(active).tolist():
        endorsed = np.flatnonzero(endorses[group])
        orders[group, armed] = most * (1.0 - float(stance[group]))
        orders[group, first_programme + endorsed] = stance[group]
        orders[group, taken_over[endorsed].any(axis=0)] = 0.0
    return orders
