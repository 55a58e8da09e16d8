"""What leaders of armed groups weigh and endorse in a month, one group after the other.

Sources: docs/odd.md, leaders; those named in `rules/leadership.py`.
"""

from __future__ import annotations

from typing import Any

from ploughshare.kernels.leading import Decided, Leaning, Sight
from ploughshare.oracle.arithmetic import log, logistic


def decide(sight: Sight, leaning: Leaning, noise: Any, lot: Any, decided: Decided) -> None:
    """Let the leaders of every group that exists support their men, weigh and endorse; the others keep what they had."""
    for group, active in enumerate(sight.active.tolist()):
        if active:
            decided.support_arrived[group] = float(lot[group]) >= chance_of_failing(sight, leaning, group)
            cooperate, hold = for_cooperating(sight, leaning, group), for_holding_out(sight, leaning, group)
            balance = (cooperate + float(noise[group]) - hold) / leaning.temperature
            inertia = leaning.inertia
            stance = inertia * float(decided.stance[group]) + (1.0 - inertia) * logistic(balance)
            if sight.at_war[group]:
                stance = stance * leaning.war_factor
            decided.cooperate[group], decided.hold[group], decided.stance[group] = cooperate, hold, stance
            endorse(sight, leaning, group, stance, decided)


def chance_of_failing(sight: Sight, leaning: Leaning, group: int) -> float:
    """Return the chance that support does not arrive: taxes of a soldier's pay for each man under arms halve it."""
    men = max(float(sight.armed[group]) / sight.scale, 1.0)
    soldiers_pays = float(sight.tax_xof[group]) / men / sight.soldier_pay_xof
    return (1.0 - leaning.support_reliability) / (1.0 + soldiers_pays)


def for_cooperating(sight: Sight, leaning: Leaning, group: int) -> float:
    """Return offices, places, allowances and pressure less the fear of being exploited, logits."""
    weights = leaning.weights
    allowance = float(sight.allowance[group])
    total = weights.office * sight.delivery
    total += weights.quota * sight.delivery * sight.place_share
    total += weights.allowance * allowance * at_the_table(sight, group)
    total += weights.pressure * sight.pressure
    total -= weights.exploitation * (1.0 - float(sight.trust[group])) * (1.0 - float(sight.guarantee[group]))
    return total


def for_holding_out(sight: Sight, leaning: Leaning, group: int) -> float:
    """Return taxes kept, bargaining power of men under arms, and the standing that talks give, logits."""
    weights = leaning.weights
    men, allowance = max(float(sight.armed[group]), 1.0), float(sight.allowance[group])
    soldiers_pays = float(sight.tax_xof[group]) * sight.scale / men / sight.soldier_pay_xof
    total = weights.tax * log(1.0 + soldiers_pays)
    total += weights.bargaining * (men / max(float(sight.present[group]), 1.0))
    total += weights.status * at_the_table(sight, group) * (1.0 + allowance)
    return total


def at_the_table(sight: Sight, group: int) -> float:
    """Return 1 while talks are under way or the group's coalition draws allowances, else 0."""
    return 1.0 if sight.talks or float(sight.allowance[group]) > 0.0 else 0.0


def endorse(sight: Sight, leaning: Leaning, group: int, stance: float, decided: Decided) -> None:
    """Endorse what is on offer if stance and dividends outweigh threshold and fear; the more fear, the fewer may go."""
    distrust, threat = 1.0 - float(sight.trust[group]), float(sight.threat[group])
    for number, on_offer in enumerate(sight.on_offer.tolist()):
        exposed = float(sight.disarms[number]) * distrust * (1.0 - float(sight.guarantee[group]))
        margin = stance + leaning.dividend_weight * float(sight.dividends[number]) - leaning.threshold
        endorses = on_offer and margin - exposed * (0.5 + 0.5 * threat) > 0.0
        decided.endorses[group, number] = endorses
        decided.released[group, number] = leaning.ceiling * stance * (1.0 - exposed) if endorses else 0.0
