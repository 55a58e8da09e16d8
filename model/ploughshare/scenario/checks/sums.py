"""Shares that must sum to 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.schema import Scenario

TOLERANCE = 1e-6


def _to_one(file: str, path: tuple[str | int, ...], shares: Iterable[float], what: str) -> Iterator[Finding]:
    total = sum(shares)
    if abs(total - 1) > TOLERANCE:
        yield Finding(file, path, f"{what} sum to {total:.6g}, not to 1", f"change them by {1 - total:+.6g} in all")


def homes_sum_to_one(scenario: Scenario) -> Iterator[Finding]:
    """Homes of each group."""
    for name, group in scenario.groups.items():
        yield from _to_one("groups", ("groups", name, "homes"), group.homes.values(), "the shares of homes")


def funds_sum_to_one(scenario: Scenario) -> Iterator[Finding]:
    """Fund shares of each programme."""
    for name, programme in scenario.programmes.items():
        shares = (share.share for share in programme.funds)
        yield from _to_one("programmes", ("programmes", name, "funds"), shares, "the shares of funds")


def portfolios_sum_to_one(scenario: Scenario) -> Iterator[Finding]:
    """Kinds and communities of each portfolio."""
    for name, portfolio in scenario.community_projects.portfolios.items():
        path = ("community_projects", "portfolios", name)
        yield from _to_one("programmes", (*path, "kinds"), portfolio.kinds.values(), "the shares of kinds")
        yield from _to_one(
            "programmes", (*path, "communities"), portfolio.communities.values(), "the shares of communities"
        )


CHECKS = (homes_sum_to_one, funds_sum_to_one, portfolios_sum_to_one)
