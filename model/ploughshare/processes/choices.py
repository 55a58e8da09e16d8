"""Combatants who reconsider this month choose among the options they know, that are open, and that their leaders allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL, Stage
from ploughshare.agents.population import Rows
from ploughshare.kernels import choice as kernel
from ploughshare.kernels import considering, movement
from ploughshare.kernels.passing import forget_shocks
from ploughshare.processes.choice_tables import ARMING_ADDRESS, NEST_ADDRESS, ChoiceTables, Offered
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.randomness import Decision
from ploughshare.rules import choice, income
from ploughshare.scenario.programmes import Payer, ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GATES = ("known", "open", "eligible", "released")
"""Gates of the consideration set, in the order in which they are reported."""
_LISTED, _TRAINING, _RETURN = Stage.LISTED.value, Stage.TRAINING.value, Decision.RETURN.value
_ON_RECORD = STAGE_NAMES.index("listed"), STAGE_NAMES.index("left")


@dataclass(frozen=True)
class Considered:
    """Which options each of n persons considers, and through which gates they pass; arrays of shape (n, options)."""

    gates: dict[str, Flags]
    all: Flags


class Choices:
    """The choice of combatants in one month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        value = model.parameters
        self.weights = choice.ChoiceWeights(
            income=value["income_weight"],
            risk=value["risk_weight"],
            security=value["security_weight"],
            trust=value["trust_weight"],
            peer=value["peer_weight"],
            order=value["order_weight"],
            rank=value["rank_weight"],
            home=value["home_weight"],
            switching_cost=value["switching_cost"],
        )
        self.tables = ChoiceTables(model, self.weights)
        self._together = np.eye(len(model.alternatives))
        """1 where units are with those who serve in them, as long as none is taken over"""
        self.observers: list[Callable[[DDRModel, Rows], None]] = []
        """called with the rows of those who reconsider, right before they choose; they look and change nothing"""

    # -- who, what, then ---------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Everybody who reconsiders chooses; applicants who tire of waiting withdraw.

        What is on offer is gathered first: kernels then pass through the persons one right after the other.
        """
        offered = self.tables.month()
        self._withdraw_tired_applicants()
        rows = self.who_reconsiders()
        for observe in self.observers:
            observe(self.model, rows)
        if len(rows):
            self.carry_out(rows, self.chosen(rows, offered))
        forget_shocks(self.model.population.flags)

    def who_reconsiders(self) -> Rows:
        """Rows of those who think it over this month. Applicants wait, unless their group is at war."""
        model, population, value = self.model, self.model.population, self.model.parameters
        return considering.reconsidering(
            self.tables.persons(),
            population.applied_to,
            population.stage,
            model.region_of_community,
            model.outlook.groups_shocked,
            model.outlook.regions_shocked,
            self._units_asked(),
            _TRAINING,
            (value["reconsider_monthly"], value["reconsider_shock"]),
            model.alternatives.absorbing,
            self.tables.addresses(),
        )

    def _units_asked(self) -> Flags:
        """Whole units are asked when a programme opens that is meant for those who serve in them, by alternative."""
        model = self.model
        asked = np.zeros(len(model.alternatives), dtype=bool)
        for number in model.on_paper.takes_over:
            if model.programmes[number].just_opened:
                asked |= model.on_paper.serving_in[number]
        return asked

    def _withdraw_tired_applicants(self) -> None:
        movement.withdraw_tired(
            self.model.population.uid,
            self.model.population.states,
            _TRAINING,
            self.model.parameters["applicant_withdrawal_monthly"],
            self.model.month,
            _RETURN,
            *self.model.draws.key,
        )

    def chosen(self, rows: Rows, offered: Offered | None = None) -> NDArray[np.int64]:
        """Return the alternative each person takes, shape (n,); what is `offered` this month is gathered unless given."""
        tables, regions = self.tables, self.model.region_of_community
        offered = offered or tables.month()
        return kernel.choose(rows, tables.persons(), regions, *offered, tables.traits(), tables.addresses())

    def chosen_plainly(self, rows: Rows) -> NDArray[np.int64]:
        """Return the same as `chosen`, from the readable forms below, which explanations take apart."""
        considered = self.considered(rows)
        value = choice.utility(self.prospects(rows), self.weights)
        gumbel, log_stable = self.noise(rows)
        theta = self.model.parameters["nest_dissimilarity"]
        return choice.choose(value, considered.all, gumbel, log_stable, theta)

    def noise(self, rows: Rows) -> tuple[Floats, Floats]:
        """Return Gumbel numbers by option and the shared log-stable numbers of nests, both of shape (n, options)."""
        model = self.model
        uid = model.population.uid[rows][:, None]
        options = model.alternatives.address[None, :]
        gumbel = model.draws.gumbel(Decision.CHOICE, model.month, uid, options)
        nests = np.arange(int(model.alternatives.nest.max()) + 1)[None, :] + NEST_ADDRESS
        uniform = model.draws.uniform(Decision.CHOICE, model.month, uid, nests)
        exponential = model.draws.exponential(Decision.CHOICE, model.month, uid, nests + len(nests[0]))
        stable = choice.log_positive_stable(uniform, exponential, model.parameters["nest_dissimilarity"])
        return gumbel, stable[:, model.alternatives.nest]

    def carry_out(self, rows: Rows, chosen: NDArray[np.int64]) -> None:
        """Do what was chosen: apply to programmes, move otherwise."""
        self.model.population.weapons_acquired += movement.carry_out(
            rows,
            chosen,
            self.model.population.states,
            self.model.stage_counts.tally,
            FIRST_PROGRAMME,
            _LISTED,
            _ON_RECORD,
        )

    # -- consideration set -----------------------------------------------------------------------------------------

    def considered(self, rows: Rows) -> Considered:
        """Return which options each person considers: known, open, eligible and released; the present one always."""
        model, population = self.model, self.model.population
        shape = (len(rows), len(model.alternatives))
        gates = {name: np.ones(shape, dtype=bool) for name in GATES}
        self._general_gates(rows, gates)
        kin = self.kin_share(rows)
        for number, programme in enumerate(model.programmes):
            column = programme.alternative
            gates["open"][:, column] = programme.open
            if not programme.open:
                continue
            heard = model.draws.uniform(Decision.KNOWLEDGE, 0, population.uid[rows], programme.address)
            promotion = np.full(len(rows), programme.promotion[model.month])
            gates["known"][:, column] = choice.knows(
                promotion, kin[:, column], model.parameters["knowledge_through_peers"], heard
            )
            gates["eligible"][:, column] = programme.eligible(rows)
            gates["released"][:, column] = self._released(rows, number)
        everything = np.logical_and.reduce(list(gates.values()))
        everything[np.arange(len(rows)), population.alternative[rows]] = True
        everything[:, model.alternatives.absorbing] = False
        return Considered(gates, everything)

    def _general_gates(self, rows: Rows, gates: dict[str, Flags]) -> None:
        """Bearing arms needs a weapon or a group at war; a rival must be near; a child never applies by itself."""
        model, population = self.model, self.model.population
        groups = population.group[rows]
        gates["eligible"][:, ARMED] = population.weapon[rows] | self._can_be_armed(rows)
        exposure = model.outlook.extremist_exposure[population.home[rows]]
        heard = model.draws.uniform(Decision.KNOWLEDGE, 0, population.uid[rows], RIVAL)
        gates["known"][:, RIVAL] = heard < exposure
        gates["eligible"][:, RIVAL] = ~model.outlook.extremist[groups]

    def _can_be_armed(self, rows: Rows) -> Flags:
        """A group at war with the government arms some of its unarmed adults each month; in peace it arms nobody."""
        model, population = self.model, self.model.population
        at_war = model.outlook.groups_at_war[population.group[rows]]
        lot = model.draws.uniform(Decision.WEAPON, model.month, population.uid[rows], ARMING_ADDRESS)
        offered = lot < model.parameters["arming_in_war_monthly"]
        return np.asarray(at_war & offered & ~population.is_child(model.month, rows))

    def _released(self, rows: Rows, number: int) -> Flags:
        """Whether leaders let each person go: the lowest fighting values first; those already out need an endorsement.

        Militias and extremist groups do not negotiate: whoever leaves them does so by himself.
        """
        model, population = self.model, self.model.population
        groups = population.group[rows]
        endorsed = model.outlook.endorsed[groups, number]
        share = model.outlook.released[groups, number]
        out = population.alternative[rows] >= FIRST_PROGRAMME
        let_go = endorsed & (out | (population.fighting_value[rows] <= share))
        return np.asarray(let_go | ~model.outlook.led[groups])

    # -- prospects -------------------------------------------------------------------------------------------------

    def kin_share(self, rows: Rows) -> Floats:
        """Return the share of kin (same group, same home region) in each option, shape (n, options)."""
        model, population = self.model, self.model.population
        region = model.region_of_community[population.home[rows]]
        return np.asarray(model.stock.peer_share[population.group[rows], region])

    def peer_share(self, rows: Rows, kin: Floats) -> Floats:
        """Return the share of kin and unit in each option, shape (n, options).

        Kin and unit count half each. The comrades of a man under arms or in a programme are where he is, and in an open
        programme that takes over his unit; a man at home has no unit, only kin.
        """
        present = self.model.population.alternative[rows].astype(np.int64)
        has_unit = present != HOME
        shares = np.where(has_unit[:, None], 0.5 * kin, kin)
        return np.asarray(shares + 0.5 * has_unit[:, None] * self.where_units_are()[present])

    def where_units_are(self) -> Floats:
        """Return 1 where the unit of those in an option (rows) is or is being taken over to (columns)."""
        model = self.model
        units = self._together.copy()
        for number in model.on_paper.takes_over:
            programme = model.programmes[number]
            if programme.open:
                units[model.on_paper.serving_in[number], programme.alternative] = 1.0
        return units

    def prospects(self, rows: Rows) -> choice.Prospects:
        """Return what each person sees in each option, shape (n, options)."""
        model, population = self.model, self.model.population
        n, options = len(rows), len(model.alternatives)
        home = population.home[rows]
        region = population.region_of(rows)
        groups = population.group[rows]
        present = population.alternative[rows]
        peers = self.peer_share(rows, self.kin_share(rows))
        return choice.Prospects(
            income_ratio=self.income_ratio(rows),
            death_risk_per_year=np.broadcast_to(model.outlook.believed_risk, (n, options)),
            disarms=model.alternatives.disarms[None, :],
            threat=model.conditions.threat[region][:, None],
            trust_government=population.trust_government[rows].astype(np.float64)[:, None],
            guarantee=model.conditions.guarantee[region][:, None],
            trust_provider=self._trust_in_providers(rows),
            peer_share=peers,
            peer_mean=np.cumsum(peers, axis=1)[:, -1:] / peers.shape[1],
            order=model.outlook.orders[groups],
            attachment=population.attachment[rows].astype(np.float64)[:, None],
            rank_gap=self._rank_gap(rows),
            home=self._at_home(home),
            elsewhere=1.0 - self.where_units_are()[present],
            aversion=self._aversion(options),
        )

    def income_ratio(self, rows: Rows) -> Floats:
        """Return certainty equivalents over subsistence with losses weighed, shape (n, options), above 0."""
        model, population, value = self.model, self.model.population, self.model.parameters
        home = population.home[rows]
        cost = model.outlook.subsistence_xof[home]
        fallback = value["fallback_share"] * cost
        illicit = value["moonlighting_share"] * model.conditions.illicit_per_head_xof[population.region_of(rows)]
        groups = population.group[rows]
        ratio = np.empty((len(rows), len(model.alternatives)))

        def sure(pay: Floats, reliability: Floats, besides: Floats) -> Floats:
            sure_xof = income.certainty_equivalent_xof(pay, reliability, fallback + besides, value["risk_aversion"])
            return np.asarray(sure_xof / cost)

        support = np.full(len(rows), value["armed_support_reliability"])
        at_home = sure(model.outlook.licit_wage_xof[home], model.outlook.job_chance[home], np.zeros(len(rows)))
        ratio[:] = at_home[:, None]
        ratio[:, ARMED] = sure(model.outlook.armed_pay_xof[groups], support, illicit)
        ratio[:, RIVAL] = sure(np.full(len(rows), value["rival_pay_xof_per_month"]), support, np.zeros(len(rows)))
        for programme in model.programmes:
            column = programme.alternative
            here = population.alternative[rows] == column
            if not programme.open and not here.any():
                continue
            pay = np.full(len(rows), programme.expected_pay_xof[model.month])
            kept, missed = programme.belief[groups, 0], programme.belief[groups, 1]
            reliability = model.own_reliability(rows, here, kept, missed)
            stream = sure(pay, reliability, illicit * programme.definition.illicit_share)
            delay = np.where(here, 0.0, programme.delay_months)
            share = income.present_share(
                delay,
                np.full(len(rows), programme.duration_months),
                value["income_horizon_months"],
                value["discount_factor_yearly"],
                value["present_bias"],
            )
            ratio[:, column] = share * stream + (1 - share) * at_home
        present = ratio[np.arange(len(rows)), population.alternative[rows]][:, None]
        return np.asarray(income.loss_averse_ratio(ratio, present, value["loss_aversion"]))

    def _trust_in_providers(self, rows: Rows) -> Floats:
        model, population = self.model, self.model.population
        government = population.trust_government[rows].astype(np.float64)
        mission = population.trust_mission[rows].astype(np.float64)
        trusts = np.zeros((len(rows), len(model.alternatives)))
        trusts[:, ARMED] = population.trust_leader[rows]
        trusts[:, HOME] = model.outlook.acceptance[population.home[rows]]
        trusts[:, RIVAL] = model.outlook.extremist_exposure[population.home[rows]]
        for programme in model.programmes:
            by_mission = programme.definition.payer is Payer.MISSION
            trusts[:, programme.alternative] = mission if by_mission else government
        return trusts

    def _rank_gap(self, rows: Rows) -> Floats:
        model, population = self.model, self.model.population
        gap = np.zeros((len(rows), len(model.alternatives)))
        expected = population.rank_expected[rows].astype(np.float64)
        for programme in model.programmes:
            if programme.definition.kind is ProgrammeKind.STATE_FORCE:
                offered = min(1.0, model.government.rank_share + float(programme.rank_share[model.month]))
                gap[:, programme.alternative] = offered - expected
        return gap

    def _at_home(self, home: NDArray[np.integer]) -> Floats:
        """Chance of serving or living in the home region, by option: certain at home and with the own group."""
        model = self.model
        region = model.region_of_community[home]
        at_home = np.zeros((len(home), len(model.alternatives)))
        at_home[:, (ARMED, HOME)] = 1.0
        for programme in model.programmes:
            near = programme.sites_in_region(model.month)[region]
            at_home[:, programme.alternative] = near * programme.definition.home_deployment_share
        return at_home

    def _aversion(self, options: int) -> Floats:
        aversion = np.zeros((1, options))
        aversion[0, RIVAL] = self.model.parameters["rival_aversion"]
        aversion[0, ARMED] = self.model.parameters["armed_hardship"]
        return aversion
