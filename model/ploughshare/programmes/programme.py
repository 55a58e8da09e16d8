"""A programme while it runs: open or not, its sites and quotas, whom it admits and what it offers.

announce -> list -> register -> screen -> train -> place -> serve: `pipeline.py` moves people along, `service.py` lives the
months of service. Sources: IDDRS 2.10 (programme frame), report 3.2.1 and 3.3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import FIRST_PROGRAMME, HOME
from ploughshare.agents.population import NOBODY, Rows
from ploughshare.kernels import movement
from ploughshare.programmes.ledger import NEVER
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.scenario.addresses import address_of, addresses_of, site_name
from ploughshare.scenario.calendar import expand_steps
from ploughshare.scenario.programmes import Eligibility, Programme, ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

_LEFT = STAGE_NAMES.index("left")


class RunningProgramme:
    """One programme of a run. `alternative` is its row in the alternative table."""

    funded_share = 1.0
    """share of this month's pay that its funds could bear, 0 to 1"""

    def __init__(self, model: DDRModel, number: int, name: str, programme: Programme) -> None:
        self.model = model
        self.name = name
        self.definition = programme
        self.recruits_directly = programme.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.INTERIM)
        """whether people enter without registration and screening (assembly areas and interim units)"""
        self.alternative = FIRST_PROGRAMME + number
        self.address = address_of(name)
        """word under which its random numbers stand"""
        month = model.definition.month
        months = model.definition.months
        conditions = programme.start_conditions
        self._needs_calm = conditions.calm
        self._waits = bool(conditions.provisions or conditions.events or conditions.endorsed_by)
        """whether it opens only on conditions besides calm"""
        self._read_eligibility(model, programme.eligibility)
        self.announced = month(programme.announced)
        self._read_sites(model, programme)
        self._read_windows(model, programme)
        start = model.definition.about.start
        self._read_terms(model, programme)
        self.promotion = expand_steps(programme.promotion, start, months)
        self.rank_share = expand_steps(programme.rank_share, start, months)
        self.registered_total = 0
        self.placed_total = 0
        self.started: int | None = None
        """month in which the first person was placed"""
        self.closed = False
        self.open = False
        self.just_opened = False
        self.attacked = False
        """whether a site was attacked this month"""
        self.remembered_risk = 0.0
        """yearly death risk that recent attacks on its sites add in people's minds"""
        self.session = False
        self.belief = model.pay_beliefs[number]
        """pay days kept and missed as each group believes, shape (groups, 2)"""
        self.belief[:] = self._prior_belief()

    def _read_eligibility(self, model: DDRModel, rule: Eligibility) -> None:
        self.serving_in = tuple(model.alternatives.names.index(required) for required in rule.serving_in)
        """alternatives in which those must serve who may enter before others"""
        kinds = [group.kind in rule.group_kinds for group in model.definition.groups.values()]
        exist = np.array([model.leaders.active(month) for month in range(model.definition.months + 1)])
        self._admits_kind: NDArray[np.bool_] = np.array(kinds, dtype=bool) & exist
        """groups that exist and are of the kinds it is meant for, shape (months + 1, groups)"""
        self._admits_coalition = np.array([c in rule.coalitions for c in model.coalition_names])
        """coalitions it is meant for, none named for all"""
        self.others_from = NEVER if rule.others_from is None else model.definition.month(rule.others_from)
        """month from which others may enter too"""

    def _read_terms(self, model: DDRModel, programme: Programme) -> None:
        stages = 1 if self.recruits_directly else 3 + programme.eligibility.fit
        self.delay_months = float(stages + programme.training_months)
        """months from application to the first pay: one a stage, and training"""
        ends = [months for months in (programme.service_months, programme.expiry_months) if months]
        self.duration_months = float(min(ends)) if ends else float(NEVER)
        """months of pay or support; open-ended services last beyond every horizon"""
        self.pay_xof = expand_steps(programme.pay_xof_per_month, model.definition.about.start, model.definition.months)
        spread_over = min(self.duration_months, model.parameters["income_horizon_months"])
        self.expected_pay_xof = self.pay_xof + programme.package_xof / spread_over
        """pay a month with the one-off package spread over the months of support, shape (months,)"""

    def _read_windows(self, model: DDRModel, programme: Programme) -> None:
        """Read when people may enter; what hangs on the calendar alone is found for all months, also that after the run."""
        month, months = model.definition.month, range(model.definition.months + 1)
        self.windows = [
            (month(w.opens), NEVER if w.closes is None else month(w.closes), round(w.quota * model.scale))
            for w in programme.windows
        ]
        self._first_opens = self.windows[0][0]
        self._quotas = [max((quota for opens, _, quota in self.windows if opens <= now), default=0) for now in months]
        self._in_window = [any(opens <= now <= closes for opens, closes, _ in self.windows) for now in months]
        any_site = np.any(self._open_sites, axis=1)
        self._may_take_in = [self.announced <= now and self._in_window[now] and bool(any_site[now]) for now in months]
        """whether it is announced, in a window and has an open site, by month"""
        lists_from = NEVER if programme.lists_from is None else month(programme.lists_from)
        self._takes_lists = [max(self.announced, lists_from) <= now < self._first_opens for now in months]
        """whether people may put themselves on its list before the first window, by month"""
        self.quota_in_sight = max((quota for _, _, quota in self.windows), default=0)
        """the largest quota of all windows, at the population scale"""

    def _read_sites(self, model: DDRModel, programme: Programme) -> None:
        month = model.definition.month
        sites = list(programme.sites.values())
        self.site_names = list(programme.sites)
        self.site_address = addresses_of(site_name(self.name, site) for site in programme.sites)
        """words under which the random numbers of each site stand"""
        self.site_community = np.array([model.community_names.index(s.community) for s in sites], dtype=np.int64)
        self.site_region = model.region_of_community[self.site_community]
        opens = np.array([month(s.opens) for s in sites], dtype=np.int64)
        closes = np.array([NEVER if s.closes is None else month(s.closes) for s in sites], dtype=np.int64)
        months = np.arange(model.definition.months + 1)[:, None]
        self._open_sites: NDArray[np.bool_] = (opens <= months) & (months <= closes)
        """shape (months + 1, sites): also for the month after the run"""
        here = self.site_region[:, None] == np.arange(model.regions)
        self._sites_in_region: NDArray[np.float64] = (self._open_sites @ here).astype(np.float64)
        """1 for each region with an open site, shape (months + 1, regions)"""
        self.site_places = np.array(
            [max(1, round(s.places * model.scale)) if s.places else 0 for s in sites], dtype=np.int64
        )
        self.places_by_month: list[int] = (self._open_sites @ self.site_places).tolist()
        """places at all open sites, also for the month after the run"""

    # -- state of the programme ------------------------------------------------------------------------------------

    @property
    def paid(self) -> bool:
        """Whether this month's pay day was kept."""
        return bool(self.model.paid[self.model.programme_number(self.alternative)])

    @paid.setter
    def paid(self, kept: bool) -> None:
        self.model.paid[self.model.programme_number(self.alternative)] = kept

    def quota(self, month: int) -> int:
        """Return how many persons may have been registered by now, at the population scale."""
        return self._quotas[month]

    def in_window(self, month: int) -> bool:
        """Whether entry is possible by the calendar."""
        return self._in_window[month]

    def open_sites(self, month: int) -> NDArray[np.bool_]:
        """Which sites receive people in `month`."""
        sites: NDArray[np.bool_] = self._open_sites[month]
        return sites

    def update(self) -> None:
        """Open or close for this month: window, sites, conditions, calm and endorsements."""
        month = self.model.month
        was_open = self.open
        self._expire()
        self.open = not self.closed and (self._takes_lists[month] or (self._may_take_in[month] and self._takes_in()))
        self.just_opened = self.open and (month == self._first_opens or not was_open)
        if self._needs_calm and self.definition.kind is ProgrammeKind.ASSEMBLY:
            self._leave_places_without_calm()

    def _takes_in(self) -> bool:
        """Whether the start conditions and a calm site allow entry where the calendar does."""
        return (not self._waits or self._conditions_hold()) and (
            not self._needs_calm or bool(self.receiving_sites().any())
        )

    def receiving_sites(self) -> NDArray[np.bool_]:
        """Which sites receive people this month: open, and calm where calm is a condition, shape (sites,)."""
        sites = self.open_sites(self.model.month)
        if self._needs_calm:
            sites = sites & ~self.model.conditions.clashes()[self.site_region]
        return sites

    def _conditions_hold(self) -> bool:
        conditions = self.definition.start_conditions
        model = self.model
        return (
            all(model.ledger.is_kept(name) for name in conditions.provisions)
            and all(model.timeline.has_happened(name) for name in conditions.events)
            and all(model.coalitions[name].endorses(self.alternative) for name in conditions.endorsed_by)
        )

    def _leave_places_without_calm(self) -> None:
        """An assembly ends where fighting breaks out; it does not resume by itself."""
        rows = self.serving_rows()
        if len(rows) == 0:
            return
        suspended = self.site_community[~self.receiving_sites()]
        if len(suspended):
            self.leave(rows[np.isin(self.model.population.community[rows], suspended)])

    def _dissolve(self) -> None:
        """Everybody in an assembly goes back to the own group or home."""
        self.leave(self.serving_rows())

    def close(self) -> None:
        """Suspend the programme for good; those who serve in a civilian or assembly programme go home."""
        self.closed = True
        self.model.population.withdraw(self.applicants())
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
        if self.model.month < self.announced:
            return NOBODY
        return self.model.population.rows_in(self.alternative)

    def applicants(self) -> Rows:
        """Rows of those in the pipeline of the programme."""
        if self.model.month < self.announced:
            return NOBODY
        return self.model.population.applicants(self.alternative)

    def leave(self, rows: Rows) -> None:
        """People leave the programme: armed ones for their group, others for home."""
        if len(rows) == 0:
            return
        states, tally = self.model.population.states, self.model.stage_counts.tally
        movement.leave(rows, HOME, FIRST_PROGRAMME, _LEFT, states, tally)

    # -- what it offers ----------------------------------------------------------------------------------------------

    def sites_in_region(self, month: int | slice) -> NDArray[np.float64]:
        """Return 1 for each region with an open site, shape (regions,); of several months (months, regions)."""
        near: NDArray[np.float64] = self._sites_in_region[month]
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
        if rule.women_only:
            admitted = admitted & population.woman[rows]
        if rule.adult:
            admitted = admitted & ~population.is_child(model.month, rows)
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
        admitted: NDArray[np.bool_] = self._admits_kind[self.model.month]
        if self.definition.eligibility.coalitions:
            admitted = admitted & self._admits_coalition[self.model.leaders.coalition]
        return admitted

    def _serves_where_required(self, rows: Rows) -> NDArray[np.bool_]:
        if self.model.month >= self.others_from:
            return np.ones(len(rows), dtype=bool)
        return np.isin(self.model.population.alternative[rows], self.serving_in)

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
        """Count persons at a stage this month, see `StageCounts`."""
        if len(rows):
            self.model.stage_counts.add(stage, rows, self.model.programme_number(self.alternative))
