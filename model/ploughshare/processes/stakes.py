"""What leaders of armed groups can win and lose this month: places on offer, protection, posts their men hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import FIRST_PROGRAMME
from ploughshare.rules.leadership import delivery_belief, expected_dividends
from ploughshare.scenario.programmes import ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Stakes:
    """Gathered once a month for all leaders; G groups, P programmes, lists by group or coalition."""

    on_offer: Flags
    """programmes announced and not closed, shape (P,)"""
    dividends: Floats
    """dividends of each programme expected per man under arms, 0 to 1, shape (P,)"""
    place_share: float
    """places in sight per man under arms of the groups that negotiate, at most 1"""
    delivery: float
    """belief that the government keeps its promises, from the ledger"""
    allowance: list[float]
    """allowance a seat draws, in tens of a soldier's pay, by coalition, and last none"""
    guarantee: Floats
    """the mission's protection where the group's persons live, 0 to 1, shape (G,)"""
    threat: Floats
    """threat where the group's persons live, 0 to 1, shape (G,)"""
    armed: list[float]
    """persons under arms by group, simulated persons"""
    posts: list[float]
    """persons who serve in interim units and the state forces by group, simulated persons"""


class OnPaper:
    """What of the programmes never changes in a run, by programme, shape (P,)."""

    def __init__(self, model: DDRModel) -> None:
        programmes = model.programmes
        kinds = (ProgrammeKind.STATE_FORCE, ProgrammeKind.CIVILIAN)
        self.announced = np.array([programme.announced for programme in programmes], dtype=np.int64)
        self.places = np.array([programme.quota_in_sight for programme in programmes], dtype=np.float64)
        """places at the population scale"""
        self.for_life = np.array([programme.definition.kind in kinds for programme in programmes], dtype=bool)
        """programmes of state forces and civilian ones, whose places leaders count"""
        self.disarms = model.alternatives.disarms[FIRST_PROGRAMME:].copy()
        """how far each disarms, 0 to 1"""
        self.takes_over = [number for number, programme in enumerate(programmes) if programme.serving_in]
        """programmes that take over those who serve in others"""


def find_stakes(model: DDRModel) -> Stakes:
    """Gather what leaders see this month."""
    value, on_paper = model.parameters, model.on_paper
    homes = model.stock.home_region_share
    armed = model.stock.armed_of_negotiating_groups
    closed = np.array([programme.closed for programme in model.programmes], dtype=bool)
    on_offer = (on_paper.announced <= model.month) & ~closed
    owed = model.ledger.weights(model.month, GOVERNMENT)
    return Stakes(
        on_offer=on_offer,
        dividends=expected_dividends(on_paper.places, armed, 1.0),
        place_share=min(1.0, float(on_paper.places[on_offer & on_paper.for_life].sum()) / max(armed, 1.0)),
        delivery=delivery_belief(
            owed.kept, owed.due, value["delivery_belief_prior"], value["delivery_belief_strength"]
        ),
        allowance=[model.allowance_of(name) for name in model.coalition_names],
        guarantee=(homes * model.conditions.guarantee).sum(axis=1),
        threat=(homes * model.conditions.threat).sum(axis=1),
        armed=model.stock.armed_of_group.tolist(),
        posts=_posts(model),
    )


def _posts(model: DDRModel) -> list[float]:
    """Persons in posts at the start of the month, and those who have entered or left one since."""
    flows, in_posts = model.population.flows, model.alternatives.in_posts
    persons = model.stock.by_alternative
    if flows.any():  # most months nobody moves before leaders act
        moved = flows.sum(axis=1)
        persons = persons + moved.sum(axis=1) - moved.sum(axis=2)
    posts: list[float] = persons[:, in_posts].sum(axis=1).tolist()
    return posts
