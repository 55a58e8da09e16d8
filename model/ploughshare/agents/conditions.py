"""What everybody shares: who controls what, who fights whom, how threatened and how protected each region is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

GOVERNMENT = "government"
NO_COALITION = "none"
FIGHTS = ("clash", "offensive")
ATTACKS = ("extremist_attack", "imposed_attack")
"""kinds of violent events"""


@dataclass
class Fight:
    """Fighting between two parties that goes on."""

    parties: tuple[str, str]
    """names of groups or coalitions, or `government`"""
    regions: set[int]
    months_left: int | None
    """months it still lasts; none until it ends by itself"""
    kind: str
    """`clash` or `offensive`"""
    deaths_to_place: int = 0
    """deaths on record that an imposed event still has to bring about"""


@dataclass
class ViolentEvent:
    """One line of the violence table."""

    region: int
    kind: str
    events: int
    deaths: int
    """simulated persons killed"""


@dataclass
class Conditions:
    """Shared state of the world; arrays of shape (regions,)."""

    regions: int
    talks: bool = False
    good_offices_impulse: float = 0.0
    sanctions_strength: float = 0.0
    sanctions_even_handedness: float = 1.0
    fights: list[Fight] = field(default_factory=list)
    violence: list[ViolentEvent] = field(default_factory=list)
    exit_begun: int | None = None
    """month in which the mission began to leave"""

    def __post_init__(self) -> None:
        self.threat: NDArray[np.float64] = np.zeros(self.regions)
        self.guarantee: NDArray[np.float64] = np.zeros(self.regions)
        self.violence_now: NDArray[np.float64] = np.zeros(self.regions)
        self.illicit_per_head_xof: NDArray[np.float64] = np.zeros(self.regions)

    def start_month(self) -> None:
        """Forget last month's violence and mediation."""
        self.violence = []
        self.violence_now = np.zeros(self.regions)
        self.good_offices_impulse = 0.0

    def clash_in(self, region: int) -> bool:
        """Whether any fighting goes on in a region."""
        return any(region in fight.regions for fight in self.fights)

    def clashes(self) -> NDArray[np.bool_]:
        """Return in which regions fighting goes on, shape (regions,)."""
        found = np.zeros(self.regions, dtype=bool)
        for fight in self.fights:
            found[list(fight.regions)] = True
        return found

    def report(self, region: int, kind: str, deaths: int, events: int = 1) -> None:
        """Put a violent event on record."""
        self.violence.append(ViolentEvent(region, kind, events, deaths))

    def events_in(self, region: int, kinds: tuple[str, ...]) -> int:
        """Return how many events of these kinds a region has seen this month so far."""
        return sum(event.region == region and event.kind in kinds for event in self.violence)

    def stop_fights(self, regions: set[int]) -> None:
        """Fighting stops in these regions; a fight without regions is over."""
        for fight in self.fights:
            fight.regions = fight.regions - regions
        self.fights = [fight for fight in self.fights if fight.regions]
