"""Portfolios of community projects while they run: what they foresee by now, and their mix of kinds and places."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from ploughshare.randomness import AddressedRandom, Decision
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


class ProjectLots(NamedTuple):
    """The lots cast for a project, uniform numbers."""

    kind: float
    place: float
    lapse: float


class RunningPortfolio:
    """One portfolio of a run."""

    def __init__(self, definition: Scenario, name: str, portfolio: ProjectPortfolio, draws: AddressedRandom) -> None:
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
        self.lots = self._cast_lots(draws, self._foreseen(min(self.closes, definition.months - 1)))
        """lots of every project it may propose in the run, cast once for all"""

    def _cast_lots(self, draws: AddressedRandom, projects: int) -> list[ProjectLots]:
        """Cast the lots of so many projects, addressed by portfolio and number."""
        shape = max(projects, 0), len(ProjectLots._fields)
        numbers = np.arange(shape[0] * shape[1]).reshape(shape)
        return [ProjectLots(*lots) for lots in draws.uniform(Decision.PROJECT, 0, self.address, numbers).tolist()]

    def _foreseen(self, month: int) -> int:
        """Return how many projects it foresees to have proposed by the end of a month before it closes."""
        return int((month - self.opens + 1) * self.definition.projects_per_year / 12)

    def due(self, month: int) -> int:
        """Return how many projects it foresees to propose by now and has not yet."""
        if not self.opens <= month <= self.closes:
            return 0
        return self._foreseen(month) - self.proposed
