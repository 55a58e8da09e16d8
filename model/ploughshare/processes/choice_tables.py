"""What the choice kernel reads: columns of persons, and the options and surroundings of the month as tables."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, RIVAL
from ploughshare.agents.population import ADULT_MONTHS
from ploughshare.kernels import choice
from ploughshare.kernels import choice_inputs as kernel
from ploughshare.kernels.states import States
from ploughshare.randomness import Decision
from ploughshare.rules import income
from ploughshare.rules.choice import ChoiceWeights
from ploughshare.scenario.groups import GroupKind
from ploughshare.scenario.programmes import Eligibility, Payer, ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NEST_ADDRESS = 200
"""option number at which the addresses of nest noise begin"""
ARMING_ADDRESS = 255
"""option number of the lot by which a group at war arms its men"""


Offered = tuple[kernel.Gates, kernel.Incomes, kernel.Worth]
"""the tables of a month"""


class ChoiceTables:
    """Tables of one model, filled anew for each month; what never changes is filled once."""

    def __init__(self, model: DDRModel, weights: ChoiceWeights) -> None:
        self.model = model
        self._words = _words_of_addresses(model)
        self._addresses = kernel.Addresses(np.uint64(model.month), *self._words)
        self._columns_of: States | None = None
        """columns of the population when it was last looked at"""
        self.gates = _fixed_gates(model)
        self.incomes = _fixed_incomes(model)
        self.worth = _fixed_worth(model, weights)
        self.plans = _plans(model)

    def persons(self) -> kernel.Persons:
        """Return the columns of the population that a choice reads; they are others once persons have been added."""
        population = self.model.population
        if self._columns_of is not population.states:
            self._columns_of = population.states
            self._persons = kernel.Persons._make(population.several(kernel.Persons._fields))
        return self._persons

    def addresses(self) -> kernel.Addresses:
        """Return where this month's random numbers stand."""
        if int(self._addresses.month) != self.model.month:
            self._addresses = kernel.Addresses(np.uint64(self.model.month), *self._words)
        return self._addresses

    def traits(self) -> kernel.Traits:
        """Return the parameters of the choice."""
        value = self.model.parameters
        return kernel.Traits(
            risk_aversion=value["risk_aversion"],
            loss_aversion=value["loss_aversion"],
            dissimilarity=value["nest_dissimilarity"],
            knowledge=value["knowledge_through_peers"],
            own_pay_weight=value["own_pay_weight"],
            arming=value["arming_in_war_monthly"],
            born_after=self.model.month - ADULT_MONTHS,
        )

    def month(self) -> Offered:
        """Return the tables of this month; those of the month before are overwritten."""
        return self._month_gates(), self._month_incomes(), self._month_worth()

    def _month_gates(self) -> kernel.Gates:
        model, outlook, month, gates = self.model, self.model.outlook, self.model.month, self.gates
        gates.open[FIRST_PROGRAMME:] = [programme.open for programme in model.programmes]
        gates.endorsed[:, FIRST_PROGRAMME:] = outlook.endorsed
        gates.released[:, FIRST_PROGRAMME:] = outlook.released
        for programme in model.programmes:
            if programme.open:  # nobody enters any other, whomever it admits
                gates.admits_group[:, programme.alternative] = programme.admits_groups()
        return gates._replace(
            admits_state=self.plans.admits_state[month],
            promotion=self.plans.promotion[month],
            at_war=outlook.groups_at_war,
            kin=model.stock.peer_share,
            exposure=outlook.extremist_exposure,
        )

    def _month_incomes(self) -> kernel.Incomes:
        model, outlook, value, incomes = self.model, self.model.outlook, self.model.parameters, self.incomes
        incomes.pay_xof[:, FIRST_PROGRAMME:] = self.plans.pay_xof[model.month]
        incomes.pay_xof[:, ARMED] = outlook.armed_pay_xof
        incomes.kept[:, FIRST_PROGRAMME:] = model.pay_beliefs[..., 0].T
        incomes.missed[:, FIRST_PROGRAMME:] = model.pay_beliefs[..., 1].T
        return incomes._replace(
            home_ratio=outlook.home_ratio,
            illicit_xof=value["moonlighting_share"] * model.conditions.illicit_per_head_xof,
        )

    def _month_worth(self) -> kernel.Worth:
        model, outlook, month = self.model, self.model.outlook, self.model.month
        unit_at = model.choices.where_units_are()
        return self.worth._replace(
            risk=outlook.believed_risk,
            acceptance=outlook.acceptance,
            exposure=outlook.extremist_exposure,
            threat=model.conditions.threat,
            guarantee=model.conditions.guarantee,
            peers=choice.peer_gaps(model.stock.peer_share, unit_at, HOME, model.population.counted()[0]),
            unit_at=unit_at,
            order=outlook.orders,
            rank_offered=self.plans.rank_offered[month],
            at_home=self.plans.at_home[month],
        )


