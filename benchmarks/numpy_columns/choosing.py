"""Who thinks it over this month, what they consider, and what they choose; all options of all who think, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.numpy_columns.draws import NumpyDraws
from benchmarks.numpy_columns.people import People, Rows
from benchmarks.numpy_columns.prospects import Prospects
from benchmarks.world.months import Month, World
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, RIVAL, Stage
from ploughshare.randomness import Decision

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_NEST_ADDRESS = 200


class Choosing:
    """The choice of combatants in one month."""

    def __init__(self, world: World, people: People, draws: NumpyDraws) -> None:
        self.world, self.people, self.draws, self.value = world, people, draws, world.parameters
        self.prospects = Prospects(world, people)

    def observe(self, month: Month, rows: Rows, gates: Flags, considered: Flags) -> None:
        """Look at who thinks and what they consider; nothing here, for those who count the work."""

    def take(self, month: Month, kin_of: Floats) -> None:
        """Everybody who reconsiders chooses; applicants who tire of waiting withdraw."""
        people = self.people
        self._withdraw_tired_applicants(month)
        rows = self._who_reconsiders(month)
        if len(rows):
            region = self.world.region_of_community[people.home[rows]]
            kin = kin_of[people.group[rows], region]
            gates = self._gates(month, rows, kin)
            considered = self._considered(rows, gates)
            self.observe(month, rows, gates, considered)
            value = self.prospects.utility(month, rows, kin)
            theta = self.value["nest_dissimilarity"]
            worth = np.where(considered, value + theta * self._noise(month, rows, theta), -np.inf)
            self._carry_out(rows, np.argmax(worth, axis=1))
        people.shocked[:] = False

    def _withdraw_tired_applicants(self, month: Month) -> None:
        people = self.people
        waiting = np.flatnonzero((people.applied_to > 0) & (people.stage < Stage.TRAINING))
        draw = self.draws.uniform(Decision.RETURN, month.number, people.uid[waiting])
        people.withdraw(waiting[draw < self.value["applicant_withdrawal_monthly"]])

    def _who_reconsiders(self, month: Month) -> Rows:
        people, value = self.people, self.value
        group_shocked = month.faced.groups_shocked[people.group]
        free = people.present & ((people.applied_to == 0) | group_shocked)
        free &= people.stage < Stage.TRAINING
        rows = np.flatnonzero(free)
        shocked = people.shocked[rows] | group_shocked[rows] | month.faced.regions_shocked[people.region[rows]]
        draw = self.draws.uniform(Decision.RECONSIDER, month.number, people.uid[rows])
        thinks = draw < np.where(shocked, value["reconsider_shock"], value["reconsider_monthly"])
        asked = np.zeros(len(self.world.alternatives), dtype=bool)
        for frame, now in zip(self.world.frames, month.programmes, strict=True):
            if now.just_opened:
                for name in frame.definition.eligibility.serving_in:
                    asked[self.world.alternatives.names.index(name)] = True
        return rows[thinks | asked[people.alternative[rows]]]

    def _gates(self, month: Month, rows: Rows, kin: Floats) -> Flags:
        """Whether each option is known, open, eligible and released, shape (4, n, K)."""
        people, faced = self.people, month.faced
        groups, uid = people.group[rows], people.uid[rows]
        gates = np.ones((4, len(rows), len(self.world.alternatives)), dtype=bool)
        known, is_open, eligible, released = gates
        at_war = faced.groups_at_war[groups]
        lot = self.draws.uniform(Decision.WEAPON, month.number, uid, 255)
        adult = ~people.is_child(month.number)[rows]
        eligible[:, ARMED] = people.weapon[rows] | (at_war & (lot < self.value["arming_in_war_monthly"]) & adult)
        heard = self.draws.uniform(Decision.KNOWLEDGE, 0, uid, RIVAL)
        known[:, RIVAL] = heard < faced.extremist_exposure[people.home[rows]]
        eligible[:, RIVAL] = ~faced.extremist[groups]
        for number, now in enumerate(month.programmes):
            column = FIRST_PROGRAMME + number
            is_open[:, column] = now.open
            if not now.open:
                continue
            heard = self.draws.uniform(Decision.KNOWLEDGE, 0, uid, self.world.frames[number].address)
            unaware = (1 - now.promotion) * np.exp(-self.value["knowledge_through_peers"] * kin[:, column])
            known[:, column] = heard < 1 - unaware
            eligible[:, column] = self._eligible(month, rows, number)
            out = people.alternative[rows] >= FIRST_PROGRAMME
            low = people.fighting_value[rows] <= faced.released[groups, number]
            released[:, column] = (faced.endorsed[groups, number] & (out | low)) | ~faced.led[groups]
        return gates

    def _considered(self, rows: Rows, gates: Flags) -> Flags:
        """All gates passed; the present state always, those that absorb never."""
        people = self.people
        everything: Flags = np.logical_and.reduce(gates)
        everything[np.arange(len(rows)), people.alternative[rows]] = True
        everything[:, self.world.alternatives.absorbing] = False
        return everything

    def _eligible(self, month: Month, rows: Rows, number: int) -> Flags:
        people, frame, now = self.people, self.world.frames[number], month.programmes[number]
        rule = frame.definition.eligibility
        admitted = now.admits[people.group[rows]]
        admitted = admitted & frame.regions[self.world.region_of_community[people.home[rows]]]
        for demanded, column, holds in (
            (rule.weapon, people.weapon, True),
            (rule.unarmed, people.weapon, False),
            (rule.women_only, people.woman, True),
            (rule.fit, people.found_unfit, False),
            (rule.unfit_only, people.found_unfit, True),
            (rule.listed, people.listed, True),
        ):
            if demanded:
                admitted = admitted & (column[rows] == holds)
        if rule.adult:
            admitted = admitted & ~people.is_child(month.number)[rows]
        return np.asarray(admitted & now.serving_required[people.alternative[rows]])

    def _noise(self, month: Month, rows: Rows, theta: float) -> Floats:
        """Gumbel numbers by option plus the log-stable number of each nest, shape (n, K)."""
        uid, nest = self.people.uid[rows][:, None], self.world.alternatives.nest
        gumbel = self.draws.gumbel(Decision.CHOICE, month.number, uid, self.world.alternatives.address[None, :])
        nests = np.arange(int(nest.max()) + 1)[None, :] + _NEST_ADDRESS
        angle = np.pi * self.draws.uniform(Decision.CHOICE, month.number, uid, nests)
        exponential = self.draws.exponential(Decision.CHOICE, month.number, uid, nests + nests.shape[1])
        stable = (
            np.log(np.sin(theta * angle))
            - np.log(np.sin(angle)) / theta
            + (1 - theta) / theta * np.log(np.sin((1 - theta) * angle) / exponential)
        )
        return gumbel + stable[:, nest]

    def _carry_out(self, rows: Rows, chosen: NDArray[np.integer]) -> None:
        people = self.people
        moved = chosen != people.alternative[rows]
        rows, chosen = rows[moved], chosen[moved]
        applies = chosen >= FIRST_PROGRAMME
        people.apply(rows[applies], chosen[applies])
        movers, to = rows[~applies], chosen[~applies]
        people.transfer(movers, to)
        people.community[movers] = people.home[movers]
        people.weapon[movers[to == ARMED]] = True
