"""A month of service in a programme: pay day, costs, absence and desertion, end of support.

Sources: report 3.2.1 (unpaid salaries, no responsibilities, absence, desertion), IDDRS 4.30 (reintegration support).
"""

from __future__ import annotations

import numpy as np

from ploughshare.agents.options import HOME
from ploughshare.agents.population import Rows
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.randomness import Decision
from ploughshare.rules.violence import absence_chance
from ploughshare.scenario.programmes import Payer, ProgrammeKind

MOST_MONTHS = np.iinfo(np.uint8).max
"""months paid and unpaid are counted up to so many"""


def serve(programme: RunningProgramme) -> None:
    """A month of service: pay day, costs, absence, end of support."""
    rows = programme.serving_rows()
    if len(rows) == 0:
        programme.funded_share, programme.paid = 1.0, True  # nothing is owed
        return
    _pay(programme, rows)
    if programme.definition.kind is ProgrammeKind.INTERIM:
        _absences(programme, rows)
    _end_of_support(programme)


def _pay(programme: RunningProgramme, rows: Rows) -> None:
    model, population = programme.model, programme.model.population
    definition, month = programme.definition, programme.model.month
    rate = model.definition.about.xof_per_usd
    persons = len(rows) / model.scale
    new = int(np.count_nonzero(population.months_in_state[rows] == 0)) / model.scale
    running = persons * definition.cost_usd_per_person_month + new * definition.cost_usd_per_person
    model.funds.pay(definition.funds, programme.name, running)
    owed = (persons * programme.pay_xof[month] + new * definition.package_xof) / rate
    programme.funded_share = model.funds.affordable_share(definition.funds, owed)
    programme.paid = _pay_day_kept(programme, programme.funded_share)
    if programme.paid:
        model.funds.pay(definition.funds, programme.name, owed)
    if definition.payer is Payer.NOBODY:
        return
    column = population.paid_months if programme.paid else population.unpaid_months
    column[rows] += column[rows] < MOST_MONTHS
    if not programme.paid:
        population.shocked[rows] = True
    else:
        population.unpaid_months[rows] >>= 1  # half of them


def _pay_day_kept(programme: RunningProgramme, affordable: float) -> bool:
    if programme.definition.payer is Payer.GOVERNMENT:
        return programme.model.government.keeps_pay_day(programme, affordable)
    return affordable >= 0.999


def _absences(programme: RunningProgramme, rows: Rows) -> None:
    """Unpaid men without duties stay away; some of the absent desert (report 3.2.1)."""
    model, population, value = programme.model, programme.model.population, programme.model.parameters
    if len(rows) == 0:
        return
    idle = 1 - (programme.definition.responsibilities + programme.definition.equipment) / 2
    chance = absence_chance(
        population.unpaid_months[rows].astype(np.float64),
        value["absence_base"],
        value["absence_unpaid"],
        idle,
        value["absence_responsibilities"],
    )
    uid = population.uid[rows]
    population.absent[rows] = model.draws.uniform(Decision.ABSENCE, model.month, uid) < chance
    away = population.absent[rows]
    deserts = away & (model.draws.uniform(Decision.DESERTION, model.month, uid) < value["desertion_absent"])
    programme.leave(rows[deserts])


def _end_of_support(programme: RunningProgramme) -> None:
    if programme.definition.service_months is None:
        return
    rows = programme.serving_rows()
    done = rows[programme.model.population.months_in_state[rows] >= programme.definition.service_months]
    if len(done) == 0:
        return
    programme.log("left", done)
    programme.model.population.transfer(done, HOME, goes_home=True)
