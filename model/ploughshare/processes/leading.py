"""A month of the leaders of armed groups: all support, weigh and endorse, each reconsiders its coalition, all order.

What leaders weigh depends on no other group of the same month and is found for all groups at once. Whether a group leaves
its coalition depends on who has left before it: groups decide on that in file order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME
from ploughshare.kernels.leading import Decided, Leaning, Lots, Sight, decide, give_orders, leave_coalitions
from ploughshare.randomness import Decision

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

_SUPPORT_LOTS = 1
"""option under which the lots of support stand, beside those of pay days of programmes"""


def leaning_of(model: DDRModel) -> Leaning:
    """Return how leaders turn what they see into decisions; it never changes in a run."""
    value = model.parameters
    return Leaning(
        weights=model.leader_weights,
        temperature=value["stance_temperature"],
        inertia=value["stance_inertia_monthly"],
        war_factor=value["war_stance_factor"],
        dividend_weight=value["dividend_weight"],
        threshold=value["endorsement_threshold"],
        ceiling=value["release_ceiling"],
        support_reliability=value["armed_support_reliability"],
        noise=value["stance_noise"],
    )


def lots_of(model: DDRModel) -> Lots:
    """Return where the random numbers of leaders stand."""
    words = (Decision.STANCE, Decision.PAY_DAY, _SUPPORT_LOTS, Decision.SPLIT)
    return Lots._make([model.leaders.address, *(np.uint64(word) for word in words), *model.draws.key])


def lead(model: DDRModel) -> None:
    """Live a month of all leaders; groups that do not exist keep what they had, and order nothing."""
    leaders = model.leaders
    membership = leaders.membership(model.month)
    sight = leaders.sight = _look(model, membership)
    _decide(model, sight)
    if model.replays:
        for number in sight.active.nonzero()[0].tolist():
            leaders.coalition[number] = membership[number]
            model.groups[number].follow_record()
    else:
        _reconsider_coalitions(model, sight, membership)
    leaders.orders = _order(model, sight.active)


def _look(model: DDRModel, membership: Counts) -> Sight:
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
        allowance=stakes.allowance[membership],
        trust=leaders.trust_government.copy(),
        guarantee=stakes.guarantee,
        threat=stakes.threat,
        tax_xof=leaders.tax_xof,
        armed=stock.armed_of_group,
        present=stock.present_of_group,
    )


def _decide(model: DDRModel, sight: Sight) -> None:
    """Support the men, weigh and endorse: for all groups at once, since none sees what another decides this month."""
    leaders = model.leaders
    leaders.endorses, leaders.released = leaders.endorses.copy(), leaders.released.copy()
    decide(
        sight,
        model.leaning,
        model.lots_of_leaders,
        model.month,
        Decided(
            leaders.stance,
            leaders.cooperate,
            leaders.hold,
            leaders.support_arrived,
            leaders.endorses,
            leaders.released,
        ),
    )


def _reconsider_coalitions(model: DDRModel, sight: Sight, membership: Counts) -> None:
    """Groups whose share of posts lags their share of men may leave their coalition, in file order."""
    leaders, none = model.leaders, len(model.coalitions)
    leaders.left_coalition |= leave_coalitions(
        sight.active,
        membership,
        none,
        sight.armed,
        model.stakes.posts,
        model.parameters["split_monthly"],
        model.lots_of_leaders,
        model.month,
        leaders.coalition,
    )


def _order(model: DDRModel, active: Flags) -> Floats:
    """Return orders for each alternative: hold the line, go where endorsed, come back when at war."""
    leaders, most = model.leaders, model.parameters["order_to_stay"]
    orders = give_orders(active, leaders.stance, leaders.endorses, _taken_over(model), most, ARMED, FIRST_PROGRAMME)
    at_war = leaders.at_war(model.conditions.fights, leaders.coalition)
    leaders.recalling &= at_war | ~active
    for index in (at_war & active).nonzero()[0].tolist():
        leaders.recalling[index] = model.groups[index].recalls()
        if leaders.recalling[index]:
            orders[index, model.alternatives.in_posts] = -1.0
            orders[index, ARMED], orders[index, HOME] = 1.0, 0.0
    return orders


def _taken_over(model: DDRModel) -> Flags:
    """Return which alternatives (columns) programmes take over this month (rows): open ones on offer."""
    taken_over = np.zeros(model.on_paper.serving_in.shape, dtype=bool)
    for number in model.on_paper.takes_over:
        if model.programmes[number].open and model.stakes.on_offer[number]:
            taken_over[number] = model.on_paper.serving_in[number]
    return taken_over
