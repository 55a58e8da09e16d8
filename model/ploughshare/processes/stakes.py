"""What leaders of armed groups can win and lose this month: places on offer, protection, posts their men hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import FIRST_PROGRAMME
from ploughshare.kernels.stakes import OnOffer, what_is_offered
from ploughshare.rules.leadership import delivery_belief
from ploughshare.scenario.programmes import ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Stakes(NamedTuple):
    """Gathered once a month for all leaders; G groups, P programmes."""

    on_offer: Flags
    """programmes announced and not closed, shape (P,)"""
    dividends: Floats
    """dividends of each programme expected per man under arms, 0 to 1, shape (P,)"""
    place_share: float
    """places in sight per man under arms of the groups that negotiate, at most 1"""
    delivery: float
    """belief that the government keeps its promises, from the ledger"""
    allowance: Floats
    """allowance a seat draws, in tens of a soldier's pay, by coalition, and last none"""
    guarantee: Floats
    """the mission's protection where the group's persons live, 0 to 1, shape (G,)"""
    threat: Floats
    """threat where the group's persons live, 0 to 1, shape (G,)"""
    posts: Floats
    """persons who serve in interim units and the state forces, simulated persons, shape (G,)"""


class OnPaper:
    """What of the programmes never changes in a run, by programme, shape (P,)."""

    def __init__(self, model: DDRModel) -> None:
        programmes = model.programmes
        kinds = (ProgrammeKind.STATE_FORCE, ProgrammeKind.CIVILIAN)
        self.announced = np.array([programme.announced for programme in programmes], dtype=np.int64)
        self.places = np.array([programme.quota_in_sight for programme in programmes], dtype=np.float64)
        """places at the population scale"""
        self.places_count = np.array([programme.definition.kind in kinds for programme in programmes], dtype=bool)
        """programmes of state forces and civilian ones, whose places leaders count"""
        self.disarms = model.alternatives.disarms[FIRST_PROGRAMME:].copy()
        """how far each disarms, 0 to 1"""
        self.takes_over = [number for number, programme in enumerate(programmes) if programme.serving_in]
        """programmes that take over those who serve in others"""
        self.serving_in = np.zeros((len(programmes), len(model.alternatives)), dtype=bool)
        """alternatives whose persons each takes over, shape (P, K)"""
        for number in self.takes_over:
            self.serving_in[number, list(programmes[number].serving_in)] = True


def find_stakes(model: DDRModel) -> Stakes:
    """Gather what leaders see this month."""
    value, stock = model.parameters, model.stock
    offered = _what_is_offered(model)
    owed = model.ledger.weights(model.month, GOVERNMENT)
    return Stakes(
        on_offer=offered.on_offer,
        dividends=offered.dividends,
        place_share=offered.place_share,
        delivery=delivery_belief(
            owed.kept, owed.due, value["delivery_belief_prior"], value["delivery_belief_strength"]
        ),
        allowance=np.array([model.allowance_of(name) for name in model.coalition_names]),
        guarantee=np.add.reduce(stock.home_region_share * model.conditions.guarantee, axis=1),
        threat=np.add.reduce(stock.home_region_share * model.conditions.threat, axis=1),
        posts=offered.posts,
    )


def _what_is_offered(model: DDRModel) -> OnOffer:
    """Programmes as leaders see them now: some men may have left their posts since the start of the month."""
    on_paper, (by_home, _) = model.on_paper, model.population.counted()
    return what_is_offered(
        on_paper.announced,
        np.array([programme.closed for programme in model.programmes], dtype=bool),
        on_paper.places,
        on_paper.places_count,
        model.stock.armed_of_negotiating_groups,
        model.month,
        by_home,
        model.alternatives.in_posts,
    )
