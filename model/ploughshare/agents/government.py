"""The government: which promises it keeps, whether it pays, when registration sessions are held, whether it attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from ploughshare.agents.conditions import GOVERNMENT, Fight
from ploughshare.kernels.delivery import GROUPS, PEACE_OPERATION, STATE, Lots, Promises, Willing, kept_this_month
from ploughshare.randomness import Decision
from ploughshare.rules import governing, trust
from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.calendar import monthly_values
from ploughshare.scenario.programmes import ProgrammeKind

if TYPE_CHECKING:
    from ploughshare.agents.coalition import Coalition
    from ploughshare.model import DDRModel
    from ploughshare.programmes.ledger import Ledger
    from ploughshare.programmes.programme import RunningProgramme


class Government(mesa.Agent):
    """The state as one actor; concern and trust 0 to 1."""

    model: DDRModel

    def __init__(self, model: DDRModel) -> None:
        super().__init__(model)
        definition = model.definition.government
        start, months = model.definition.about.start, model.definition.months
        self.definition = definition
        self.will_by_month = monthly_values(definition.will, start, months)
        self.pay_discipline = monthly_values(definition.pay_discipline, start, months)
        self.army_pay_discipline = monthly_values(definition.army_pay_discipline, start, months)
        self.strength_by_month = monthly_values(definition.military_strength, start, months)
        self.rank_share_by_month = monthly_values(definition.rank_share_offered, start, months)
        self.sovereignty_concern = definition.sovereignty_concern
        self.trust_in_groups = definition.trust_in_groups
        self._promises = _promises(model.ledger, model.replays)
        self._lots = Lots(model.ledger.address, np.uint64(Decision.PROVISION), *model.draws.key)
        self._owners = list(zip(model.ledger.all_owners, (self._promises.kind == GROUPS).tolist(), strict=True))
        """who owes provisions, and whether it is groups that stand behind the name"""
        self._session_lots = model.draws.uniform_by_month(
            Decision.OFFER, months, addresses_of(model.definition.programmes)
        ).tolist()
        """by month and programme"""
        self._lots_of_offensives = model.draws.uniform_by_month(
            Decision.OFFENSIVE, months, addresses_of(model.coalitions)
        ).tolist()
        """by month and coalition"""
        self._autonomy_claims = [group.autonomy_claim for group in model.definition.groups.values()]
        self.target: str | None = None
        """coalition under attack, none while there is no offensive"""

    @property
    def rank_share(self) -> float:
        """Share of command posts offered to integrating men this month, 0 to 1."""
        return self.rank_share_by_month[self.model.month]

    def step(self) -> None:
        """A month of governing: keep or break promises, hold sessions, decide on force."""
        urgency = self.urgency()
        self._keep_promises(urgency)
        self._hold_sessions(urgency)
        self._decide_on_force()

    # -- promises --------------------------------------------------------------------------------------------------

    def urgency(self) -> float:
        """Return the urgency left, 0 to 1: less with delay and while interim measures serve (report V)."""
        model, value = self.model, self.model.parameters
        return governing.momentum(
            model.ledger.years_since_signature(model.month),
            value["delay_erosion_yearly"],
            model.interim_share(),
            value["interim_complacency"],
        )

    def _keep_promises(self, urgency: float) -> None:
        """Keep what is kept this month: what is imposed, on record in a replay, else by hazard."""
        model, ledger = self.model, self.model.ledger
        free, willing = not model.replays, self._willing(urgency)
        kept = kept_this_month(
            ledger.kept, model.month, free, self._promises, willing, model.delivery_weights, self._lots
        )
        for index in kept.tolist():
            ledger.keep(index, model.month)

    def _willing(self, urgency: float) -> Willing:
        """What moves the owners of provisions this month: all must keep one, so the least willing decides."""
        model, value = self.model, self.model.parameters
        return Willing(
            will=self.will_by_month[model.month],
            pressure=model.mission.effective_pressure,
            trust=self.trust_in_groups,
            concern=self.sovereignty_concern,
            urgency=urgency,
            peace_operation=value["mission_delivery_monthly"] * model.mission.consent,
            stance=np.array([model.mean_stance(owner) if groups else 0.0 for owner, groups in self._owners]),
            early=value["early_delivery"],
        )

    # -- pay and sessions ------------------------------------------------------------------------------------------

    def keeps_pay_day(self, programme: RunningProgramme, affordable: float) -> bool:
        """Whether the state pays a programme this month; arrears are partly a choice, not only incapacity."""
        model = self.model
        army = programme.definition.kind is ProgrammeKind.STATE_FORCE
        discipline = (self.army_pay_discipline if army else self.pay_discipline)[model.month]
        chance = governing.pay_day_chance(discipline, affordable)
        return affordable >= 0.999 and (model.draws.uniform(Decision.PAY_DAY, model.month, programme.address) < chance)

    def _hold_sessions(self, urgency: float) -> None:
        """Registration sessions of state-force and civilian programmes come in jumps that follow pressure."""
        model, value = self.model, self.model.parameters
        pressure = min(1.0, model.mission.effective_pressure + model.conditions.good_offices_impulse)
        hazard = governing.session_hazard(
            value["session_monthly"], pressure, value["session_pressure"], urgency, model.mean_stance(None)
        )
        for programme, lot in zip(model.programmes, self._session_lots[model.month], strict=True):
            if not programme.recruits_directly:
                forced = model.timeline.forced_session(programme)
                programme.session = lot < hazard if forced is None else forced

    # -- force -----------------------------------------------------------------------------------------------------

    def strength_against(self, coalition: Coalition) -> float:
        """Return military strength relative to one coalition, 1 is parity: its share of all armed men counts."""
        model = self.model
        armed_of_group = model.stock.armed_of_group.tolist()
        armed: float = sum([armed_of_group[group] for group in coalition.member_numbers])
        share = armed / max(model.stock.armed_of_negotiating_groups, 1.0)
        return self.strength_by_month[model.month] / max(share, 0.05)

    def _decide_on_force(self) -> None:
        model = self.model
        forced = model.timeline.forced_offensive()
        if forced is not None:
            self._open_offensive(*forced) if forced[0] else self._end_offensive()
            return
        if model.replays:
            return
        if self.target is None:
            self._consider_offensive()
        elif self._calls_off_offensive():
            self._end_offensive()

    def _calls_off_offensive(self) -> bool:
        """Whether an offensive ends by itself, sooner with mediation."""
        model = self.model
        chance = model.parameters["clash_end_monthly"] * (1 + model.mission.good_offices)
        return model.draws.uniform(Decision.OFFENSIVE, model.month, 0, 1) < chance

    def _consider_offensive(self) -> None:
        """The most distrusted coalition may come under attack; in most months no lot is low enough for any."""
        model, lots = self.model, self._lots_of_offensives[self.model.month]
        highest = governing.highest_offensive_hazard(model.parameters["offensive_monthly"])
        if min(lots, default=1.0) >= highest:
            return
        coalition = self._most_distrusted()
        if coalition is not None and lots[coalition.index] < self._offensive_hazard(coalition):
            self._open_offensive(coalition.name, model.regions_controlled_by(coalition))

    def _most_distrusted(self) -> Coalition | None:
        """The coalition in control somewhere whose stance is lowest and whose aims touch sovereignty most."""
        in_control = set(self.model.community_columns.controller.tolist())
        candidates = [c for c in self.model.coalitions.values() if not in_control.isdisjoint(c.member_numbers)]
        return max(candidates, key=self._threat_to_sovereignty, default=None)

    def _threat_to_sovereignty(self, coalition: Coalition) -> float:
        """What makes a coalition a target: a low stance times the furthest-reaching claim to autonomy of its members."""
        furthest = max([self._autonomy_claims[group] for group in coalition.member_numbers])
        return (1 - coalition.mean_stance()) * furthest

    def _offensive_hazard(self, coalition: Coalition) -> float:
        model, value = self.model, self.model.parameters
        return governing.offensive_hazard(
            self.strength_against(coalition),
            self.trust_in_groups,
            model.mission.presence_share * model.mission.consent,
            model.mission.effective_pressure,
            value["offensive_monthly"],
            value["offensive_strength"],
            value["offensive_trust"],
            value["offensive_presence"],
        )

    def _open_offensive(self, coalition: str | None, regions: set[int]) -> None:
        assert coalition is not None
        self._end_offensive()
        self.target = coalition
        self.model.conditions.fights.append(Fight((GOVERNMENT, coalition), regions, None, "offensive"))

    def _end_offensive(self) -> None:
        self.target = None
        conditions = self.model.conditions
        conditions.fights = [fight for fight in conditions.fights if fight.kind != "offensive"]

    # -- trust -----------------------------------------------------------------------------------------------------

    def learn(self) -> None:
        """Trust in the groups: quiet months at the table build it, boycotts and clashes wear it down."""
        model, value = self.model, self.model.parameters
        level = self.trust_in_groups
        rate = value["groups_trust_gain"]
        parties = [c for c in model.coalitions.values() if c.seats() and c.member_numbers]
        walked_out = sum([c.boycotts for c in parties]) / len(parties) if parties else 0.0
        fighting = any(GOVERNMENT in fight.parties for fight in model.conditions.fights)
        if walked_out or fighting:
            level = trust.lose(level, walked_out + fighting, rate, value["trust_loss_ratio"])
        elif parties:
            level = trust.gain(level, 1.0, rate)
        level = trust.remember(level, self.definition.trust_in_groups, value["trust_memory_monthly"])
        self.trust_in_groups = min(1.0, max(0.0, level))


def _promises(ledger: Ledger, replays: bool) -> Promises:
    """Return what never changes of the provisions; in a replay the record settles what is kept."""
    kinds = {GOVERNMENT: STATE, "mission": PEACE_OPERATION}
    kind = np.array([kinds.get(owner, GROUPS) for owner in ledger.all_owners], dtype=np.int64)
    settled = np.minimum(ledger.imposed, ledger.kept_on_record) if replays else ledger.imposed
    return Promises(
        ledger.signed, ledger.denounced, settled, ledger.due, ledger.autonomy, ledger.cost, ledger.owes, kind
    )
