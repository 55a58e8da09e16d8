"""A month of service in a programme: pay day, costs, absence and desertion, end of support.

Sources: report 3.2.1 (unpaid salaries, no responsibilities, absence, desertion), IDDRS 4.30 (reintegration support).
"""

from __future__ import annotations

from ploughshare.agents.options import HOME
from ploughshare.agents.population import Rows
from ploughshare.kernels.service import count_new, count_pay_day, stay_away
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.randomness import Decision
from ploughshare.scenario.programmes import Payer, ProgrammeKind

_ABSENCE_AND_DESERTION = Decision.ABSENCE.value, Decision.DESERTION.value


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
    new = count_new(rows, population.months_in_state) / model.scale
    running = persons * definition.cost_usd_per_person_month + new * definition.cost_usd_per_person
    model.funds.pay(definition.funds, programme.name, running)
    owed = (persons * programme.pay_xof[month] + new * definition.package_xof) / rate
    programme.funded_share = model.funds.affordable_share(definition.funds, owed)
    programme.paid = _pay_day_kept(programme, programme.funded_share)
    if programme.paid:
        model.funds.pay(definition.funds, programme.name, owed)
    if definition.payer is Payer.NOBODY:
        return
    count_pay_day(rows, programme.paid, population.states)


def _pay_day_kept(programme: RunningProgramme, affordable: float) -> bool:
    if programme.definition.payer is Payer.GOVERNMENT:
        return programme.model.government.keeps_pay_day(programme, affordable)
    return affordable >= 0.999


def _absences(programme: RunningProgramme, rows: Rows) -> None:
    """Unpaid men without duties stay away; some of the absent desert (report 3.2.1)."""
    model, value = programme.model, programme.model.parameters
    idle = 1 - (programme.definition.responsibilities + programme.definition.equipment) / 2
    deserters = stay_away(
        rows,
        model.population.uid,
        (value["absence_base"], value["absence_unpaid"], idle, value["absence_responsibilities"]),
        value["desertion_absent"],
        model.month,
        _ABSENCE_AND_DESERTION,
        model.population.states,
        *model.draws.key,
    )
    programme.leave(deserters)


def _end_of_support(programme: RunningProgramme) -> None:
    if programme.definition.service_months is None:
        return
    rows = programme.serving_rows()
    done = rows[programme.model.population.months_in_state[rows] >= programme.definition.service_months]
    if len(done) == 0:
        return
    programme.log("left", done)
    programme.model.population.transfer(done, HOME, goes_home=True)
