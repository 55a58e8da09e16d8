"""The stages people pass through: listed, registered, screened, trained, placed.

People move one stage a month at most; whoever does not fit into the capacity of a month waits. Who is taken first is drawn
by lot, with addressed numbers, so that lists stay aligned between runs. Sources: IDDRS 4.10 and 4.20 (disarmament,
demobilisation), report 3.3.1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import Stage
from ploughshare.agents.population import Rows
from ploughshare.kernels.placement import Sites, assign_sites
from ploughshare.kernels.selection import lowest
from ploughshare.programmes.capacity import Step, capacity_of
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.randomness import Decision
from ploughshare.scenario.programmes import ProgrammeKind


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
    for stage, step in steps.items():
        rows = _at(programme, applicants, stage)
        if len(rows):
            step(programme, rows)


def _at(programme: RunningProgramme, applicants: Rows, stage: Stage) -> Rows:
    """Return those at a stage now; who has left the pipeline this month is at none."""
    found: Rows = applicants[programme.model.population.stage[applicants] == int(stage)]
    return found


def _first(programme: RunningProgramme, rows: Rows, capacity: float) -> Rows:
    """Draw who comes first when there are more than the capacity, by addressed lots."""
    capacity = max(0, int(capacity))
    if len(rows) <= capacity:
        return rows
    if capacity == 0:
        return rows[:0]
    return lowest(rows, _lots(programme, rows), capacity)


def _lots(programme: RunningProgramme, rows: Rows) -> NDArray[np.float64]:
    """Return the lot by which each person is ranked among the applicants of a programme, lowest first; it is kept for life."""
    draws, population = programme.model.draws, programme.model.population
    return draws.uniform(Decision.LOTTERY, 0, population.uid[rows], programme.address)


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
    """Post people to sites with places left: near home or elsewhere, by the share the programme grants."""
    model, population = programme.model, programme.model.population
    left = places_left(programme)
    capacity = min(capacity_of(programme, Step.PLACE), int(left.sum()))
    if programme.recruits_directly:
        capacity = min(capacity, programme.quota(model.month) - len(programme.serving_rows()))
    if capacity <= 0:
        return
    taken = rows[np.argsort(_lots(programme, rows), kind="stable")[:capacity]]
    site = _assign_sites(programme, taken, left)
    if programme.started is None:
        programme.started = model.month
    programme.placed_total += len(taken)
    _surrender_weapons(programme, taken)
    population.transfer(taken, programme.alternative)
    population.community[taken] = programme.site_community[site]
    if programme.definition.kind is ProgrammeKind.CIVILIAN:
        population.demobilised[taken] = True
    programme.log("placed", taken)


def places_left(programme: RunningProgramme) -> NDArray[np.int64]:
    """Return places left at each site now, shape (sites,)."""
    model, communities = programme.model, programme.site_community
    here = model.population.community[programme.serving_rows()]
    present = np.bincount(here, minlength=len(model.community_names)).tolist()
    left: list[int] = np.where(programme.receiving_sites(), programme.site_places, 0).tolist()
    for site, community in enumerate(communities.tolist()):
        taken = min(present[community], left[site])
        left[site] -= taken
        present[community] -= taken
    return np.array(left, dtype=np.int64)


def _assign_sites(programme: RunningProgramme, rows: Rows, left: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the site of each person in turn, the lowest lot first; there must be a place for everybody."""
    model, population = programme.model, programme.model.population
    lot = model.draws.uniform(Decision.DEPLOYMENT, 0, population.uid[rows], programme.address)
    return assign_sites(
        population.uid[rows],
        lot < programme.definition.home_deployment_share,
        model.region_of_community[population.home[rows]],
        Sites(programme.site_region, programme.site_places, left, programme.site_address),
        Decision.DEPLOYMENT.value,
        *model.draws.key,
    )


def _surrender_weapons(programme: RunningProgramme, rows: Rows) -> None:
    """Those who enter a programme that disarms bring their weapon as their leaders let them (report 3.3.1)."""
    model, population = programme.model, programme.model.population
    if programme.definition.kind is ProgrammeKind.CIVILIAN:
        population.hand_in_weapons(rows)
        return
    given = programme.definition.disarms * model.stock.weapon_given[population.group[rows]]
    lot = model.draws.uniform(Decision.WEAPON, model.month, population.uid[rows], programme.address)
    population.hand_in_weapons(rows[lot < given])


_STEPS: dict[Stage, Callable[[RunningProgramme, Rows], None]] = {
    Stage.TRAINED: _place,
    Stage.TRAINING: _finish_training,
    Stage.SCREENED: _begin_training,
    Stage.REGISTERED: _screen,
    Stage.LISTED: _register,
}
"""what happens to those at each stage, last stage first"""
_STEPS_OF_DIRECT_RECRUITMENT = {Stage.LISTED: _place}
