"""Purses that pay for programmes and projects. No purse is ever overdrawn, and every payment is on record."""

from __future__ import annotations

from dataclasses import dataclass, field

from ploughshare.scenario.programmes import FundShare

RETURNED = "returned"
"""Item under which unspent money goes back to donors when the mission leaves: paid out, but not spent."""


@dataclass
class Purse:
    """One fund: balance and what it paid this month, USD."""

    name: str
    balance_usd: float = 0.0
    received_usd: float = 0.0
    """money received since the start of the run"""
    paid_usd: float = 0.0
    """money paid since the start of the run"""
    paid_now_usd: dict[str, float] = field(default_factory=dict)
    """payments of this month by item"""

    def receive(self, usd: float) -> None:
        """Add an instalment."""
        self.balance_usd += usd
        self.received_usd += usd

    def pay(self, item: str, usd: float) -> None:
        """Pay from the balance; the caller has checked that it suffices."""
        self.balance_usd -= usd
        self.paid_usd += usd
        self.paid_now_usd[item] = self.paid_now_usd.get(item, 0.0) + usd


class Funds:
    """All purses of a run."""

    def __init__(self, names: list[str]) -> None:
        self.purses = {name: Purse(name) for name in names}

    def start_month(self) -> None:
        """Forget last month's payments."""
        for purse in self.purses.values():
            purse.paid_now_usd = {}

    def affordable_share(self, shares: list[FundShare], usd: float) -> float:
        """Return which share of `usd`, split over purses by `shares`, the balances can pay, 0 to 1."""
        if usd <= 0:
            return 1.0
        affordable = 1.0
        for part in shares:
            if part.share > 0:
                affordable = min(affordable, self.purses[part.fund].balance_usd / (part.share * usd))
        return max(0.0, affordable)

    def pay(self, shares: list[FundShare], item: str, usd: float) -> float:
        """Pay as much of `usd` as the purses allow, in the given shares; return what was paid, USD."""
        paid = usd * self.affordable_share(shares, usd)
        self._take(shares, item, paid)
        return paid

    def pay_in_full(self, shares: list[FundShare], item: str, usd: float) -> bool:
        """Pay `usd` in the given shares if the purses can pay all of it; return whether they could."""
        if self.affordable_share(shares, usd) < 1:
            return False
        self._take(shares, item, usd)
        return True

    def _take(self, shares: list[FundShare], item: str, usd: float) -> None:
        if usd > 0:
            for share in shares:
                self.purses[share.fund].pay(item, usd * share.share)
