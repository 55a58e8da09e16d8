"""Portfolios of community projects while they run: what they foresee by now, and their mix of kinds and places."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from ploughshare.randomness import AddressedRandom, Decision
from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.programmes import FundShare, ProjectKind, ProjectPortfolio
from ploughshare.scenario.schema import Scenario


class Shares:
    """Names with shares, to pick one by a uniform number."""

    def __init__(self, shares: dict[str, float]) -> None:
        self._names = list(shares)
        self._ends = list(accumulate(shares.values()))

    def pick(self, uniform: float) -> str:
        """Return the name into which `uniform` falls when shares are laid end to end."""
        return self._names[min(bisect_right(self._ends, uniform * self._ends[-1]), len(self._names) - 1)]


class Plan(NamedTuple):
    """What is known of a project before it is proposed."""

    kind: ProjectKind
    community: int
    lapse_lot: float
    """uniform number by which its months to lapse are drawn"""


class RunningPortfolio:
    """One portfolio of a run."""

    def __init__(self, definition: Scenario, name: str, portfolio: ProjectPortfolio, draws: AddressedRandom) -> None:
        self.address = address_of(name)
        """word under which the random numbers of its projects stand"""
        self.name = name
        self.definition = portfolio
        opens, closes = definition.month(portfolio.opens), definition.month(portfolio.closes)
        self.foreseen = [
            int((month - opens + 1) * portfolio.projects_per_year / 12) if opens <= month <= closes else 0
            for month in range(definition.months)
        ]
        """projects to have been proposed by the end of each month while it is open, else 0"""
        self.payers = [FundShare(fund=portfolio.fund, share=1.0)]
        self.proposed = 0
        """projects proposed so far"""
        self.plans = self._draw_plans(definition, draws)
        """every project it may propose in the run, in order"""
        self.usd_a_project = portfolio.usd_per_year / portfolio.projects_per_year
        self.beneficiaries_a_project = portfolio.beneficiaries_per_year / portfolio.projects_per_year

    def _draw_plans(self, definition: Scenario, draws: AddressedRandom) -> list[Plan]:
        """Draw kinds, places and lots to lapse, by numbers addressed by portfolio and number."""
        kinds, number_of = (
            definition.community_projects.kinds,
            {name: i for i, name in enumerate(definition.communities)},
        )
        of_kinds, of_communities = Shares(self.definition.kinds), Shares(self.definition.communities)
        numbers = np.arange(3 * max(self.foreseen, default=0)).reshape(-1, 3)
        return [
            Plan(kinds[of_kinds.pick(kind)], number_of[of_communities.pick(place)], lapse)
            for kind, place, lapse in draws.uniform(Decision.PROJECT, 0, self.address, numbers).tolist()
        ]

    def due(self, month: int) -> int:
        """Return how many projects it foresees to propose by now and has not yet; none when it is closed."""
        return max(0, self.foreseen[month] - self.proposed)
