"""Armed groups: leaders who weigh cooperating against holding out, and what they order, release and endorse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT, NO_COALITION
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME, HOME, Option
from ploughshare.randomness import Decision
from ploughshare.rules import leadership
from ploughshare.scenario.groups import ArmedGroup as GroupDefinition
from ploughshare.scenario.groups import GroupKind

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class ArmedGroup(mesa.Agent):
    """One armed group. Stance 0 holds out, 1 cooperates; trusts 0 to 1; taxes in XOF a month."""

    model: DDRModel

    def __init__(self, model: DDRModel, index: int, name: str, definition: GroupDefinition) -> None:
        super().__init__(model)
        self.index = index
        self.name = name
        self.definition = definition
        self.formed = model.definition.month(definition.formed)
        self.dissolved = None if definition.dissolved is None else model.definition.month(definition.dissolved)
        month = model.definition.month
        self.coalition_on_record = sorted((month(since), name) for since, name in definition.coalition.items())
        self.negotiates = definition.kind in (GroupKind.SIGNATORY, GroupKind.INCLUSIVITY)
        """whether it belongs to the agreement or to the bodies around it"""
        self.coalition = NO_COALITION
        self.left_coalition = False
        """whether it has left a coalition by its own decision; recorded membership then no longer binds it"""
        self.stance = definition.cooperation
        self.trust_government = definition.trust.government
        self.trust_mission = definition.trust.mission
        self.trust_other = definition.trust.other_coalition
        self.tax_xof = 0.0
        self.cooperate: dict[str, float] = {}
        self.hold: dict[str, float] = {}
        self.seen: leadership.LeaderView | None = None
        """what the leaders saw when they last weighed, none before they first do"""
        programmes = len(model.definition.programmes)
        self.endorses: NDArray[np.bool_] = np.zeros(programmes, dtype=bool)
        self.released: NDArray[np.float64] = np.zeros(programmes)
        """share of its men, lowest fighting value first, let go to each programme"""
        self.orders: NDArray[np.float64] = np.zeros(len(model.alternatives))
        """order for each alternative, -1 forbids to 1 commands"""
        self.recalling = False
        self.support_arrived = True
        """whether the leaders' support reached their men under arms this month"""

    @property
    def active(self) -> bool:
        """Whether the group exists this month."""
        month = self.model.month
        return self.formed <= month and (self.dissolved is None or month < self.dissolved)

    def belongs_to(self, party: str) -> bool:
        """Whether a party is this group or the coalition it belongs to."""
        return self.name == party or (self.coalition == party and party != NO_COALITION)

    @property
    def party_names(self) -> set[str]:
        """Names under which it fights, signs and owes."""
        return {self.name} if self.coalition == NO_COALITION else {self.name, self.coalition}

    @property
    def war_regions(self) -> set[int]:
        """Regions in which the group or its coalition fights the government."""
        conditions = self.model.conditions
        return conditions.fighting_government(self.party_names) if conditions.fights else set()

    def step(self) -> None:
        """A month of the leaders: follow the coalition, weigh, endorse, release, order."""
        if not self.active:
            self.orders[:] = 0.0
            return
        self._follow_recorded_membership()
        self._support_men()
        self._weigh()
        self._endorse()
        self._reconsider_coalition()
        self._command()

    def _support_men(self) -> None:
        """Support of men under arms arrives by chance; a group with taxes of a soldier's pay a man halves its failures."""
        model = self.model
        armed = max(float(model.stock.armed_of_group[self.index]) / model.scale, 1.0)
        wealth = self.tax_xof / armed / model.definition.government.soldier_pay_xof_per_month
        failure = (1 - model.parameters["armed_support_reliability"]) / (1 + wealth)
        draw = model.draws.uniform(Decision.PAY_DAY, model.month, self.index, 1)
        self.support_arrived = bool(draw >= failure)

    # -- the balance -----------------------------------------------------------------------------------------------

    def view(self) -> leadership.LeaderView:
        """What the leaders see this month."""
        model = self.model
        armed = max(float(model.stock.armed_of_group[self.index]), 1.0)
        attached = max(float(model.stock.present_of_group[self.index]), 1.0)
        soldier = model.definition.government.soldier_pay_xof_per_month
        allowance = model.allowance_of(self.coalition)
        return leadership.LeaderView(
            delivery=self.delivery_belief(),
            place_share=model.stakes.place_share,
            allowance=allowance,
            pressure=model.mission.effective_pressure,
            trust=self.trust_government,
            guarantee=self.guarantee(),
            tax_per_man=self.tax_xof * model.scale / armed / soldier,
            armed_share=armed / attached,
            talks=float(model.conditions.talks or allowance > 0),
        )

    def delivery_belief(self) -> float:
        """Return the belief that the government keeps its promises, from the ledger."""
        model = self.model
        kept, due = model.ledger.kept_and_due_weight(model.month, GOVERNMENT)
        value = model.parameters
        return leadership.delivery_belief(kept, due, value["delivery_belief_prior"], value["delivery_belief_strength"])

    def guarantee(self) -> float:
        """Return the mission's protection where the group's persons live, 0 to 1."""
        return self.model.stakes.guarantee[self.index]

    def threat(self) -> float:
        """Return the threat where the group's persons live, 0 to 1."""
        return self.model.stakes.threat[self.index]

    def _weigh(self) -> None:
        model, value = self.model, self.model.parameters
        view = self.seen = self.view()
        self.cooperate = leadership.cooperate_terms(view, model.leader_weights)
        self.hold = leadership.hold_terms(view, model.leader_weights)
        noise = value["stance_noise"] * model.draws.normal(Decision.STANCE, model.month, self.index)
        stance = leadership.next_stance(
            self.stance,
            sum(self.cooperate.values()) + noise,
            sum(self.hold.values()),
            value["stance_temperature"],
            value["stance_inertia_monthly"],
        )
        self.stance = stance if not self.war_regions else stance * value["war_stance_factor"]

    # -- programmes ------------------------------------------------------------------------------------------------

    def _endorse(self) -> None:
        """Decide for each programme whether men may go, and which share of them."""
        model, value = self.model, self.model.parameters
        guarantee, threat = self.guarantee(), self.threat()
        self.endorses[:], self.released[:] = False, 0.0
        for number, programme, dividends in model.stakes.offers:
            disarms = programme.definition.disarms
            score = leadership.endorsement(
                self.stance,
                self.trust_government,
                guarantee,
                disarms,
                threat,
                value["dividend_weight"] * dividends,
                value["endorsement_threshold"],
            )
            forced = model.timeline.forced_endorsement(self, programme)
            if score > 0 if forced is None else forced:
                self.endorses[number] = True
                self.released[number] = leadership.released_share(
                    self.stance, self.trust_government, guarantee, disarms, value["release_ceiling"]
                )

    def _command(self) -> None:
        """Orders for each alternative: hold the line, go where endorsed, come back when at war."""
        model, value = self.model, self.model.parameters
        self.recalling = bool(self.war_regions) and self._recalls()
        self.orders[:] = 0.0
        self.orders[ARMED] = value["order_to_stay"] * (1 - self.stance)
        self.orders[FIRST_PROGRAMME:] = self.stance * self.endorses
        self._relieve_units_taken_over()
        if self.recalling:
            serving = model.alternatives.option >= Option.INTERIM
            state = np.isin(model.alternatives.option, (Option.INTERIM, Option.INTEGRATED))
            self.orders[serving & state] = -1.0
            self.orders[ARMED], self.orders[HOME] = 1.0, 0.0

    def _relieve_units_taken_over(self) -> None:
        """Men of an interim unit are no longer ordered to stay in it once an endorsed programme takes it over."""
        names = self.model.alternatives.names
        for number, programme, _ in self.model.stakes.offers:
            if programme.open and self.endorses[number]:
                for name in programme.definition.eligibility.serving_in:
                    self.orders[names.index(name)] = 0.0

    def _recalls(self) -> bool:
        model = self.model
        forced = model.timeline.forced_recall(self)
        if forced is not None:
            return forced
        draw = model.draws.uniform(Decision.RECALL, model.month, self.index)
        return self.recalling or bool(draw < model.parameters["recall_monthly"])

    # -- coalition -------------------------------------------------------------------------------------------------

    def _follow_recorded_membership(self) -> None:
        """Recorded alliances hold until the leaders of the model leave one; then the group goes its own way."""
        if self.left_coalition:
            return
        past = [name for since, name in self.coalition_on_record if since <= self.model.month]
        self.coalition = past[-1] if past else NO_COALITION

    def _reconsider_coalition(self) -> None:
        """A group whose share of posts lags its share of men may leave (fragmentation, report 3.3.1)."""
        model = self.model
        forced = model.timeline.forced_coalition(self)
        if forced is not None:
            self.left_coalition = forced == NO_COALITION or self.left_coalition
            self.coalition = forced
            return
        if self.coalition == NO_COALITION or model.replays:
            return
        posts, men = model.posts_and_men_share(self)
        hazard = leadership.split_hazard(posts, men, model.parameters["split_monthly"])
        if model.draws.uniform(Decision.SPLIT, model.month, self.index) < hazard:
            self.left_coalition = True
            self.coalition = NO_COALITION