@dataclass(frozen=True)
class Plans:
    """What programmes offer in each month of a run by plan; M months, P programmes, R regions, K options."""

    pay_xof: Floats
    """a month, shape (M, P)"""
    rank_offered: Floats
    """share of command posts, shape (M, K)"""
    at_home: Floats
    """chance of living or serving in the home region, shape (M, R, K)"""
    promotion: Floats
    """chance that promotion reaches a person, shape (M, K)"""
    admits_state: Flags
    """which options (columns) admit those in which option now, shape (M, K, K)"""


def _plans(model: DDRModel) -> Plans:
    months, options = model.definition.months, len(model.alternatives)
    pay_xof = np.zeros((months, len(model.programmes)))
    rank_offered, at_home = np.zeros((months, options)), np.zeros((months, model.regions, options))
    at_home[..., [ARMED, HOME]] = 1.0
    promotion, admits_state = np.zeros((months, options)), np.ones((months, options, options), dtype=bool)
    for number, programme in enumerate(model.programmes):
        definition, column = programme.definition, programme.alternative
        pay_xof[:, number] = programme.expected_pay_xof
        at_home[..., column] = programme.sites_in_region(slice(months)) * definition.home_deployment_share
        if definition.kind is ProgrammeKind.STATE_FORCE:
            offered = np.array(model.government.rank_share_by_month) + programme.rank_share
            rank_offered[:, column] = np.minimum(1.0, offered)
        promotion[:, column] = programme.promotion
        if programme.serving_in:
            admits_state[: max(programme.others_from, 0), :, column] = False
            admits_state[:, list(programme.serving_in), column] = True
    return Plans(pay_xof, rank_offered, at_home, promotion, admits_state)


def _words_of_addresses(model: DDRModel) -> list[Any]:
    """Return where random numbers stand but for the month, in the order of `Addresses`."""
    decisions = (Decision.RECONSIDER, Decision.CHOICE, Decision.KNOWLEDGE, Decision.WEAPON)
    words = (*decisions, ARMING_ADDRESS, NEST_ADDRESS)
    return [*map(np.uint64, words), model.alternatives.address, *model.draws.key]


def _fixed_gates(model: DDRModel) -> kernel.Gates:
    """Return gates with all that never changes: general options open, programmes shut."""
    rules = [programme.eligibility for programme in model.definition.programmes.values()]
    groups, options = len(model.groups), len(model.alternatives)
    programmes = np.arange(options) >= FIRST_PROGRAMME
    opens, needs = np.zeros(options, dtype=bool), np.zeros(options, dtype=np.int64)
    opens[[ARMED, HOME, RIVAL]] = True
    needs[ARMED] = kernel.NEEDS_ARMS
    needs[FIRST_PROGRAMME:] = [_needs(rule) for rule in rules]
    spread = np.where(programmes, kernel.KNOWN_BY_PROMOTION, kernel.ALWAYS_KNOWN)
    spread[RIVAL] = kernel.KNOWN_BY_EXPOSURE
    admits_region = np.ones((model.regions, options), dtype=bool)
    for column, rule in enumerate(rules, start=FIRST_PROGRAMME):
        if rule.regions:
            admits_region[:, column] = np.isin(model.region_names, rule.regions)
    admits_group = np.ones((groups, options), dtype=bool)
    admits_group[:, RIVAL] = [group.kind is not GroupKind.EXTREMIST for group in model.definition.groups.values()]
    return kernel.Gates(
        open=opens,
        admits_group=admits_group,
        admits_region=admits_region,
        admits_state=np.ones((options, options), dtype=bool),
        needs=needs,
        endorsed=np.ones((groups, options), dtype=bool),
        released=np.zeros((groups, options)),
        led=model.leaders.negotiates,
        is_programme=programmes,
        spread=spread,
        promotion=np.zeros(options),
        kin=np.zeros((groups, model.regions, options)),
        exposure=np.zeros(len(model.communities)),
        at_war=np.zeros(groups, dtype=bool),
    )


