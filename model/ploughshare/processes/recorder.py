"""What a run remembers of each month, as plain arrays and rows; `record/tables.py` turns them into tables.

All counts are given for the persons described: simulated persons divided by the population scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import ARMED, Option
from ploughshare.programmes.programme import STAGE_NAMES
from ploughshare.programmes.registrations import CATEGORIES

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Row = tuple[object, ...]

OPTION_NAMES = tuple(option.name.lower() for option in Option)


class Recorder:
    """Rows of each table so far, in the order of the columns of `record/columns.py`."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        self.rows: dict[str, list[Row]] = {
            name: []
            for name in (
                "states",
                "flows",
                "trust",
                "programmes",
                "registrations",
                "communities",
                "violence",
                "spending",
                "weapons",
                "indicators",
            )
        }

    def record(self) -> None:
        """Remember this month."""
        self._states()
        self._flows()
        self._trust()
        self._programmes()
        self._registrations()
        self._communities()
        self._violence()
        self._spending()
        self._weapons()
        self._indicators()

    def _described(self, persons: float) -> int:
        return round(float(persons) / self.model.scale)

    def _coalition_name(self, group: int) -> str:
        return self.model.groups[group].coalition

    def _states(self) -> None:
        model, population = self.model, self.model.population
        sizes = (len(model.groups), model.regions, len(Option))
        cell = (population.group, population.region, population.option)
        counted = np.stack(
            [
                population.count(cell, sizes),
                population.count(cell, sizes, population.woman),
                population.count(cell, sizes, population.is_child(model.month)),
                population.count(cell, sizes, population.weapon),
                population.count(cell, sizes, population.fighting_value),
            ],
            axis=-1,
        )
        for group, region, option in zip(*np.nonzero(counted[..., 0]), strict=True):
            persons, women, children, armed, value = counted[group, region, option]
            self.rows["states"].append(
                (
                    model.month,
                    model.group_names[group],
                    self._coalition_name(group),
                    model.region_names[region],
                    OPTION_NAMES[option],
                    self._described(persons),
                    self._described(women),
                    self._described(children),
                    self._described(armed),
                    float(value) / model.scale,
                )
            )

    def _flows(self) -> None:
        model, population = self.model, self.model.population
        option = model.alternatives.option
        flows: NDArray[np.int64] = np.zeros(
            (len(model.groups), model.regions, len(Option), len(Option)), dtype=np.int64
        )
        for group, region, before, after in zip(*np.nonzero(population.flows), strict=True):
            flows[group, region, option[before], option[after]] += population.flows[group, region, before, after]
        for group, region, before, after in zip(*np.nonzero(flows), strict=True):
            self._flow(group, region, OPTION_NAMES[before], OPTION_NAMES[after], flows[group, region, before, after])
        for group, region, after in zip(*np.nonzero(population.recruited), strict=True):
            to = OPTION_NAMES[option[after]]
            self._flow(group, region, "recruited", to, population.recruited[group, region, after])

    def _flow(self, group: int, region: int, before: str, after: str, persons: int) -> None:
        model = self.model
        self.rows["flows"].append(
            (
                model.month,
                model.group_names[group],
                self._coalition_name(group),
                model.region_names[region],
                before,
                after,
                self._described(persons),
            )
        )

    def _trust(self) -> None:
        model, population = self.model, self.model.population
        persons = np.bincount(population.group, minlength=len(model.groups))
        means = {
            column: np.bincount(
                population.group, weights=getattr(population, f"trust_{column}"), minlength=len(persons)
            )
            / np.maximum(persons, 1)
            for column in ("government", "mission", "leader")
        }
        add = self.rows["trust"].append
        for group in model.groups:
            if not group.active:
                continue
            for column, mean in means.items():
                add((model.month, group.name, column, float(mean[group.index])))
            add((model.month, group.name, "other_coalition", group.trust_other))
            home = model.stock.home_region_share[group.index]
            acceptance = np.bincount(
                [place.region for place in model.communities],
                weights=[place.acceptance for place in model.communities],
                minlength=model.regions,
            ) / np.maximum(np.bincount([place.region for place in model.communities], minlength=model.regions), 1)
            add((model.month, group.name, "community", float(home @ acceptance)))
        add((model.month, GOVERNMENT, "groups", model.government.trust_in_groups))

    def _programmes(self) -> None:
        model = self.model
        for programme in model.programmes:
            counts = programme.stage_counts
            for stage, region, coalition in zip(*np.nonzero(counts[..., 0]), strict=True):
                persons, women = counts[stage, region, coalition]
                self.rows["programmes"].append(
                    (
                        model.month,
                        programme.name,
                        model.region_names[region],
                        model.coalition_names[coalition],
                        STAGE_NAMES[stage],
                        self._described(persons),
                        self._described(women),
                    )
                )

    def _registrations(self) -> None:
        model = self.model
        for registration in model.registrations:
            for category, group in zip(*np.nonzero(registration.counts[..., 0]), strict=True):
                persons, women = registration.counts[category, group]
                self.rows["registrations"].append(
                    (
                        model.month,
                        registration.name,
                        model.group_names[group],
                        self._coalition_name(group),
                        CATEGORIES[category],
                        self._described(persons),
                        self._described(women),
                    )
                )

    def _communities(self) -> None:
        model, projects = self.model, self.model.projects
        for place in model.communities:
            i = place.index
            self.rows["communities"].append(
                (
                    model.month,
                    place.name,
                    model.region_names[place.region],
                    place.controlled_by,
                    self._described(place.recruits),
                    self._described(place.children_recruited),
                    place.acceptance,
                    float(projects.jobs[i]) / model.scale,
                    int(projects.working[i]),
                    int(projects.lapsed[i]),
                    self._described(projects.beneficiaries[i]),
                    self._described(projects.women[i]),
                    self._described(projects.former_combatants[i]),
                    place.access,
                    place.illicit_tax_xof,
                )
            )

    def _violence(self) -> None:
        model = self.model
        for event in model.conditions.violence:
            region = model.region_names[event.region]
            self.rows["violence"].append((model.month, region, event.kind, event.events, event.deaths))

    def _spending(self) -> None:
        for name, purse in self.model.funds.purses.items():
            for item, usd in purse.paid_now_usd.items():
                if usd > 0:
                    self.rows["spending"].append((self.model.month, name, item, usd, purse.balance_usd))

    def _weapons(self) -> None:
        population = self.model.population
        stocks = {
            "held": int(population.weapon.sum()),
            "handed_in": population.weapons_handed_in,
            "lost": population.weapons_lost,
            "acquired": population.weapons_acquired,
        }
        for stock, weapons in stocks.items():
            self.rows["weapons"].append((self.model.month, stock, self._described(weapons)))

    # -- indicators ------------------------------------------------------------------------------------------------

    def _add(self, subject: str, indicator: str, value: float) -> None:
        self.rows["indicators"].append((self.model.month, subject, indicator, float(value)))

    def _indicators(self) -> None:
        self._group_indicators()
        self._coalition_indicators()
        self._programme_indicators()
        self._other_indicators()

    def _group_indicators(self) -> None:
        for group in self.model.groups:
            if not group.active:
                continue
            self._add(group.name, "stance", group.stance)
            self._add(group.name, "cooperate", sum(group.cooperate.values()))
            self._add(group.name, "hold", sum(group.hold.values()))
            self._add(group.name, "released_share", float(group.released.max(initial=0.0)))
            self._add(group.name, "tax_xof", group.tax_xof)
            self._add(group.name, "in_coalition", group.coalition != "none")
            self._add(group.name, "leaders_trust_government", group.trust_government)
            for programme, endorses in zip(self.model.programmes, group.endorses, strict=True):
                if self.model.month >= programme.announced:
                    self._add(group.name, f"endorses:{programme.name}", endorses)

    def _coalition_indicators(self) -> None:
        for coalition in self.model.coalitions.values():
            if self.model.month < coalition.formed:
                continue
            self._add(coalition.name, "boycott", coalition.boycotts)
            self._add(coalition.name, "attendance", float(bool(coalition.seats()) and not coalition.boycotts))
            self._add(coalition.name, "allowances_xof", coalition.allowances_xof)

    def _programme_indicators(self) -> None:
        for programme in self.model.programmes:
            if self.model.month < programme.announced:
                continue
            self._add(programme.name, "open", programme.open)
            self._add(programme.name, "session", programme.session)
            belief = programme.belief.sum(axis=0)
            self._add(programme.name, "belief_paid", belief[0] / belief.sum())
            serving = programme.serving_rows()
            if len(serving):
                self._add(programme.name, "paid", programme.paid)
                self._add(programme.name, "fighting_value_ratio", self._fighting_value_ratio(serving))

    def _fighting_value_ratio(self, serving: NDArray[np.int64]) -> float:
        """Mean fighting value of those who serve over that of the men under arms of the same groups."""
        population = self.model.population
        groups = np.unique(population.group[serving])
        armed = (population.alternative == ARMED) & np.isin(population.group, groups)
        if not armed.any():
            return 1.0
        return float(population.fighting_value[serving].mean() / population.fighting_value[armed].mean())

    def _other_indicators(self) -> None:
        model = self.model
        war = {region for group in model.groups if group.negotiates for region in group.war_regions}
        for region, name in enumerate(model.region_names):
            self._add(name, "hostilities", region in war)
            self._add(name, "threat", model.conditions.threat[region])
            self._add(name, "guarantee", model.conditions.guarantee[region])
        government, mission = model.government, model.mission
        self._add(GOVERNMENT, "sovereignty_concern", government.sovereignty_concern)
        self._add(GOVERNMENT, "offensive", government.target is not None)
        self._add(GOVERNMENT, "trust_in_groups", government.trust_in_groups)
        self._add(GOVERNMENT, "provisions_kept_share", model.ledger.kept_share(model.month))
        self._add("mission", "consent", mission.consent)
        self._add("mission", "pressure", mission.effective_pressure)
        self._add("mission", "presence", len(mission.camps_open))
        self._add("mission", "staff", mission.staff)
        self._add("mission", "handed_over", mission.handed_over)
