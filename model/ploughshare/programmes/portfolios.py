"""Portfolios of community projects while they run: what they foresee by now, and their mix of kinds and places."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.programmes import FundShare, ProjectPortfolio
from ploughshare.scenario.schema import Scenario


class Shares:
    """Names with shares, to pick one by a uniform number."""

    def __init__(self, shares: dict[str, float]) -> None:
        self._names = list(shares)
        self._ends = list(accumulate(shares.values()))

    def pick(self, uniform: float) -> str:
        """Return the name into which `uniform` falls when shares are laid end to end."""
        return self._names[min(bisect_right(self._ends, uniform * self._ends[-1]), len(self._names) - 1)]


class RunningPortfolio:
    """One portfolio of a run."""

    def __init__(self, definition: Scenario, name: str, portfolio: ProjectPortfolio) -> None:
        self.address = address_of(name)
        """word under which the random numbers of its projects stand"""
        self.name = name
        self.definition = portfolio
        self.opens = definition.month(portfolio.opens)
        self.closes = definition.month(portfolio.closes)
        self.kinds = Shares(portfolio.kinds)
        self.communities = Shares(portfolio.communities)
        self.payers = [FundShare(fund=portfolio.fund, share=1.0)]
        self.proposed = 0
        """projects proposed so far"""

    def due(self, month: int) -> int:
        """Return how many projects it foresees to propose by now and has not yet."""
        if not self.opens <= month <= self.closes:
            return 0
        return int((month - self.opens + 1) * self.definition.projects_per_year / 12) - self.proposed
