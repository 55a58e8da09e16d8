"""Programmes for persons: suspension, lists and censuses, stages, pay days, absence, desertion, end of support."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.numpy_columns.draws import NumpyDraws
from benchmarks.numpy_columns.people import People, Rows
from benchmarks.world.months import Frame, Month, ProgrammeMonth, Registering, Strike, World
from ploughshare.agents.options import ARMED, DEAD, FIRST_PROGRAMME, HOME, Stage
from ploughshare.kernels.placement import SITE_LOT
from ploughshare.programmes.capacity import Step
from ploughshare.randomness import Decision
from ploughshare.scenario.programmes import Payer, ProgrammeKind, RegistrationKind


class Serving:
    """All programmes of a run."""

    def __init__(self, world: World, people: People, draws: NumpyDraws) -> None:
        self.world, self.people, self.draws, self.value = world, people, draws, world.parameters
        self.registered = [0] * len(world.frames)

    def run(self, month: Month) -> None:
        """Programmes end or are suspended, lists are taken, people move along, are paid and serve."""
        people = self.people
        for frame, now in zip(self.world.frames, month.programmes, strict=True):
            if now.withdraws:
                people.withdraw(np.flatnonzero(people.applied_to == frame.alternative))
            if now.dissolves:
                people.leave(people.serving(frame.alternative))
            if len(now.suspended):
                rows = people.serving(frame.alternative)
                people.leave(rows[np.isin(people.community[rows], now.suspended)])
        for registering in month.registering:
            self._register_persons(month, registering)
        for number, now in enumerate(month.programmes):
            if now.moves:
                self._move(month, number)
            self._serve(month, number)

    # -- lists and censuses --------------------------------------------------------------------------------------------

    def _register_persons(self, month: Month, registering: Registering) -> None:
        people = self.people
        if registering.kind is RegistrationKind.PAPER_LIST:
            for group in np.flatnonzero(registering.admits):
                self._list(int(group), int(registering.names[group]), registering.address)
            return
        waiting = np.flatnonzero(registering.admits[people.group] & people.present & ~people.listed_in_census)
        lot = self.draws.uniform(Decision.LISTING, 2, people.uid[waiting], registering.address)
        waiting = waiting[lot < self.value["census_turnout"]]
        taken = self._by_lot(waiting, registering.capacity, Decision.LISTING, 1, registering.address)
        people.listed_in_census[taken] = True
        people.listed[taken[~people.is_child(month.number)[taken]]] = True

    def _list(self, group: int, names: int, address: int) -> None:
        people = self.people
        rows = np.flatnonzero((people.group == group) & people.present)
        active = (people.alternative[rows] == ARMED) | (people.alternative[rows] >= FIRST_PROGRAMME)
        rank = np.where(active, 0, np.where(people.weapon[rows], 1, 2))
        lot = self.draws.uniform(Decision.LISTING, 0, people.uid[rows], address)
        people.listed[rows[np.lexsort((lot, rank))[:names]]] = True

    def _by_lot(self, rows: Rows, capacity: float, decision: Decision, month: int, option: int) -> Rows:
        """Draw who comes first when there are more than the capacity."""
        capacity = max(0, int(capacity))
        if len(rows) <= capacity:
            return rows
        lot = self.draws.uniform(decision, month, self.people.uid[rows], option)
        return np.sort(rows[np.argsort(lot, kind="stable")[:capacity]])

    # -- stages --------------------------------------------------------------------------------------------------------

    def _move(self, month: Month, number: int) -> None:
        frame, now, people = self.world.frames[number], month.programmes[number], self.people
        key, training = frame.alternative, frame.definition.training_months
        if frame.recruits_directly:
            if now.open:
                self._place(month, number, people.at(key, Stage.LISTED))
            return
        self._place(month, number, people.at(key, Stage.TRAINED))
        rows = people.at(key, Stage.TRAINING)
        people.advance(rows[people.months_in_stage[rows] >= training], Stage.TRAINED)
        rows = people.at(key, Stage.SCREENED)
        if training == 0:
            people.advance(rows, Stage.TRAINED)
        else:
            taken = self._by_lot(rows, now.capacity[Step.TRAIN], Decision.LOTTERY, 0, frame.address)
            people.advance(taken, Stage.TRAINING)
        self._screen(frame, people.at(key, Stage.REGISTERED), now.capacity[Step.SCREEN])
        if now.registers:
            self._register(number, now, people.at(key, Stage.LISTED))

    def _register(self, number: int, now: ProgrammeMonth, rows: Rows) -> None:
        frame = self.world.frames[number]
        session = max(self.value["session_share"] * now.quota, 1)
        room = min(now.capacity[Step.REGISTER], now.quota - self.registered[number], session)
        taken = self._by_lot(rows, room, Decision.LOTTERY, 0, frame.address)
        self.registered[number] += len(taken)
        fit = frame.definition.eligibility.fit
        self.people.advance(taken, Stage.REGISTERED if fit else Stage.SCREENED)

    def _screen(self, frame: Frame, rows: Rows, capacity: float) -> None:
        people = self.people
        taken = self._by_lot(rows, capacity, Decision.LOTTERY, 0, frame.address)
        lot = self.draws.uniform(Decision.SCREENING, 0, people.uid[taken], frame.address)
        passes = people.fit[taken] & (lot < frame.definition.screening_pass_share)
        people.found_unfit[taken[~passes]] = True
        people.advance(taken[passes], Stage.SCREENED)
        people.withdraw(taken[~passes])

    def _place(self, month: Month, number: int, rows: Rows) -> None:
        people, frame, now = self.people, self.world.frames[number], month.programmes[number]
        left = self._places_left(frame, now)
        capacity = min(now.capacity[Step.PLACE], int(left.sum()))
        if frame.recruits_directly:
            capacity = min(capacity, now.quota - len(people.serving(frame.alternative)))
        taken = self._by_lot(rows, capacity, Decision.LOTTERY, 0, frame.address)
        if len(taken) == 0:
            return
        site = self._sites(frame, taken, left)
        given = frame.definition.disarms * month.weapon_given[people.group[taken]]
        lot = self.draws.uniform(Decision.WEAPON, month.number, people.uid[taken], frame.address)
        brings = (lot < given) | (frame.definition.kind is ProgrammeKind.CIVILIAN)
        people.weapon[taken[brings]] = False
        people.transfer(taken, frame.alternative)
        people.community[taken] = frame.site_community[site]
        people.demobilised[taken] |= frame.definition.kind is ProgrammeKind.CIVILIAN

    def _places_left(self, frame: Frame, now: ProgrammeMonth) -> NDArray[np.int64]:
        people = self.people
        there = people.community[people.serving(frame.alternative)]
        present = np.bincount(there, minlength=len(self.world.region_of_community))
        left = np.where(now.receiving, frame.site_places, 0)
        for site, community in enumerate(frame.site_community):
            taken = min(int(present[community]), int(left[site]))
            left[site] -= taken
            present[community] -= taken
        return left

    def _sites(self, frame: Frame, rows: Rows, left: NDArray[np.int64]) -> NDArray[np.int64]:
        people = self.people
        uid, home_region = people.uid[rows], self.world.region_of_community[people.home[rows]]
        near = self.draws.uniform(Decision.DEPLOYMENT, 0, uid, frame.address) < frame.definition.home_deployment_share
        waits = self.draws.exponential(Decision.DEPLOYMENT, SITE_LOT, uid[:, None], frame.site_address[None, :])
        waits /= np.maximum(frame.site_places, 1)
        site = np.empty(len(rows), dtype=np.int64)
        for index in np.argsort(self.draws.uniform(Decision.LOTTERY, 0, uid, frame.address), kind="stable"):
            wished = (left > 0) & ((frame.site_region == home_region[index]) == near[index])
            choice = np.flatnonzero(wished if wished.any() else left > 0)
            site[index] = choice[np.argmin(waits[index, choice])]
            left[site[index]] -= 1
        return site

    # -- service -------------------------------------------------------------------------------------------------------

    def _serve(self, month: Month, number: int) -> None:
        frame, now, people = self.world.frames[number], month.programmes[number], self.people
        rows = people.serving(frame.alternative)
        if frame.definition.payer is not Payer.NOBODY and len(rows):
            column = people.paid_months if now.paid else people.unpaid_months
            column[rows] = np.minimum(column[rows].astype(np.int64) + 1, 255)
            if now.paid:
                people.unpaid_months[rows] = people.unpaid_months[rows] // 2
            else:
                people.shocked[rows] = True
        if frame.definition.kind is ProgrammeKind.INTERIM and len(rows):
            self._absences(month, frame, rows)
        if frame.definition.service_months is not None:
            rows = people.serving(frame.alternative)
            done = rows[people.months_in_state[rows] >= frame.definition.service_months]
            people.transfer(done, HOME)
            people.community[done] = people.home[done]

    def _absences(self, month: Month, frame: Frame, rows: Rows) -> None:
        people, value = self.people, self.value
        idle = 1 - (frame.definition.responsibilities + frame.definition.equipment) / 2
        base = value["absence_base"]
        unpaid = np.minimum(people.unpaid_months[rows].astype(np.float64), 12)
        logit = np.log(base / (1 - base)) + value["absence_unpaid"] * unpaid + value["absence_responsibilities"] * idle
        uid = people.uid[rows]
        away = self.draws.uniform(Decision.ABSENCE, month.number, uid) < 1 / (1 + np.exp(-logit))
        people.absent[rows] = away
        deserts = self.draws.uniform(Decision.DESERTION, month.number, uid) < value["desertion_absent"]
        people.leave(rows[away & deserts])

    def strike(self, month: Month, strike: Strike) -> None:
        """Some of those at a site die, some are hurt, all who serve in the programme think again."""
        people, frame = self.people, self.world.frames[strike.programme]
        rows = people.serving(frame.alternative)
        present = rows[people.community[rows] == strike.community]
        lot = self.draws.uniform(Decision.CASUALTY, month.number, people.uid[present], 2)
        order = present[np.argsort(lot, kind="stable")]
        people.fit[order[strike.killed : strike.killed + strike.injured]] = False
        people.shocked[rows] = True
        people.transfer(order[: strike.killed], DEAD)
