"""Clashes, extremist attacks and offensives of the month, and who dies or is captured in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT, Fight
from ploughshare.agents.options import ARMED, CAPTURED, DEAD
from ploughshare.agents.population import Rows
from ploughshare.kernels.mortality import everyday_deaths
from ploughshare.randomness import Decision
from ploughshare.rules import violence as rules

if TYPE_CHECKING:
    from ploughshare.agents.armed_group import ArmedGroup
    from ploughshare.model import DDRModel
    from ploughshare.programmes.programme import RunningProgramme


class Violence:
    """The violent events of one month."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model

    def break_out(self) -> None:
        """New clashes, fighting that goes on, extremist attacks, and deaths of everyday risk."""
        self._new_clashes()
        for fight in list(self.model.conditions.fights):
            self._fight(fight)
        self._end_fights()
        self._extremist_attacks()
        self._everyday_deaths()
        self._remember_threat()

    # -- clashes and offensives ------------------------------------------------------------------------------------

    def _new_clashes(self) -> None:
        """Groups in contact, with tension and little trust, may clash; one fight a pair and region at a time."""
        model = self.model
        armed, guarantee = model.stock.armed_here.tolist(), model.conditions.guarantee.tolist()
        for group in model.groups:
            if not group.active:
                continue
            for other_name, tension in group.definition.tension.items():
                if other_name == GOVERNMENT:
                    continue
                other = model.group_named[other_name]
                allied = group.coalition == other.coalition and group.coalition != "none"
                if other.active and not allied:
                    contacts = list(map(rules.contact, armed[group.index], armed[other.index]))
                    self._maybe_clash(group, other, tension, contacts, guarantee)

    def _maybe_clash(
        self, group: ArmedGroup, other: ArmedGroup, tension: float, contacts: list[float], guarantee: list[float]
    ) -> None:
        """Each region in which both have armed men may see a clash; `contacts` and `guarantee` are by region."""
        model, value = self.model, self.model.parameters
        for region, contact in enumerate(contacts):
            if contact <= 0 or model.conditions.clash_in(region):
                continue
            hazard = rules.clash_hazard(value["clash_monthly"], tension, contact, group.trust_other, guarantee[region])
            address = group.index * 64 + other.index
            if model.draws.uniform(Decision.CLASH, model.month, address, region) < hazard:
                model.conditions.fights.append(Fight((group.name, other.name), {region}, None, "clash"))

    def _fight(self, fight: Fight) -> None:
        """A month of fighting: men under arms of the parties die, others are captured in an offensive."""
        model, value = self.model, self.model.parameters
        offensive = fight.kind == "offensive"
        share = value["offensive_death_share" if offensive else "clash_death_share"]
        groups = {index for party in fight.parties if party != GOVERNMENT for index in model.party_members(party)}
        for region in sorted(fight.regions):
            rows = self._fighters(groups, region)
            imposed = fight.deaths_to_place / max(len(fight.regions), 1) * model.scale
            dead = self._killed(rows, share, imposed)
            if offensive:
                self._capture(np.setdiff1d(rows, dead), share * value["capture_share"])
            model.conditions.report(region, fight.kind, round(len(dead) / model.scale))
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
        held_by = {group.name for group in target.members}
        for place in model.communities:
            draw = model.draws.uniform(Decision.CAPTURE, model.month, place.index, 1)
            if place.region == region and place.controlled_by in held_by and draw < hazard:
                place.change_hands(GOVERNMENT)

    def _fighters(self, groups: set[int], region: int) -> Rows:
        population = self.model.population
        here = (population.alternative == ARMED) & (population.region == region)
        return np.flatnonzero(here & np.isin(population.group, sorted(groups)))

    def _killed(self, rows: Rows, share: float, imposed: float) -> Rows:
        """Who dies: a number on record where there is one, otherwise each with the same chance."""
        model, population = self.model, self.model.population
        lot = model.draws.uniform(Decision.CASUALTY, model.month, population.uid[rows], 1)
        dead = rows[np.argsort(lot, kind="stable")[: round(imposed)]] if imposed > 0 else rows[lot < share]
        population.transfer(dead, DEAD)
        return dead

    def _capture(self, rows: Rows, chance: float) -> None:
        model, population = self.model, self.model.population
        lot = model.draws.uniform(Decision.CAPTURE, model.month, population.uid[rows])
        population.transfer(rows[lot < chance], CAPTURED)

    def _end_fights(self) -> None:
        """Clashes with a set length run out; others end by chance, sooner with mediation. Offensives end by decision."""
        model = self.model
        going_on = []
        for number, fight in enumerate(model.conditions.fights):
            if fight.kind == "offensive":
                going_on.append(fight)
            elif fight.months_left is not None:
                fight.months_left -= 1
                going_on += [fight] if fight.months_left > 0 else []
            elif not self._ends(number):
                going_on.append(fight)
        model.conditions.fights = going_on

    def _ends(self, number: int) -> bool:
        model = self.model
        chance = model.parameters["clash_end_monthly"] * (1 + model.mission.good_offices)
        return bool(model.draws.uniform(Decision.CLASH, model.month, 1 << 20, number) < chance)

    # -- attacks ---------------------------------------------------------------------------------------------------

    def _extremist_attacks(self) -> None:
        """Extremist attacks on sites of programmes; community projects are not attacked (report 3.2.2)."""
        model, value = self.model, self.model.parameters
        for programme in model.programmes:
            if programme.definition.exposure == 0 or len(programme.serving_rows()) == 0:
                continue
            for site, community in enumerate(programme.site_community):
                present = self._at_site(programme, site)
                if len(present) == 0:
                    continue
                place = model.communities[community]
                hazard = rules.attack_hazard(
                    value["attack_monthly"],
                    programme.definition.exposure,
                    place.extremist_exposure,
                    float(model.conditions.guarantee[place.region]),
                )
                address = programme.alternative * 256 + site
                if model.draws.uniform(Decision.ATTACK, model.month, address) < hazard:
                    size = float(model.draws.uniform(Decision.ATTACK, model.month, address, 1))
                    killed = rules.attack_deaths(
                        size,
                        value["attack_death_scale"] * model.scale,
                        value["attack_death_tail"],
                        len(present),
                    )
                    self._strike(programme, present, killed, killed, "extremist_attack", place.region)

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
        lot = model.draws.uniform(Decision.CASUALTY, model.month, population.uid[present], 2)
        order = present[np.argsort(lot, kind="stable")]
        dead, hurt = order[:killed], order[killed : killed + injured]
        programme.log("died", dead)
        population.fit[hurt] = False
        population.shocked[programme.serving_rows()] = True
        population.transfer(dead, DEAD)
        if len(present):
            programme.remembered_risk = min(1.0, programme.remembered_risk + len(dead) / len(present))
        programme.attacked = True
        model.conditions.report(region, kind, round(len(dead) / model.scale))
        threat = model.conditions.violence_now
        threat[region] = max(threat[region], model.parameters["violence_attack"])

    # -- everyday risk and memory ----------------------------------------------------------------------------------

    def _everyday_deaths(self) -> None:
        """Deaths by the yearly risk of each state, besides clashes and attacks."""
        model, population = self.model, self.model.population
        chance = model.alternatives.death_risk_per_year / 12
        month, key = model.month, model.draws.key
        dead = everyday_deaths(population.uid, population.alternative, chance, month, Decision.CASUALTY.value, *key)
        for programme in model.programmes:
            programme.log("died", dead[population.alternative[dead] == programme.alternative])
        population.transfer(dead, DEAD)

    def _remember_threat(self) -> None:
        model = self.model
        memory = model.parameters["threat_memory_monthly"]
        conditions = model.conditions
        conditions.threat = rules.next_threat(conditions.threat, conditions.violence_now, memory)
        for programme in model.programmes:
            programme.remembered_risk *= memory