def _fixed_incomes(model: DDRModel) -> kernel.Incomes:
    """Return incomes with all that never changes. Licit work at home, share 0, is what else is compared with."""
    value, alternatives = model.parameters, model.alternatives
    groups, options = len(model.groups), len(alternatives)
    pay, kept, missed = np.zeros((groups, options)), np.ones((groups, options)), np.zeros((groups, options))
    pay[:, RIVAL] = value["rival_pay_xof_per_month"]
    support = value["armed_support_reliability"]
    kept[:, [ARMED, RIVAL]], missed[:, [ARMED, RIVAL]] = support, 1 - support
    share_here, share_elsewhere = np.zeros(options), np.zeros(options)
    for share, waits in ((share_here, 0.0), (share_elsewhere, 1.0)):
        share[[ARMED, RIVAL]] = 1.0
        share[FIRST_PROGRAMME:] = income.present_share(
            np.array([waits * programme.delay_months for programme in model.programmes]),
            np.array([programme.duration_months for programme in model.programmes]),
            value["income_horizon_months"],
            value["discount_factor_yearly"],
            value["present_bias"],
        )
    return kernel.Incomes(
        pay_xof=pay,
        kept=kept,
        missed=missed,
        is_programme=np.arange(options) >= FIRST_PROGRAMME,
        illicit_share=alternatives.illicit_share,
        share_here=share_here,
        share_elsewhere=share_elsewhere,
        subsistence_xof=model.surroundings.places.subsistence_xof,
        fallback_xof=model.surroundings.places.fallback_xof,
        home_ratio=np.ones(len(model.communities)),
        illicit_xof=np.zeros(model.regions),
    )


def _fixed_worth(model: DDRModel, weights: ChoiceWeights) -> kernel.Worth:
    """Return the other tables of options with all that never changes."""
    value, alternatives = model.parameters, model.alternatives
    definitions = model.definition.programmes.values()
    groups, regions, options = len(model.groups), model.regions, len(alternatives)
    provider = np.zeros(options, dtype=np.int64)
    provider[[ARMED, HOME, RIVAL]] = kernel.LEADER, kernel.COMMUNITY, kernel.EXPOSURE
    provider[FIRST_PROGRAMME:] = [
        kernel.PEACE_OPERATION if programme.payer is Payer.MISSION else kernel.STATE for programme in definitions
    ]
    integrates, aversion = np.zeros(options), np.zeros(options)
    integrates[FIRST_PROGRAMME:] = [programme.kind is ProgrammeKind.STATE_FORCE for programme in definitions]
    aversion[ARMED], aversion[RIVAL] = value["armed_hardship"], value["rival_aversion"]
    return kernel.Worth(
        weights=np.array(astuple(weights)),
        nest=alternatives.nest,
        risk=alternatives.death_risk_per_year,
        disarms=alternatives.disarms,
        provider=provider,
        acceptance=np.zeros(len(model.communities)),
        exposure=np.zeros(len(model.communities)),
        threat=np.zeros(regions),
        guarantee=np.zeros(regions),
        peers=np.zeros((groups, regions, options, options)),
        unit_at=np.eye(options),
        order=np.zeros((groups, options)),
        integrates=integrates,
        rank_offered=np.zeros(options),
        at_home=np.zeros((regions, options)),
        aversion=aversion,
    )


def _needs(rule: Eligibility) -> int:
    """Return what a programme asks of a person, as bits."""
    asked = {
        kernel.NEEDS_WEAPON: rule.weapon,
        kernel.NEEDS_NO_WEAPON: rule.unarmed,
        kernel.NEEDS_WOMAN: rule.women_only,
        kernel.NEEDS_ADULT: rule.adult,
        kernel.NEEDS_FIT: rule.fit,
        kernel.NEEDS_UNFIT: rule.unfit_only,
        kernel.NEEDS_LISTING: rule.listed,
    }
    return sum(bit for bit, wanted in asked.items() if wanted)
