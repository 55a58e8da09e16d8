"""One person of a run, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ploughshare.agents.options import HOME

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

ADULT_YEARS = 18


@dataclass(frozen=True)
class Person:
    """A person in the month being lived. Groups, communities, regions and alternatives are numbers in file order."""

    uid: int
    group: int
    home: int
    """home community"""
    home_region: int
    region: int
    """region where the person is"""
    alternative: int
    """what the person is in"""
    applied_to: int
    stage: int
    paid_months: int
    unpaid_months: int
    child: bool
    woman: bool
    weapon: bool
    found_unfit: bool
    listed: bool
    shocked: bool
    fighting_value: float
    rank_expected: float
    attachment: float
    trust_government: float
    trust_leader: float
    trust_mission: float

    @property
    def has_unit(self) -> bool:
        """Whether there are comrades: under arms and in programmes, not at home."""
        return self.alternative != HOME


_AS_STORED = tuple(name for name in Person.__dataclass_fields__ if name not in ("home_region", "region", "child"))


def person(model: DDRModel, row: int) -> Person:
    """Return the person in a row of the population."""
    population = model.population
    stored = {name: getattr(population, name)[row].item() for name in _AS_STORED}
    age_months = model.month - int(population.birth_month[row])
    return Person(
        **stored,
        home_region=int(model.region_of_community[stored["home"]]),
        region=int(model.region_of_community[int(population.community[row])]),
        child=age_months < 12 * ADULT_YEARS,
    )
