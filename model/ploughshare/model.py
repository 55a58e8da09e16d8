"""The model: a scenario, a seed, and a month that reads like the schedule of docs/odd.md."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.armed_group import ArmedGroup
from ploughshare.agents.coalition import Coalition
from ploughshare.agents.combatants import CombatantFaces
from ploughshare.agents.community import Community
from ploughshare.agents.community_columns import CommunityColumns
from ploughshare.agents.conditions import NO_COALITION, Conditions
from ploughshare.agents.founding import Founder
from ploughshare.agents.government import Government
from ploughshare.agents.leaders import Leaders
from ploughshare.agents.mission import Mission
from ploughshare.agents.options import FIRST_PROGRAMME, Option, alternative_table
from ploughshare.agents.population import Population, Rows
from ploughshare.collector import first_call_at_rest
from ploughshare.kernels.passing import pass_month
from ploughshare.kernels.shifting import shift_trust
from ploughshare.oracle import choice as oracle_choice
from ploughshare.oracle.persons import person
from ploughshare.processes.choices import Choices
from ploughshare.processes.economy import Economy
from ploughshare.processes.leading import lead, leaning_of, lots_of
from ploughshare.processes.learning import Learning
from ploughshare.processes.outlook import Surroundings, look_out
from ploughshare.processes.recorder import Recorder
from ploughshare.processes.recruiting import enlist, recruit
from ploughshare.processes.stakes import OnPaper, find_stakes
from ploughshare.processes.stock import take_stock
from ploughshare.processes.timeline import Timeline
from ploughshare.processes.violence import Violence
from ploughshare.programmes import pipeline, service
from ploughshare.programmes.community_projects import CommunityProjects
from ploughshare.programmes.funds import Funds
from ploughshare.programmes.ledger import Ledger
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.programmes.registrations import RunningRegistration
from ploughshare.programmes.stage_counts import StageCounts
from ploughshare.randomness import AddressedRandom
from ploughshare.rules.governing import DeliveryWeights
from ploughshare.rules.leadership import LeaderWeights
from ploughshare.rules.trust import pay_reliability
from ploughshare.scenario.programmes import ProgrammeKind
from ploughshare.scenario.schema import Scenario

Floats = NDArray[np.float64]


class DDRModel(CombatantFaces):
    """Disarmament, demobilisation and reintegration in one country, month by month.

    `definition` is a checked scenario, `rng` the seed (a whole number). The same definition and seed always give the
    same run. `population` holds the persons as columns; `agents_by_type[Combatant]` shows them as Mesa agents.
    """

    @first_call_at_rest  # Numba makes itself ready when it first reads machine code
    def __init__(self, definition: Scenario, rng: int = 1) -> None:
        seed = operator.index(rng)
        super().__init__(rng=seed)
        self.definition = definition
        self.parameters: Mapping[str, float] = {name: p.value for name, p in definition.parameters.items()}
        self.scale = definition.about.population_scale
        """persons simulated per person described"""
        self.replays = definition.about.history == "replay"
        self.draws = AddressedRandom(seed)
        """addressed random numbers; Mesa's stream generators are not used"""
        self.months = definition.months
        """months of the run"""
        self.month = 0
        """index of the month being lived, 0 is the first"""
        self._name_things()
        self._make_agents()
        self._make_population()
        self._make_programmes()
        self.timeline.note_past()
        self.stock = take_stock(self)
        self.outlook = look_out(self)
        self.stakes = find_stakes(self)
        self.recorder = Recorder(self)

    def step(self) -> None:
        """Live one month. The order is that of the schedule in docs/odd.md.

        What everybody shares is settled and on record before deaths and lessons pass through all persons: the kernels that
        do so follow each other, and Python finds the near caches cold less often.
        """
        self._begin_month()
        self.timeline.fire()
        self.economy.update()
        self.mission.step()
        self.government.step()
        self._lead()
        self._run_programmes()
        self._choose()
        self._live_in_communities()
        self.violence.break_out()
        lessons = self.learning.lessons()
        self.recorder.note()
        self.violence.everyday_deaths()
        self.learning.learn(*lessons)
        self._record()

    # -- making ----------------------------------------------------------------------------------------------------

    def _name_things(self) -> None:
        definition = self.definition
        self.group_names = list(definition.groups)
        self.coalition_names = [*definition.coalitions, NO_COALITION]
        self.coalition_number = {name: number for number, name in enumerate(self.coalition_names)}
        self.region_names = list(definition.regions)
        self.community_names = list(definition.communities)
        self.regions = len(self.region_names)
        self.coalition_count = len(self.coalition_names)
        self.region_of_community = np.array(
            [self.region_names.index(place.region) for place in definition.communities.values()],
            dtype=np.int64,
        )
        self.alternatives = alternative_table(definition)
        value = self.parameters
        self.leader_weights = LeaderWeights(
            office=value["office_value"],
            quota=value["quota_value"],
            allowance=value["allowance_weight"],
            pressure=value["pressure_weight"],
            exploitation=value["exploitation_weight"],
            tax=value["tax_weight"],
            bargaining=value["bargaining_weight"],
            status=value["status_weight"],
        )
        self.delivery_weights = DeliveryWeights(
            base_monthly=value["delivery_monthly"],
            pressure=value["delivery_pressure"],
            trust=value["delivery_trust"],
            sovereignty=value["delivery_sovereignty"],
            cost=value["delivery_cost"],
        )

    def _make_agents(self) -> None:
        definition = self.definition
        self.conditions = Conditions(self.regions)
        self.ledger = Ledger(definition)
        self.funds = Funds(list(definition.mission.funds))
        self.leaders = Leaders(definition, len(self.alternatives), self.regions)
        self.groups = [ArmedGroup(self, i, name, g) for i, (name, g) in enumerate(definition.groups.items())]
        self.leaning = leaning_of(self)
        self.lots_of_leaders = lots_of(self)
        self.group_named = {group.name: group for group in self.groups}
        self.coalitions = {
            name: Coalition(self, i, name, c) for i, (name, c) in enumerate(definition.coalitions.items())
        }
        self.community_columns = CommunityColumns(self)
        self.communities = [Community(self, i, name, c) for i, (name, c) in enumerate(definition.communities.items())]
        self.government = Government(self)
        self.mission = Mission(self)

    def _make_population(self) -> None:
        self.population = Population(self.alternatives, self.region_of_community, len(self.groups))
        self.founder = Founder(self.draws, self.definition.groups, self.community_names, self.parameters)
        self.founder.found(self.population, self.scale)

    def _make_programmes(self) -> None:
        definition = self.definition
        self.pay_beliefs = np.zeros((len(definition.programmes), len(self.groups), 2))
        """pay days kept and missed as each group believes, shape (programmes, groups, 2); a programme shows its own"""
        self.paid = np.ones(len(definition.programmes), dtype=bool)
        """which programmes kept this month's pay day, shape (programmes,); a programme shows its own"""
        self.programmes = [
            RunningProgramme(self, number, name, programme)
            for number, (name, programme) in enumerate(definition.programmes.items())
        ]
        self.interim_programmes = [p for p in self.programmes if p.definition.kind is ProgrammeKind.INTERIM]
        self.stage_counts = StageCounts(self)
        self.registrations = [
            RunningRegistration(self, name, registration) for name, registration in definition.registrations.items()
        ]
        self.on_paper = OnPaper(self)
        self.projects = CommunityProjects(self)
        self.timeline = Timeline(self)
        self.economy = Economy(self)
        self.surroundings = Surroundings(self)
        self.choices = Choices(self)
        self.violence = Violence(self)
        self.learning = Learning(self)

    # -- the month -------------------------------------------------------------------------------------------------

    def _begin_month(self) -> None:
        self.conditions.start_month()
        self.funds.start_month()
        self.population.start_month()
        self.stage_counts.start_month()
        self.stock = take_stock(self)

    def _lead(self) -> None:
        """Leaders of groups weigh, endorse and order; then their coalitions attend or boycott."""
        self.stakes = find_stakes(self)
        lead(self)
        for coalition in self.coalitions.values():
            coalition.step()

    def _run_programmes(self) -> None:
        """Programmes open, move people along, pay and serve; lists and censuses are taken; projects run."""
        announced = [programme for programme in self.programmes if programme.announced <= self.month]
        for programme in announced:
            programme.update()
        for registration in self.registrations:
            registration.move()
        for programme in announced:
            pipeline.move(programme)
            service.serve(programme)
        self.projects.move()

    def _choose(self) -> None:
        """Combatants who reconsider this month choose."""
        self.outlook = look_out(self)
        self.choices.take()

    def _live_in_communities(self) -> None:
        """Youth at risk join or do not, returnees are accepted or not; recruits enter the population."""
        self.community_columns.start_month()
        enlist(self, recruit(self))
        self.community_columns.receive_returnees()

    def _record(self) -> None:
        """Put the month on record and move on to the next; the run ends with the scenario."""
        self.recorder.record()
        population = self.population
        pass_month(population.months_in_state, population.stage, population.months_in_stage)
        self.month += 1
        self.running = self.month < self.months

    # -- questions agents ask --------------------------------------------------------------------------------------

    def regions_at_war(self) -> NDArray[np.bool_]:
        """Return where each group or its coalition fights the government now, shape (groups, regions)."""
        return self.leaders.regions_at_war(self.conditions.fights, self.leaders.coalition)

    def programme(self, name: str) -> RunningProgramme:
        """Return a programme by name."""
        return self.programmes[list(self.definition.programmes).index(name)]

    def programme_number(self, alternative: int) -> int:
        """Return the number of the programme behind a row of the alternative table."""
        return alternative - FIRST_PROGRAMME

    def party_members(self, party: str) -> list[int]:
        """Return the groups behind a party: a group, a coalition, `signatories` or `everyone`."""
        if party == "everyone":
            return list(range(len(self.groups)))
        if party == "signatories":
            return self.leaders.signatories
        return self.leaders.behind(party, self.leaders.coalition)

    def mean_stance(self, party: str | None) -> float:
        """Return the mean stance of a party's groups, weighed by persons; of all who negotiate if none is named."""
        existing = self.leaders.existing(self.month)
        members = [group for group in self.party_members(party or "signatories") if group in existing]
        return self.mean_of_groups(members, self.leaders.stance)

    def mean_of_groups(self, groups: Sequence[int], value: NDArray[Any]) -> float:
        """Return a value, of shape (groups,), averaged over some groups by persons, at least one each; 0 without groups."""
        weights, values = self.stock.weight_of_group, value.tolist()
        total = persons = 0.0
        for group in groups:
            weight = weights[group]
            total += weight * values[group]
            persons += weight
        return total / persons if persons else 0.0

    def allowance_of(self, coalition: str) -> float:
        """Return the mean allowance a seat of a coalition draws now, in tens of a soldier's pay; 0 in a boycott."""
        if coalition == NO_COALITION or self.coalitions[coalition].boycotts:
            return 0.0
        seat_xof = self.coalitions[coalition].allowance_a_seat_xof
        return seat_xof / (10 * self.definition.government.soldier_pay_xof_per_month)

    def expected_dividends(self, armed_of_group: Sequence[float]) -> list[float]:
        """Return the dividends each group expects per listed head from lists and censuses in sight, 0 to 1."""
        expected = [0.0] * len(self.groups)
        for registration in self.registrations:
            if registration.in_sight:
                dividends = registration.dividends(armed_of_group)
                for group in registration.admitted():
                    expected[group] = max(expected[group], dividends)
        return expected

    def interim_share(self) -> float:
        """Return how far interim units are filled, 0 to 1: while they serve, the core process seems less urgent."""
        places = sum(p.places_by_month[self.month] for p in self.interim_programmes)
        if not places:
            return 0.0
        serving = sum(len(p.serving_rows()) for p in self.interim_programmes)
        return min(1.0, serving / places)

    def persons_integrated(self) -> int:
        """Return how many persons serve in the state forces now, simulated persons."""
        forces = np.flatnonzero(self.alternatives.option == Option.INTEGRATED)
        return sum(len(self.population.rows_in(alternative)) for alternative in forces.tolist())

    def regions_controlled_by(self, coalition: Coalition) -> set[int]:
        """Return regions with communities under control of a coalition's groups."""
        members = coalition.member_numbers
        control = zip(self.region_of_community.tolist(), self.community_columns.controller.tolist(), strict=True)
        return {region for region, group in control if group in members}

    def shift_trust(self, groups: list[int], trusted: str, change: float) -> None:
        """Move the trust of groups' leaders and persons in one party by `change`, within 0 to 1."""
        of_leaders = {"government": "trust_government", "mission": "trust_mission", "other_coalition": "trust_other"}
        of_persons = {"government": "trust_government", "mission": "trust_mission", "leader": "trust_leader"}
        if trusted in of_leaders:
            trusts = getattr(self.leaders, of_leaders[trusted])
            trusts[groups] = np.clip(trusts[groups] + change, 0.0, 1.0)
        if trusted in of_persons:
            moved = np.zeros(len(self.groups), dtype=bool)
            moved[groups] = True
            trust = self.population.columns[of_persons[trusted]]
            shift_trust(self.population.group, moved, trust, np.float32(change))

    def own_reliability(self, rows: Rows, serves: NDArray[np.bool_], kept: Floats, missed: Floats) -> Floats:
        """Return the believed chance of a pay day: the group's belief, and own pay days of those who serve there."""
        population = self.population
        own_kept = np.where(serves, population.paid_months[rows], 0).astype(np.float64)
        own_missed = np.where(serves, population.unpaid_months[rows], 0).astype(np.float64)
        return pay_reliability(kept, missed, own_kept, own_missed, self.parameters["own_pay_weight"])

    def decide(self, row: int) -> str:
        """Return the alternative that one person would choose this month, by name; answered by the readable oracle."""
        return self.alternatives.names[oracle_choice.choose(self, person(self, row))]
