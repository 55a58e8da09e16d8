"""A programme while it runs: open or not, its sites and quotas, and the stages people pass through.

announce -> list -> register -> screen -> train -> place -> serve. People move one stage a month; whoever does not fit into
the capacity of a month waits. Who is taken first is drawn by lot, with addressed numbers, so that lists stay aligned between
runs. Sources: IDDRS 4.20 and 4.10 (demobilisation, screening), report 3.2.1 and 3.3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import FIRST_PROGRAMME, HOME, Stage
from ploughshare.agents.population import Rows
from ploughshare.programmes.ledger import NEVER
from ploughshare.randomness import Decision
from ploughshare.rules.leadership import expected_dividends
from ploughshare.rules.violence import absence_chance
from ploughshare.scenario.calendar import expand_steps
from ploughshare.scenario.programmes import Payer, Programme, ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

STAGE_NAMES = (
    "listed",
    "registered",
    "screened",
    "fit",
    "unfit",
    "trained",
    "placed",
    "left",
    "died",
    "in_training",
    "serving",
    "absent",
    "unpaid",
)
"""Stages of the `programmes` table: new in the month up to `died`, present in the month after it."""


class RunningProgramme:
    """One programme of a run. `alternative` is its row in the alternative table."""

    def __init__(self, model: DDRModel, number: int, name: str, programme: Programme) -> None:
        self.model = model
        self.name = name
        self.definition = programme
        self.alternative = FIRST_PROGRAMME + number
        month = model.definition.month
        months = model.definition.months
        self.announced = month(programme.announced)
        self.windows = [
            (month(w.opens), NEVER if w.closes is None else month(w.closes), round(w.quota * model.scale))
            for w in programme.windows
        ]
        sites = list(programme.sites.values())
        self.site_names = list(programme.sites)
        self.site_community = np.array([model.community_names.index(s.community) for s in sites], dtype=np.int64)
        self.site_region = model.region_of_community[self.site_community]
        self.site_opens = np.array([month(s.opens) for s in sites], dtype=np.int64)
        self.site_closes = np.array([NEVER if s.closes is None else month(s.closes) for s in sites], dtype=np.int64)
        self.site_places = np.array([max(1, round(s.places * model.scale)) if s.places else 0 for s in sites])
        start = model.definition.about.start
        self.pay_xof = expand_steps(programme.pay_xof_per_month, start, months)
        self.promotion = expand_steps(programme.promotion, start, months)
        self.rank_share = expand_steps(programme.rank_share, start, months)
        self.registered_total = 0
        self.placed_total = 0
        self.started: int | None = None
        """month in which the first person was placed"""
        self.closed = False
        self.open = False
        self.opened_before = False
        self.just_opened = False
        self.attacked = False
        """whether a site was attacked this month"""
        self.remembered_risk = 0.0
        """yearly death risk that recent attacks on its sites add in people's minds"""
        self.paid = True
        """whether this month's pay day was kept"""
        self.session = False
        self.belief = np.zeros((len(model.group_names), 2))
        """pay days kept and missed as each group believes, shape (groups, 2)"""
        self.belief[:] = self._prior_belief()
        self.stage_counts = np.zeros((len(STAGE_NAMES), model.regions, model.coalition_count, 2), dtype=np.int64)

    # -- state of the programme ------------------------------------------------------------------------------------

    @property
    def recruits_directly(self) -> bool:
        """Whether people enter without registration and screening (assembly areas and interim units)."""
        return self.definition.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.INTERIM)

    def quota(self, month: int) -> int:
        """Return how many persons may have been registered by now, at the population scale."""
        quotas = [quota for opens, _, quota in self.windows if opens <= month]
        return max(quotas, default=0)

    @property
    def quota_in_sight(self) -> int:
        """The largest quota of all windows, at the population scale."""
        return max((quota for _, _, quota in self.windows), default=0)

    def in_window(self, month: int) -> bool:
        """Whether entry is possible by the calendar."""
        return any(opens <= month <= closes for opens, closes, _ in self.windows)

    def open_sites(self, month: int) -> NDArray[np.bool_]:
        """Which sites receive people in `month`."""
        return (self.site_opens <= month) & (month <= self.site_closes)

    def start_month(self) -> None:
        """Forget the counts of last month."""
        self.stage_counts[:] = 0

    def update(self) -> None:
        """Open or close for this month: window, sites, conditions, calm and endorsements."""
        model, month = self.model, self.model.month
        was_open = self.open
        self._expire()
        self.open = (
            not self.closed
            and month >= self.announced
            and self.in_window(month)
            and bool(self._receiving_sites().any())
            and self._conditions_hold()
        )
        self.just_opened = self.open and not was_open
        self.opened_before = self.opened_before or self.open
        if self.definition.start_conditions.calm and self._service_suspended():
            self._dissolve()

    def _receiving_sites(self) -> NDArray[np.bool_]:
        sites = self.open_sites(self.model.month)
        if self.definition.start_conditions.calm:
            clash = np.array([self.model.conditions.clash_in(int(region)) for region in self.site_region])
            sites = sites & ~clash
        return sites

    def _conditions_hold(self) -> bool:
        conditions = self.definition.start_conditions
        model = self.model
        return (
            all(model.ledger.is_kept(name) for name in conditions.provisions)
            and all(model.timeline.has_happened(name) for name in conditions.events)
            and all(model.coalitions[name].endorses(self.alternative) for name in conditions.endorsed_by)
        )

    def _service_suspended(self) -> bool:
        """Whether an assembly ends because its places are no longer calm (they do not resume by themselves)."""
        return self.definition.kind is ProgrammeKind.ASSEMBLY and not bool(self._receiving_sites().any())

    def _dissolve(self) -> None:
        """Everybody in an assembly goes back to the own group or home."""
        rows = self.serving_rows()
        if len(rows):
            self.leave(rows)

    def close(self) -> None:
        """Suspend the programme for good; those who serve in a civilian or assembly programme go home."""
        self.closed = True
        self.model.population.withdraw(np.flatnonzero(self.model.population.applied_to == self.alternative))
        if self.definition.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.CIVILIAN):
            self._dissolve()

    def _expire(self) -> None:
        """An interim measure with an expiry date ends: nobody enters any more and those who serve leave."""
        if self.definition.expiry_months is None or self.started is None or self.closed:
            return
        if self.model.month - self.started >= self.definition.expiry_months:
            self.closed = True
            self._dissolve()

    def serving_rows(self) -> Rows:
        """Rows of those who serve in the programme."""
        return np.flatnonzero(self.model.population.alternative == self.alternative)

    def leave(self, rows: Rows) -> None:
        """People leave the programme: armed ones for their group, others for home."""
        population = self.model.population
        self.log("left", rows)
        armed = population.weapon[rows]
        population.transfer(rows, np.where(armed, 0, HOME))
        population.send_home(rows)

    # -- what it offers ----------------------------------------------------------------------------------------------

    @property
    def delay_months(self) -> float:
        """Months from application to the first pay: one a stage, and training."""
        stages = 1 if self.recruits_directly else 3 + self.definition.eligibility.fit
        return float(stages + self.definition.training_months)

    @property
    def duration_months(self) -> float:
        """Months of pay or support; open-ended services last beyond every horizon."""
        ends = [months for months in (self.definition.service_months, self.definition.expiry_months) if months]
        return float(min(ends)) if ends else float(NEVER)

    def expected_pay_xof(self, month: int) -> float:
        """Return pay a month, XOF, with the one-off package spread over the months of support."""
        horizon = self.model.parameters["income_horizon_months"]
        package = self.definition.package_xof / min(self.duration_months, horizon)
        return float(self.pay_xof[month]) + package

    def dividends(self) -> float:
        """Return places in sight per man under arms of the negotiating groups, 0 to 1."""
        return expected_dividends(float(self.quota_in_sight), float(self.model.stock.armed_of_negotiating_groups), 1.0)

    def sites_in_region(self, month: int) -> NDArray[np.float64]:
        """Return 1 for each region with an open site, shape (regions,)."""
        near = np.zeros(self.model.regions)
        near[self.site_region[self.open_sites(month)]] = 1.0
        return near

    # -- who may enter ---------------------------------------------------------------------------------------------

    def eligible(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of these persons the rules of the programme admit, shape (len(rows),)."""
        model, population, rule = self.model, self.model.population, self.definition.eligibility
        admitted = self.admits_groups()[population.group[rows]]
        if rule.regions:
            regions = np.isin(model.region_names, rule.regions)
            admitted = admitted & regions[model.region_of_community[population.home[rows]]]
        if rule.weapon:
            admitted = admitted & population.weapon[rows]
        if rule.unarmed:
            admitted = admitted & ~population.weapon[rows]
        if rule.adult:
            admitted = admitted & ~population.is_child(model.month)[rows]
        if rule.fit:
            admitted = admitted & ~population.found_unfit[rows]
        if rule.unfit_only:
            admitted = admitted & population.found_unfit[rows]
        if rule.listed:
            admitted = admitted & population.listed[rows]
        if rule.serving_in:
            admitted = admitted & self._serves_where_required(rows)
        return np.asarray(admitted)

    def admits_groups(self) -> NDArray[np.bool_]:
        """Which groups' persons the programme is meant for, shape (groups,)."""
        rule = self.definition.eligibility
        return np.array(
            [
                group.definition.kind in rule.group_kinds
                and group.active
                and (not rule.coalitions or group.coalition in rule.coalitions)
                for group in self.model.groups
            ]
        )

    def _serves_where_required(self, rows: Rows) -> NDArray[np.bool_]:
        rule = self.definition.eligibility
        if rule.others_from is not None and self.model.month >= self.model.definition.month(rule.others_from):
            return np.ones(len(rows), dtype=bool)
        names = self.model.alternatives.names
        required = [names.index(name) for name in rule.serving_in]
        return np.isin(self.model.population.alternative[rows], required)

    # -- the pipeline ----------------------------------------------------------------------------------------------

    def move(self) -> None:
        """Move everybody one stage at most, last stage first, within the capacities of the month."""
        if self.closed:
            return
        stages = self.definition.stages
        if self.recruits_directly:
            if self.open:
                self._place(self._at(Stage.LISTED), stages.place_per_month)
            return
        self._place(self._at(Stage.TRAINED), stages.place_per_month)
        self._finish_training(self._at(Stage.TRAINING))
        self._begin_training(self._at(Stage.SCREENED), stages.train_per_month)
        self._screen(self._at(Stage.REGISTERED), stages.screen_per_month)
        if self.session and self.open:
            self._register(self._at(Stage.LISTED), stages.register_per_month)

    def _at(self, stage: Stage) -> Rows:
        population = self.model.population
        return np.flatnonzero((population.applied_to == self.alternative) & (population.stage == stage))

    def _first(self, rows: Rows, capacity: float) -> Rows:
        """Draw who comes first when there are more than the capacity, by addressed lots."""
        capacity = max(0, int(capacity))
        if len(rows) <= capacity:
            return rows
        lot = self.model.draws.uniform(Decision.LOTTERY, 0, self.model.population.uid[rows], self.alternative)
        return np.sort(rows[np.argsort(lot, kind="stable")[:capacity]])

    def _advance(self, rows: Rows, stage: Stage) -> None:
        self.model.population.stage[rows] = stage
        self.model.population.months_in_stage[rows] = 0

    def _register(self, rows: Rows, capacity: int) -> None:
        remaining = self.quota(self.model.month) - self.registered_total
        session = self.model.parameters["session_share"] * self.quota(self.model.month)
        taken = self._first(rows, min(capacity * self.model.scale, remaining, max(session, 1)))
        self.registered_total += len(taken)
        self._advance(taken, Stage.REGISTERED)
        self.log("registered", taken)
        if not self.definition.eligibility.fit:
            self._advance(taken, Stage.SCREENED)

    def _screen(self, rows: Rows, capacity: int) -> None:
        population = self.model.population
        taken = self._first(rows, capacity * self.model.scale)
        lot = self.model.draws.uniform(Decision.SCREENING, 0, population.uid[taken], self.alternative)
        passes = population.fit[taken] & (lot < self.definition.screening_pass_share)
        self.log("screened", taken)
        self.log("fit", taken[passes])
        self.log("unfit", taken[~passes])
        population.found_unfit[taken[~passes]] = True
        self._advance(taken[passes], Stage.SCREENED)
        population.withdraw(taken[~passes])

    def _begin_training(self, rows: Rows, capacity: int) -> None:
        if self.definition.training_months == 0:
            self._advance(rows, Stage.TRAINED)
            return
        self._advance(self._first(rows, capacity * self.model.scale), Stage.TRAINING)

    def _finish_training(self, rows: Rows) -> None:
        population = self.model.population
        done = rows[population.months_in_stage[rows] >= self.definition.training_months]
        self._advance(done, Stage.TRAINED)
        self.log("trained", done)

    def _place(self, rows: Rows, capacity: int) -> None:
        """Post people to sites with places left: the home region first, by the share the programme grants."""
        model, population = self.model, self.model.population
        left = self.places_left()
        taken = self._first(rows, min(capacity * model.scale, float(left.sum())))
        if self.recruits_directly:
            taken = taken[: max(0, self.quota(model.month) - len(self.serving_rows()))]
        if len(taken) == 0:
            return
        site = self._assign_sites(taken, left)
        taken, site = taken[site >= 0], site[site >= 0]
        if self.started is None and len(taken):
            self.started = model.month
        self.placed_total += len(taken)
        self._surrender_weapons(taken)
        population.transfer(taken, self.alternative)
        population.community[taken] = self.site_community[site]
        population.demobilised[taken] |= self.definition.kind is ProgrammeKind.CIVILIAN
        self.log("placed", taken)

    def places_left(self) -> NDArray[np.int64]:
        """Return places left at each site now, shape (sites,)."""
        present = np.bincount(
            self.model.population.community[self.serving_rows()], minlength=len(self.model.community_names)
        )
        receiving = self._receiving_sites()
        return np.where(receiving, np.maximum(self.site_places - present[self.site_community], 0), 0).astype(np.int64)

    def _assign_sites(self, rows: Rows, left: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the site of each person, or -1 where none is left."""
        model, population = self.model, self.model.population
        near = (
            model.draws.uniform(Decision.DEPLOYMENT, 0, population.uid[rows], self.alternative)
            < self.definition.home_deployment_share
        )
        home_region = model.region_of_community[population.home[rows]]
        left = left.copy()
        site = np.full(len(rows), -1, dtype=np.int64)
        for index in range(len(rows)):
            own = (self.site_region == home_region[index]) & (left > 0)
            choice = np.flatnonzero(own if near[index] else (left > 0) & ~own)
            if len(choice) == 0:
                choice = np.flatnonzero(left > 0)
            if len(choice) == 0:
                break
            site[index] = choice[np.argmax(left[choice])]
            left[site[index]] -= 1
        return site

    def _surrender_weapons(self, rows: Rows) -> None:
        """Those who enter a programme that disarms bring their weapon as their leaders let them (report 3.3.1)."""
        model, population = self.model, self.model.population
        given = self.definition.disarms * model.stock.weapon_given[population.group[rows]]
        lot = model.draws.uniform(Decision.WEAPON, model.month, population.uid[rows], self.alternative)
        brings = lot < given
        if self.definition.kind is ProgrammeKind.CIVILIAN:
            brings = np.ones(len(rows), dtype=bool)
        population.hand_in_weapons(rows[brings])

    # -- service ---------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """A month of service: pay day, costs, absence, end of support."""
        rows = self.serving_rows()
        self._pay(rows)
        if self.definition.kind is ProgrammeKind.INTERIM:
            self._absences(rows)
        self._end_of_support()

    def _pay(self, rows: Rows) -> None:
        model, population = self.model, self.model.population
        definition, month = self.definition, self.model.month
        rate = model.definition.about.xof_per_usd
        persons = len(rows) / model.scale
        new = int((population.months_in_state[rows] == 0).sum()) / model.scale
        running = persons * definition.cost_usd_per_person_month
        entry = new * (definition.cost_usd_per_person + definition.package_xof / rate)
        model.funds.pay(definition.funds, self.name, running + entry)
        wages = persons * self.pay_xof[month] / rate
        affordable = model.funds.affordable_share(definition.funds, wages)
        self.paid = self._pay_day_kept(affordable)
        if self.paid:
            model.funds.pay(definition.funds, self.name, wages)
        if definition.payer is Payer.NOBODY or len(rows) == 0:
            return
        column = population.paid_months if self.paid else population.unpaid_months
        column[rows] = np.minimum(column[rows].astype(np.int64) + 1, 255)
        if not self.paid:
            population.shocked[rows] = True
        else:
            population.unpaid_months[rows] = population.unpaid_months[rows] // 2

    def _pay_day_kept(self, affordable: float) -> bool:
        if self.definition.payer is Payer.GOVERNMENT:
            return self.model.government.keeps_pay_day(self, affordable)
        return affordable >= 0.999

    def _absences(self, rows: Rows) -> None:
        """Unpaid men without duties stay away; some of the absent desert (report 3.2.1)."""
        model, population, value = self.model, self.model.population, self.model.parameters
        if len(rows) == 0:
            return
        idle = 1 - (self.definition.responsibilities + self.definition.equipment) / 2
        chance = absence_chance(
            population.unpaid_months[rows].astype(np.float64), value["absence_base"], value["absence_unpaid"], idle,
            value["absence_responsibilities"],
        )
        uid = population.uid[rows]
        population.absent[rows] = model.draws.uniform(Decision.ABSENCE, model.month, uid) < chance
        away = population.absent[rows]
        deserts = away & (model.draws.uniform(Decision.DESERTION, model.month, uid) < value["desertion_absent"])
        self.leave(rows[deserts])

    def _end_of_support(self) -> None:
        if self.definition.service_months is None:
            return
        rows = self.serving_rows()
        done = rows[self.model.population.months_in_state[rows] >= self.definition.service_months]
        if len(done) == 0:
            return
        self.log("left", done)
        self.model.population.transfer(done, HOME)
        self.model.population.send_home(done)

    # -- beliefs and record ----------------------------------------------------------------------------------------

    def _prior_belief(self) -> tuple[float, float]:
        value = self.model.parameters
        name = {
            ProgrammeKind.STATE_FORCE: "pay_prior_army",
            ProgrammeKind.INTERIM: "pay_prior_interim",
            ProgrammeKind.ASSEMBLY: "pay_prior_civilian",
            ProgrammeKind.CIVILIAN: "pay_prior_civilian",
        }[self.definition.kind]
        return value[name] * value["pay_prior_strength"], (1 - value[name]) * value["pay_prior_strength"]

    def log(self, stage: str, rows: Rows) -> None:
        """Count persons at a stage this month, by region and coalition, women apart."""
        if len(rows) == 0:
            return
        population = self.model.population
        coalition = self.model.coalition_of_group[population.group[rows]]
        counts = self.stage_counts[STAGE_NAMES.index(stage)]
        np.add.at(counts, (population.region[rows], coalition, 0), 1)
        np.add.at(counts, (population.region[rows], coalition, 1), population.woman[rows])

    def log_present(self) -> None:
        """Count those present at the end of the month: in training, serving, absent, unpaid."""
        population = self.model.population
        rows = self.serving_rows()
        training = np.flatnonzero((population.applied_to == self.alternative) & (population.stage == Stage.TRAINING))
        self.log("in_training", training)
        self.log("serving", rows)
        self.log("absent", rows[population.absent[rows]])
        if not self.paid and self.definition.payer is not Payer.NOBODY:
            self.log("unpaid", rows)
