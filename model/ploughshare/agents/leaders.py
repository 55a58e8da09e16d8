"""The leaders of all armed groups as columns: what they believe, want and order. An `ArmedGroup` shows one row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT, NO_COALITION, Fight
from ploughshare.programmes.ledger import NEVER
from ploughshare.rules.leadership import LeaderView
from ploughshare.scenario.groups import ArmedGroup, GroupKind
from ploughshare.scenario.schema import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Leaders:
    """Columns by group in file order; G groups, R regions, P programmes, K alternatives.

    Stance 0 holds out, 1 cooperates; trusts 0 to 1; taxes in XOF a month. `coalition` counts coalitions in file order, and
    last comes none. What leaders decide anew each month is replaced, not overwritten, so that last month's may be kept.
    """

    def __init__(self, definition: Scenario, alternatives: int, regions: int) -> None:
        groups = list(definition.groups.values())
        count, programmes = len(groups), len(definition.programmes)
        month = definition.month
        self.regions = regions
        self.group_number = {name: number for number, name in enumerate(definition.groups)}
        self.coalition_number = {name: number for number, name in enumerate(definition.coalitions)}
        self.number = np.arange(count, dtype=np.uint32)
        self.formed = np.array([month(group.formed) for group in groups])
        self.dissolved = np.array([NEVER if g.dissolved is None else month(g.dissolved) for g in groups])
        self.negotiates = np.array([group.kind in (GroupKind.SIGNATORY, GroupKind.INCLUSIVITY) for group in groups])
        """whether each belongs to the agreement or to the bodies around it"""
        self.recorded_coalition = np.array([self._memberships(definition, group) for group in groups]).T.copy()
        """coalition on record, shape (months, G)"""
        self.coalition: Numbers = np.full(count, len(self.coalition_number))
        self.left_coalition: Flags = np.zeros(count, dtype=bool)
        """who has left a coalition by its own decision; recorded membership then no longer binds it"""
        self.stance = np.array([group.cooperation for group in groups], dtype=np.float64)
        self.trust_government = np.array([group.trust.government for group in groups], dtype=np.float64)
        self.trust_mission = np.array([group.trust.mission for group in groups], dtype=np.float64)
        self.trust_other = np.array([group.trust.other_coalition for group in groups], dtype=np.float64)
        self.tax_xof: Floats = np.zeros(count)
        self.seen: LeaderView | None = None
        """what they saw when they last weighed, none before they first do"""
        self.cooperate: Floats = np.zeros(count)
        """what spoke for cooperating when each last weighed, logits"""
        self.hold: Floats = np.zeros(count)
        """what spoke for holding out when each last weighed, logits"""
        self.endorses: Flags = np.zeros((count, programmes), dtype=bool)
        self.released: Floats = np.zeros((count, programmes))
        """share of its men, lowest fighting value first, that each lets go to each programme"""
        self.orders: Floats = np.zeros((count, alternatives))
        """orders for each alternative, -1 forbids to 1 commands"""
        self.recalling: Flags = np.zeros(count, dtype=bool)
        self.support_arrived: Flags = np.ones(count, dtype=bool)
        """whether the leaders' support reached their men under arms this month"""

    def _memberships(self, definition: Scenario, group: ArmedGroup) -> list[int]:
        """Return the coalition a group belongs to on record, by month."""
        on_record = sorted((definition.month(since), name) for since, name in group.coalition.items())
        past = ([name for since, name in on_record if since <= month] for month in range(definition.months))
        latest = (names[-1] if names else NO_COALITION for names in past)
        return [self.coalition_number.get(name, len(self.coalition_number)) for name in latest]

    def active(self, month: int) -> Flags:
        """Which groups exist in `month`, shape (G,)."""
        return (self.formed <= month) & (month < self.dissolved)

    def membership(self, month: int) -> Numbers:
        """Return each group's coalition as it enters `month`: the one on record, until it leaves one of its own accord."""
        return np.where(self.left_coalition, self.coalition, self.recorded_coalition[month])

    def behind(self, party: str, coalition: Numbers) -> Flags:
        """Which groups fight, sign and owe under a name, their own or their coalition's, shape (G,)."""
        named, allied = self.group_number.get(party, NEVER), self.coalition_number.get(party, NEVER)
        return (self.number == named) | (coalition == allied)

    def regions_at_war(self, fights: Sequence[Fight], coalition: Numbers) -> Flags:
        """Return where each group or its coalition fights the government, shape (G, R)."""
        at_war = np.zeros((len(self.number), self.regions), dtype=bool)
        for fight in fights:
            if GOVERNMENT in fight.parties:
                for party in set(fight.parties) - {GOVERNMENT}:
                    at_war[np.ix_(self.behind(party, coalition), list(fight.regions))] = True
        return at_war
