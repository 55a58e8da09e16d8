"""What leaders of armed groups can win and lose this month: places on offer, protection, posts their men hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ploughshare.agents.options import Option

if TYPE_CHECKING:
    from ploughshare.model import DDRModel
    from ploughshare.programmes.programme import RunningProgramme


@dataclass(frozen=True)
class Stakes:
    """The same for every group of leaders, gathered once a month; lists have one entry a group, in file order."""

    offers: list[tuple[int, RunningProgramme, float]]
    """programmes announced and not closed: number, programme, and dividends expected per man under arms, 0 to 1"""
    place_share: float
    """places in sight per man under arms of the groups that negotiate, at most 1"""
    guarantee: list[float]
    """the mission's protection where the group's persons live, 0 to 1"""
    threat: list[float]
    """threat where the group's persons live, 0 to 1"""
    posts: list[float]
    """persons who serve in interim units and the state forces, simulated persons"""


def find_stakes(model: DDRModel) -> Stakes:
    """Gather what leaders see this month."""
    homes = model.stock.home_region_share
    armed = max(model.stock.armed_of_negotiating_groups, 1.0)
    return Stakes(
        offers=[
            (number, programme, programme.dividends())
            for number, programme in enumerate(model.programmes)
            if programme.announced <= model.month and not programme.closed
        ],
        place_share=min(1.0, model.places_in_sight() / armed),
        guarantee=(homes * model.conditions.guarantee).sum(axis=1).tolist(),
        threat=(homes * model.conditions.threat).sum(axis=1).tolist(),
        posts=_posts(model),
    )


def _posts(model: DDRModel) -> list[float]:
    """Persons in posts at the start of the month, and those who have entered or left one since."""
    option = model.alternatives.option
    in_posts = (option == int(Option.INTERIM)) | (option == int(Option.INTEGRATED))
    moved = model.population.flows.sum(axis=1)
    persons = model.stock.by_alternative + moved.sum(axis=1) - moved.sum(axis=2)
    posts: list[float] = persons[:, in_posts].sum(axis=1).tolist()
    return posts
