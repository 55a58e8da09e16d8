"""A month of the leaders of armed groups: all support, weigh and endorse, each reconsiders its coalition, all order.

What leaders weigh depends on no other group of the same month and is found for all groups at once. Whether a group leaves
its coalition depends on who has left before it: groups decide on that in file order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME
from ploughshare.randomness import Decision
from ploughshare.rules import leadership

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def lead(model: DDRModel) -> None:
    """Live a month of all leaders; groups that do not exist keep what they had, and order nothing."""
    leaders = model.leaders
    active, membership = leaders.active(model.month), leaders.membership(model.month)
    _support_men(model, active)
    _weigh(model, active, membership)
    _endorse(model, active)
    for group in model.groups:
        if active[group.index]:
            leaders.coalition[group.index] = membership[group.index]
            group.step()
    _order(model, active)


def _support_men(model: DDRModel, active: Flags) -> None:
    """Support of men under arms arrives by chance; a group with taxes of a soldier's pay a man halves its failures."""
    leaders = model.leaders
    armed = np.maximum(model.stock.armed_of_group / model.scale, 1.0)
    taxes_per_man = leaders.tax_xof / armed / model.definition.government.soldier_pay_xof_per_month
    failure = leadership.support_failure(model.parameters["armed_support_reliability"], taxes_per_man)
    arrives = model.draws.uniform(Decision.PAY_DAY, model.month, leaders.number, 1) >= failure
    leaders.support_arrived = np.where(active, arrives, leaders.support_arrived)


# -- the balance -------------------------------------------------------------------------------------------------------


def _weigh(model: DDRModel, active: Flags, membership: Numbers) -> None:
    """Weigh cooperating against holding out; war with the government takes its share of what is left of the stance."""
    leaders, value = model.leaders, model.parameters
    view = leaders.seen = _view(model, membership)
    cooperate = sum(leadership.cooperate_terms(view, model.leader_weights).values())
    hold = sum(leadership.hold_terms(view, model.leader_weights).values())
    noise = value["stance_noise"] * model.draws.normal(Decision.STANCE, model.month, leaders.number)
    stance = leadership.next_stance(
        leaders.stance, cooperate + noise, hold, value["stance_temperature"], value["stance_inertia_monthly"]
    )
    at_war = leaders.regions_at_war(model.conditions.fights, membership).any(axis=1)
    stance = np.where(at_war, stance * value["war_stance_factor"], stance)
    leaders.stance = np.where(active, stance, leaders.stance)
    leaders.cooperate = np.where(active, cooperate, leaders.cooperate)
    leaders.hold = np.where(active, hold, leaders.hold)


def _view(model: DDRModel, membership: Numbers) -> leadership.LeaderView:
    """What the leaders of every group see this month, as members of their coalitions."""
    leaders, stakes, stock = model.leaders, model.stakes, model.stock
    armed = np.maximum(stock.armed_of_group, 1.0)
    allowance = stakes.allowance[membership]
    soldier = model.definition.government.soldier_pay_xof_per_month
    return leadership.LeaderView(
        delivery=stakes.delivery,
        place_share=stakes.place_share,
        allowance=allowance,
        pressure=model.mission.effective_pressure,
        trust=leaders.trust_government.copy(),
        guarantee=stakes.guarantee,
        tax_per_man=leaders.tax_xof * model.scale / armed / soldier,
        armed_share=armed / np.maximum(stock.present_of_group, 1.0),
        talks=((allowance > 0) | model.conditions.talks).astype(np.float64),
    )


# -- programmes --------------------------------------------------------------------------------------------------------


def _endorse(model: DDRModel, active: Flags) -> None:
    """Decide for each programme on offer whether men may go, and which share of them."""
    leaders, stakes, value = model.leaders, model.stakes, model.parameters
    stance, trust, guarantee, threat = (
        column[:, None] for column in (leaders.stance, leaders.trust_government, stakes.guarantee, stakes.threat)
    )
    disarms = model.alternatives.disarms[FIRST_PROGRAMME:]
    margin = leadership.endorsement(
        stance,
        trust,
        guarantee,
        disarms,
        threat,
        value["dividend_weight"] * stakes.dividends,
        value["endorsement_threshold"],
    )
    endorses = (margin > 0) & stakes.on_offer
    share = leadership.released_share(stance, trust, guarantee, disarms, value["release_ceiling"])
    who = active[:, None]
    leaders.endorses = np.where(who, endorses, leaders.endorses)
    leaders.released = np.where(who, np.where(endorses, share, 0.0), leaders.released)


def _order(model: DDRModel, active: Flags) -> None:
    """Orders for each alternative: hold the line, go where endorsed, come back when at war."""
    leaders, value = model.leaders, model.parameters
    orders = np.zeros_like(leaders.orders)
    orders[:, ARMED] = value["order_to_stay"] * (1 - leaders.stance)
    orders[:, FIRST_PROGRAMME:] = leaders.stance[:, None] * leaders.endorses
    _relieve_units_taken_over(model, orders)
    orders[~active] = 0.0
    at_war = leaders.regions_at_war(model.conditions.fights, leaders.coalition).any(axis=1)
    leaders.recalling &= at_war | ~active
    for index in np.flatnonzero(at_war & active).tolist():
        leaders.recalling[index] = model.groups[index].recalls()
        if leaders.recalling[index]:
            orders[index, model.alternatives.in_posts] = -1.0
            orders[index, ARMED], orders[index, HOME] = 1.0, 0.0
    leaders.orders = orders


def _relieve_units_taken_over(model: DDRModel, orders: NDArray[np.float64]) -> None:
    """Men of an interim unit are no longer ordered to stay in it once an endorsed programme takes it over."""
    for number in np.flatnonzero(model.stakes.on_offer).tolist():
        programme = model.programmes[number]
        if programme.open:
            for alternative in programme.serving_in:
                orders[model.leaders.endorses[:, number], alternative] = 0.0
