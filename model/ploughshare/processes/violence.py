"""Clashes, extremist attacks and offensives of the month, and who dies or is captured in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import ATTACKS, FIGHTS, GOVERNMENT, Fight
from ploughshare.agents.options import CAPTURED, DEAD, FIRST_PROGRAMME
from ploughshare.agents.population import Rows
from ploughshare.kernels.attacks import attacked_sites
from ploughshare.kernels.clashes import clashes_of
from ploughshare.kernels.fighters import fighters_in
from ploughshare.kernels.mortality import everyday_deaths
from ploughshare.kernels.movement import die
from ploughshare.kernels.surroundings import next_threats
from ploughshare.processes.attack_sites import AttackSites
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.randomness import Decision
from ploughshare.rules import violence as rules
from ploughshare.scenario.addresses import addresses_of, pair_name

if TYPE_CHECKING:
    from ploughshare.model import DDRModel
    from ploughshare.programmes.programme import RunningProgramme


Floats = NDArray[np.float64]

_CLASH, _ATTACK, _CASUALTY = Decision.CLASH.value, Decision.ATTACK.value, Decision.CASUALTY.value
_DIED = STAGE_NAMES.index("died")
_FIGHT_LOTS, _ATTACK_LOTS = 1, 2
"""options under which the lots of the first fight and the first attack of a month in a region stand; each further one has
lots two options on, so that who is in both may die in either"""


class Violence:
    """The violent events of one month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        number = {group.name: group.index for group in model.groups}
        hostile = [
            (group.index, number[other], tension)
            for group in model.groups
            for other, tension in group.definition.tension.items()
            if other != GOVERNMENT
        ]
        self.pairs = np.array([pair[:2] for pair in hostile], dtype=np.int64).reshape(-1, 2)
        """numbers of two groups that may clash, shape (pairs, 2)"""
        self.pair_address = addresses_of(
            pair_name(model.groups[one].name, model.groups[two].name) for one, two, _ in hostile
        )
        self.region_address = addresses_of(model.region_names)
        """words under which the random numbers of each pair and each region stand"""
        self.tension = np.array([pair[2] for pair in hostile])
        self.sites = AttackSites(model)
        self._death_chance = model.alternatives.death_risk_per_year / 12
        """monthly chance of dying of everyday risk, by alternative"""

    def break_out(self) -> None:
        """New clashes, fighting that goes on, extremist attacks, and what is remembered of them."""
        self._new_clashes()
        for fight in list(self.model.conditions.fights):
            self._fight(fight)
        self._end_fights()
        self._extremist_attacks()
        self._remember_threat()

    # -- clashes and offensives ------------------------------------------------------------------------------------

    def _new_clashes(self) -> None:
        """Groups in contact, with tension and little trust, may clash; one fight a pair and region at a time."""
        model, conditions = self.model, self.model.conditions
        meetings = clashes_of(
            self.pairs,
            self.tension,
            model.leaders.active(model.month),
            model.leaders.coalition,
            len(model.coalitions),
            model.stock.armed_here,
            model.leaders.trust_other,
            conditions.guarantee,
            model.parameters["clash_monthly"],
            (self.pair_address, self.region_address),
            model.month,
            _CLASH,
            *model.draws.key,
        )
        for fighting, where in meetings.tolist():
            if not conditions.clash_in(where):
                one, two = (model.group_names[group] for group in self.pairs[fighting])
                conditions.fights.append(Fight((one, two), {where}, None, "clash"))

    def _fight(self, fight: Fight) -> None:
        """A month of fighting: men under arms of the parties die, others are captured in an offensive."""
        model, value = self.model, self.model.parameters
        offensive = fight.kind == "offensive"
        share = value["offensive_death_share" if offensive else "clash_death_share"]
        groups = {index for party in fight.parties if party != GOVERNMENT for index in model.party_members(party)}
        for region in sorted(fight.regions):
            rows = self._fighters(groups, region)
            imposed = fight.deaths_to_place / max(len(fight.regions), 1) * model.scale
            lots = _FIGHT_LOTS + 2 * model.conditions.events_in(region, FIGHTS)
            dead = self._killed(rows, share, imposed, lots)
            if offensive:
                self._capture(np.setdiff1d(rows, dead), share * value["capture_share"])
            model.conditions.report(region, fight.kind, len(dead))
            level = value["violence_offensive" if offensive else "violence_clash"]
            model.conditions.violence_now[region] = max(model.conditions.violence_now[region], level)
            if offensive:
                self._take_communities(fight, region)
        fight.deaths_to_place = 0

    def _take_communities(self, fight: Fight, region: int) -> None:
        """An offensive may bring communities under government control; in a replay the record says which and when."""
        model = self.model
        target = model.coalitions.get(fight.parties[1])
        if model.replays or target is None:
            return
        strength = model.government.strength_against(target)
        hazard = rules.capture_hazard(model.parameters["capture_community_monthly"], strength)
        here = np.flatnonzero(model.region_of_community == region)
        members = target.member_numbers
        held = here[np.isin(model.community_columns.controller[here], members)]
        lot = model.draws.uniform(Decision.CAPTURE, model.month, model.community_columns.address[held], 1)
        for index in held[lot < hazard].tolist():
            model.communities[index].change_hands(GOVERNMENT)

    def _fighters(self, groups: set[int], region: int) -> Rows:
        fights = np.zeros(len(self.model.groups), dtype=bool)
        fights[sorted(groups)] = True
        return fighters_in(region, fights, self.model.population.states)

    def _killed(self, rows: Rows, share: float, imposed: float, lots: int) -> Rows:
        """Who dies, by the lots of a fight: a number on record where there is one, otherwise each with the same chance."""
        model, population = self.model, self.model.population
        lot = model.draws.uniform(Decision.CASUALTY, model.month, population.uid[rows], lots)
        dead = rows[np.argsort(lot, kind="stable")[: round(imposed)]] if imposed > 0 else rows[lot < share]
        self._die(dead)
        return dead

    def _die(self, rows: Rows) -> None:
        """Persons die; those who served in a programme count among its dead."""
        states, tally = self.model.population.states, self.model.stage_counts.tally
        self.model.population.weapons_lost += die(rows, DEAD, FIRST_PROGRAMME, _DIED, states, tally)

    def _capture(self, rows: Rows, chance: float) -> None:
        model, population = self.model, self.model.population
        lot = model.draws.uniform(Decision.CAPTURE, model.month, population.uid[rows])
        population.transfer(rows[lot < chance], CAPTURED)

    def _end_fights(self) -> None:
        """Clashes with a set length run out; others end by chance, sooner with mediation. Offensives end by decision."""
        model = self.model
        going_on = []
        for fight in model.conditions.fights:
            if fight.kind == "offensive":
                going_on.append(fight)
            elif fight.months_left is not None:
                fight.months_left -= 1
                going_on += [fight] if fight.months_left > 0 else []
            elif not self._ends(fight):
                going_on.append(fight)
        model.conditions.fights = going_on

    def _ends(self, fight: Fight) -> bool:
        """Whether a clash ends; its region tells it from others, since no clash breaks out where fighting goes on."""
        model, region = self.model, min(fight.regions)
        chance = model.parameters["clash_end_monthly"] * (1 + model.mission.good_offices)
        return bool(model.draws.uniform(Decision.TRUCE, model.month, int(self.region_address[region])) < chance)

    # -- attacks ---------------------------------------------------------------------------------------------------

    def _extremist_attacks(self) -> None:
        """Extremist attacks on sites of programmes; community projects are not attacked (report 3.2.2)."""
        model, sites = self.model, self.sites
        attacked = attacked_sites(
            model.parameters["attack_monthly"],
            sites.exposure,
            sites.community,
            model.outlook.extremist_exposure,
            sites.region,
            model.conditions.guarantee,
            sites.address,
            model.month,
            _ATTACK,
            *model.draws.key,
        )
        for index in attacked.tolist():
            programme = sites.programmes[index]
            present = self._at_site(programme, int(sites.number[index]))
            if len(present):
                killed = self._killed_in_attack(int(sites.address[index]), len(present))
                self._strike(programme, present, killed, killed, "extremist_attack", int(sites.region[index]))

    def _killed_in_attack(self, address: int, present: int) -> int:
        model, value = self.model, self.model.parameters
        size = model.draws.uniform(Decision.ATTACK, model.month, address, 1)
        smallest = value["attack_death_scale"] * model.scale
        return rules.attack_deaths(size, smallest, value["attack_death_tail"], present)

    def attack_site(self, programme_name: str, site_name: str, killed: int, injured: int) -> None:
        """An attack on record: so many of those serving at a site are killed and injured, as far as they are there."""
        programme = self.model.programme(programme_name)
        site = programme.site_names.index(site_name)
        present = self._at_site(programme, site)
        region = int(programme.site_region[site])
        scale = self.model.scale
        self._strike(programme, present, round(killed * scale), round(injured * scale), "imposed_attack", region)

    def _at_site(self, programme: RunningProgramme, site: int) -> Rows:
        population = self.model.population
        rows = programme.serving_rows()
        there: Rows = rows[population.community[rows] == programme.site_community[site]]
        return there

    def _strike(
        self, programme: RunningProgramme, present: Rows, killed: int, injured: int, kind: str, region: int
    ) -> None:
        """Some of those present die; the injured survive unfit; all who serve in the programme think again."""
        model, population = self.model, self.model.population
        lots = _ATTACK_LOTS + 2 * model.conditions.events_in(region, ATTACKS)
        lot = model.draws.uniform(Decision.CASUALTY, model.month, population.uid[present], lots)
        order = present[np.argsort(lot, kind="stable")]
        dead, hurt = order[:killed], order[killed : killed + injured]
        population.fit[hurt] = False
        population.shocked[programme.serving_rows()] = True
        self._die(dead)
        if len(present):
            programme.remembered_risk = min(1.0, programme.remembered_risk + len(dead) / len(present))
        programme.attacked = True
        model.conditions.report(region, kind, len(dead))
        threat = model.conditions.violence_now
        threat[region] = max(threat[region], model.parameters["violence_attack"])

    # -- everyday risk and memory ----------------------------------------------------------------------------------

    def everyday_deaths(self) -> None:
        """Deaths by the yearly risk of each state, besides clashes and attacks."""
        model, population = self.model, self.model.population
        month, key = model.month, model.draws.key
        dead = everyday_deaths(population.uid, population.alternative, self._death_chance, month, _CASUALTY, *key)
        self._die(dead)

    def _remember_threat(self) -> None:
        model = self.model
        memory = model.parameters["threat_memory_monthly"]
        conditions = model.conditions
        conditions.threat = next_threats(conditions.threat, conditions.violence_now, memory)
        for programme in model.programmes:
            programme.remembered_risk *= memory
