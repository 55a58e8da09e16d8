"""A month of the leaders of armed groups: all support, weigh and endorse, each reconsiders its coalition, all order.

What leaders weigh depends on no other group of the same month and is found for all groups at once. Whether a group leaves
its coalition depends on who has left before it: groups decide on that in file order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME
from ploughshare.kernels.leading import Decided, Leaning, Sight, decide
from ploughshare.randomness import Decision

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def lead(model: DDRModel) -> None:
    """Live a month of all leaders; groups that do not exist keep what they had, and order nothing."""
    leaders = model.leaders
    membership = leaders.membership(model.month)
    sight = leaders.sight = _look(model, membership)
    _decide(model, sight)
    for number in sight.active.nonzero()[0].tolist():
        leaders.coalition[number] = membership[number]
        model.groups[number].step()
    leaders.orders = _order(model, sight.active)


def _look(model: DDRModel, membership: list[int]) -> Sight:
    """What all leaders see this month, as members of these coalitions."""
    leaders, stakes, stock = model.leaders, model.stakes, model.stock
    return Sight(
        delivery=stakes.delivery,
        place_share=stakes.place_share,
        pressure=model.mission.effective_pressure,
        talks=model.conditions.talks,
        scale=model.scale,
        soldier_pay_xof=model.definition.government.soldier_pay_xof_per_month,
        on_offer=stakes.on_offer,
        dividends=stakes.dividends,
        disarms=model.on_paper.disarms,
        active=leaders.active(model.month),
        at_war=leaders.at_war(model.conditions.fights, membership),
        allowance=np.array([stakes.allowance[coalition] for coalition in membership]),
        trust=leaders.trust_government.copy(),
        guarantee=stakes.guarantee,
        threat=stakes.threat,
        tax_xof=leaders.tax_xof,
        armed=stock.armed_of_group,
        present=stock.present_of_group,
    )


def _decide(model: DDRModel, sight: Sight) -> None:
    """Support the men, weigh and endorse: for all groups at once, since none sees what another decides this month."""
    leaders, value, draws = model.leaders, model.parameters, model.draws
    leaders.endorses, leaders.released = leaders.endorses.copy(), leaders.released.copy()
    decide(
        sight,
        Leaning(
            model.leader_weights,
            value["stance_temperature"],
            value["stance_inertia_monthly"],
            value["war_stance_factor"],
            value["dividend_weight"],
            value["endorsement_threshold"],
            value["release_ceiling"],
            value["armed_support_reliability"],
        ),
        value["stance_noise"] * draws.normal(Decision.STANCE, model.month, leaders.address),
        draws.uniform(Decision.PAY_DAY, model.month, leaders.address, 1),
        Decided(
            leaders.stance,
            leaders.cooperate,
            leaders.hold,
            leaders.support_arrived,
            leaders.endorses,
            leaders.released,
        ),
    )


def _order(model: DDRModel, active: Flags) -> Floats:
    """Return orders for each alternative: hold the line, go where endorsed, come back when at war."""
    leaders, value = model.leaders, model.parameters
    orders = np.zeros(leaders.orders.shape)
    orders[:, ARMED] = value["order_to_stay"] * (1 - leaders.stance)
    orders[:, FIRST_PROGRAMME:] = leaders.stance[:, None] * leaders.endorses
    _relieve_units_taken_over(model, orders)
    orders[~active] = 0.0
    at_war = leaders.at_war(model.conditions.fights, leaders.coalition)
    leaders.recalling &= at_war | ~active
    for index in (at_war & active).nonzero()[0].tolist():
        leaders.recalling[index] = model.groups[index].recalls()
        if leaders.recalling[index]:
            orders[index, model.alternatives.in_posts] = -1.0
            orders[index, ARMED], orders[index, HOME] = 1.0, 0.0
    return orders


def _relieve_units_taken_over(model: DDRModel, orders: Floats) -> None:
    """Men of an interim unit are no longer ordered to stay in it once an endorsed programme takes it over."""
    for number in model.on_paper.takes_over:
        programme = model.programmes[number]
        if programme.open and model.stakes.on_offer[number]:
            for alternative in programme.serving_in:
                orders[model.leaders.endorses[:, number], alternative] = 0.0
