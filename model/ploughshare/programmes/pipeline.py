"""The stages people pass through: listed, registered, screened, trained, placed.

People move one stage a month at most; whoever does not fit into the capacity of a month waits. Who is taken first is drawn
by lot, with addressed numbers, so that lists stay aligned between runs. Sources: IDDRS 4.10 and 4.20 (disarmament,
demobilisation), report 3.3.1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ploughshare.agents.options import Stage
from ploughshare.agents.population import Rows
from ploughshare.kernels.placement import Lotteries, Post, Sites, place
from ploughshare.kernels.selection import first_by_lot, sort_by_stage
from ploughshare.programmes.capacity import Step, capacity_of
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.randomness import Decision
from ploughshare.scenario.programmes import ProgrammeKind

_LOTTERIES = Decision.LOTTERY.value, Decision.DEPLOYMENT.value, Decision.WEAPON.value
"""decisions by which people are ranked, posted and disarmed"""
_STAGES = len(Stage)
_PLACED = STAGE_NAMES.index("placed")


def move(programme: RunningProgramme) -> None:
    """Move everybody one stage at most, last stage first, within the capacities of the month."""
    if programme.closed:
        return
    applicants = programme.applicants()
    if len(applicants) == 0:
        return
    if programme.recruits_directly and not programme.open:
        return
    steps = _STEPS_OF_DIRECT_RECRUITMENT if programme.recruits_directly else _STEPS
    by_stage, begins = sort_by_stage(applicants, programme.model.population.stage, _STAGES)
    begin = begins.tolist()
    for stage, step in steps.items():  # a step moves only those at its own stage
        if begin[stage] < begin[stage + 1]:
            step(programme, by_stage[begin[stage] : begin[stage + 1]])


def _first(programme: RunningProgramme, rows: Rows, capacity: float) -> Rows:
    """Draw who comes first when there are more than the capacity, by addressed lots that each keeps for life."""
    if len(rows) <= capacity:
        return rows
    model, address = programme.model, (0, Decision.LOTTERY.value, programme.address)
    return first_by_lot(rows, int(capacity), model.population.uid, address, *model.draws.key)


def _advance(programme: RunningProgramme, rows: Rows, stage: Stage) -> None:
    programme.model.population.stage[rows] = stage
    programme.model.population.months_in_stage[rows] = 0


def _register(programme: RunningProgramme, rows: Rows) -> None:
    if not (programme.session and programme.open and programme.in_window(programme.model.month)):
        return
    capacity = capacity_of(programme, Step.REGISTER)
    remaining = programme.quota(programme.model.month) - programme.registered_total
    session = programme.model.parameters["session_share"] * programme.quota(programme.model.month)
    taken = _first(programme, rows, min(capacity, remaining, max(session, 1)))
    programme.registered_total += len(taken)
    _advance(programme, taken, Stage.REGISTERED)
    programme.log("registered", taken)
    if not programme.definition.eligibility.fit:
        _advance(programme, taken, Stage.SCREENED)


def _screen(programme: RunningProgramme, rows: Rows) -> None:
    population = programme.model.population
    capacity = capacity_of(programme, Step.SCREEN)
    taken = _first(programme, rows, capacity)
    lot = programme.model.draws.uniform(Decision.SCREENING, 0, population.uid[taken], programme.address)
    passes = population.fit[taken] & (lot < programme.definition.screening_pass_share)
    programme.log("screened", taken)
    programme.log("fit", taken[passes])
    programme.log("unfit", taken[~passes])
    population.found_unfit[taken[~passes]] = True
    _advance(programme, taken[passes], Stage.SCREENED)
    population.withdraw(taken[~passes])


def _begin_training(programme: RunningProgramme, rows: Rows) -> None:
    if programme.definition.training_months == 0:
        _advance(programme, rows, Stage.TRAINED)
        return
    capacity = capacity_of(programme, Step.TRAIN)
    _advance(programme, _first(programme, rows, capacity), Stage.TRAINING)


def _finish_training(programme: RunningProgramme, rows: Rows) -> None:
    population = programme.model.population
    done = rows[population.months_in_stage[rows] >= programme.definition.training_months]
    _advance(programme, done, Stage.TRAINED)
    programme.log("trained", done)


def _place(programme: RunningProgramme, rows: Rows) -> None:
    """Place people at sites with places left: near home or elsewhere, by the share the programme grants.

    Those who enter a programme that disarms bring their weapon as their leaders let them, those who demobilise bring it in
    any case (report 3.3.1).
    """
    model, population, serving = programme.model, programme.model.population, programme.serving_rows()
    capacity = capacity_of(programme, Step.PLACE)
    if programme.recruits_directly:
        capacity = min(capacity, programme.quota(model.month) - len(serving))
    if capacity <= 0:
        return
    placed, handed_in = place(
        rows,
        capacity,
        serving,
        _sites(programme),
        programme.site_community,
        _post(programme),
        Lotteries(*_LOTTERIES, *model.draws.key),
        model.month,
        population.uid,
        population.states,
        model.stage_counts.tally,
    )
    if placed and programme.started is None:
        programme.started = model.month
    programme.placed_total += placed
    population.weapons_handed_in += handed_in


def _sites(programme: RunningProgramme) -> Sites:
    """Return the sites of a programme, with all places of those that receive people."""
    places = programme.site_places
    return Sites(programme.site_region, places, places * programme.receiving_sites(), programme.site_address)


def _post(programme: RunningProgramme) -> Post:
    """Return what a programme does this month with those it places."""
    model, demobilises = programme.model, programme.definition.kind is ProgrammeKind.CIVILIAN
    given = model.stock.weapon_given
    return Post(
        alternative=programme.alternative,
        address=programme.address,
        home_share=programme.definition.home_deployment_share,
        disarms=np.ones(len(given)) if demobilises else programme.definition.disarms * given,
        demobilises=demobilises,
        on_record=(model.programme_number(programme.alternative), _PLACED),
    )


_STEPS: dict[Stage, Callable[[RunningProgramme, Rows], None]] = {
    Stage.TRAINED: _place,
    Stage.TRAINING: _finish_training,
    Stage.SCREENED: _begin_training,
    Stage.REGISTERED: _screen,
    Stage.LISTED: _register,
}
"""what happens to those at each stage, last stage first"""
_STEPS_OF_DIRECT_RECRUITMENT = {Stage.LISTED: _place}
