"""The leaders of all armed groups as columns: what they believe, want and order. An `ArmedGroup` shows one row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT, Fight
from ploughshare.kernels.leading import Sight
from ploughshare.programmes.ledger import NEVER
from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.groups import ArmedGroup, GroupKind
from ploughshare.scenario.schema import Scenario

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Leaders:
    """Columns by group in file order; G groups, R regions, P programmes, K alternatives.

    Stance 0 holds out, 1 cooperates; trusts 0 to 1; taxes in XOF a month. `coalition` counts coalitions in file order, and
    last comes none; it is the same array throughout. What programmes and records keep of a month (`endorses`, `released`,
    `orders`) is replaced each month.
    """

    def __init__(self, definition: Scenario, alternatives: int, regions: int) -> None:
        groups = list(definition.groups.values())
        count, programmes = len(groups), len(definition.programmes)
        self.regions = regions
        self.group_number = {name: number for number, name in enumerate(definition.groups)}
        self.coalition_number = {name: number for number, name in enumerate(definition.coalitions)}
        self.address = addresses_of(definition.groups)
        """word under which the random numbers of each stand"""
        self._read_memberships(definition, groups)
        self.stance = np.array([group.cooperation for group in groups], dtype=np.float64)
        self.trust_government = np.array([group.trust.government for group in groups], dtype=np.float64)
        self.trust_mission = np.array([group.trust.mission for group in groups], dtype=np.float64)
        self.trust_other = np.array([group.trust.other_coalition for group in groups], dtype=np.float64)
        self.tax_xof: Floats = np.zeros(count)
        self.sight: Sight | None = None
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

    def _read_memberships(self, definition: Scenario, groups: list[ArmedGroup]) -> None:
        """Read when groups exist and to which coalition they belong."""
        month = definition.month
        self.formed = [month(group.formed) for group in groups]
        self.dissolved = [NEVER if group.dissolved is None else month(group.dissolved) for group in groups]
        self.negotiates = np.array([group.kind in (GroupKind.SIGNATORY, GroupKind.INCLUSIVITY) for group in groups])
        """whether each belongs to the agreement or to the bodies around it"""
        self.signatories = np.flatnonzero(self.negotiates).tolist()
        """numbers of those that do"""
        months = np.arange(definition.months + 1)[:, None]
        self._active: Flags = (np.array(self.formed) <= months) & (months < np.array(self.dissolved))
        """which groups exist, shape (months + 1, G): also in the month after the run"""
        self._existing = [np.flatnonzero(active).tolist() for active in self._active]
        """numbers of those groups by month"""
        self._recorded_coalition: Counts = np.zeros((definition.months, len(groups)), dtype=np.int64)
        """coalition of each group on record, shape (months, G)"""
        for number, group in enumerate(groups):
            self._recorded_coalition[:, number] = self._memberships(definition, group)
        self.coalition: Counts = np.full(len(groups), len(self.coalition_number), dtype=np.int64)
        self.left_coalition: Flags = np.zeros(len(groups), dtype=bool)
        """who has left a coalition by its own decision; recorded membership then no longer binds it"""
        self._members: list[list[int]] = []
        self._members_as_of: tuple[int, bytes] | None = None
        """month and memberships for which members were last gathered"""

    def _memberships(self, definition: Scenario, group: ArmedGroup) -> list[int]:
        """Return the coalition a group belongs to on record, by month."""
        months, none = definition.months, len(self.coalition_number)
        latest = [none] * months
        for since, name in sorted((definition.month(since), name) for since, name in group.coalition.items()):
            latest[max(since, 0) :] = [self.coalition_number.get(name, none)] * (months - max(since, 0))
        return latest

    def active(self, month: int | slice) -> Flags:
        """Return which groups exist in `month`, shape (G,); of several months (months, G)."""
        exist: Flags = self._active[month]
        return exist

    def existing(self, month: int) -> list[int]:
        """Return the numbers of the groups that exist in `month`."""
        return self._existing[month]

    def membership(self, month: int) -> Counts:
        """Return each group's coalition as it enters `month`: the one on record, until it leaves one of its own accord."""
        return np.where(self.left_coalition, self.coalition, self._recorded_coalition[month])

    def members(self, coalition: int, month: int) -> list[int]:
        """Return the groups that belong to a coalition in `month`."""
        as_of = month, self.coalition.tobytes()
        if self._members_as_of != as_of:
            self._members_as_of = as_of
            self._members = [[] for _ in range(len(self.coalition_number) + 1)]
            joined = self.coalition.tolist()
            for group in self.existing(month):
                self._members[joined[group]].append(group)
        return self._members[coalition]

    def behind(self, party: str, coalition: Counts) -> list[int]:
        """Return the groups that fight, sign and owe under a name, their own or their coalition's."""
        named, allied = self.group_number.get(party), self.coalition_number.get(party)
        return [group for group, of in enumerate(coalition.tolist()) if group == named or of == allied]

    def regions_at_war(self, fights: Sequence[Fight], coalition: Counts) -> Flags:
        """Return where each group or its coalition fights the government, shape (G, R)."""
        at_war = np.zeros((len(coalition), self.regions), dtype=bool)
        for fight in fights:
            if GOVERNMENT in fight.parties:
                for party in fight.parties:
                    for group in self.behind(party, coalition):
                        at_war[group, list(fight.regions)] = True
        return at_war

    def clashing(self, fights: Sequence[Fight], coalition: Counts) -> Flags:
        """Return which groups fight another group, themselves or with their coalition, shape (G,)."""
        return self._parties_to([fight for fight in fights if GOVERNMENT not in fight.parties], coalition)

    def at_war(self, fights: Sequence[Fight], coalition: Counts) -> Flags:
        """Return which groups fight the government, themselves or with their coalition, shape (G,)."""
        return self._parties_to([f for f in fights if GOVERNMENT in f.parties and f.regions], coalition)

    def _parties_to(self, fights: Sequence[Fight], coalition: Counts) -> Flags:
        """Return which groups are party to any of the fights, themselves or with their coalition, shape (G,)."""
        found = np.zeros(len(coalition), dtype=bool)
        for fight in fights:
            for party in fight.parties:
                found[self.behind(party, coalition)] = True
        return found
