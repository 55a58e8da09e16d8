"""What the few decided in each month of one run, and the persons at its start; every engine lives these same months.

G groups, R regions, C communities, K alternatives, S sites of a programme. Persons change nothing here: a benchmark
times what it takes to live the months, not what follows from them for leaders and governments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import AlternativeTable
from ploughshare.programmes.capacity import Step
from ploughshare.scenario.programmes import Programme, RegistrationKind

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Columns = Mapping[str, NDArray[np.generic]]

T = TypeVar("T")

NOWHERE = -1
"""community of a strike that met nobody"""


@dataclass(frozen=True)
class Frame:
    """What stays the same about a programme over the run."""

    definition: Programme
    alternative: int
    address: int
    """word under which its random numbers stand"""
    recruits_directly: bool
    delay_months: float
    duration_months: float
    regions: Flags
    """home regions it admits, shape (R,)"""
    site_address: NDArray[np.uint64]
    """words under which the random numbers of each site stand"""
    site_community: Whole
    site_region: Whole
    site_places: Whole


@dataclass(frozen=True)
class ProgrammeMonth:
    """A programme in one month."""

    open: bool
    just_opened: bool
    withdraws: bool
    """applicants are taken off its list: it was closed for good this month"""
    dissolves: bool
    """everybody who serves in it leaves: it was closed or expired this month"""
    suspended: Whole
    """communities whose sites are not calm; those who serve there in an assembly leave"""
    moves: bool
    """whether people move through its stages"""
    registers: bool
    """whether a registration session is held"""
    receiving: Flags
    """sites that take people in, shape (S,)"""
    quota: int
    capacity: Mapping[Step, int]
    """simulated persons that each step can take"""
    paid: bool
    promotion: float
    pay_xof: float
    belief: Floats
    """pay days kept and missed as each group believes, shape (G, 2)"""
    rank_offered: float
    near: Floats
    """1 for regions with an open site, shape (R,)"""
    admits: Flags
    """shape (G,)"""
    serving_required: Flags
    """alternatives in which an applicant must serve, all of them if it does not matter, shape (K,)"""


@dataclass(frozen=True)
class Faced:
    """What persons face when they choose."""

    armed_pay_xof: Floats
    licit_wage_xof: Floats
    subsistence_xof: Floats
    job_chance: Floats
    acceptance: Floats
    extremist_exposure: Floats
    believed_risk: Floats
    orders: Floats
    endorsed: Flags
    released: Floats
    groups_at_war: Flags
    groups_shocked: Flags
    regions_shocked: Flags
    extremist: Flags
    led: Flags
    threat: Floats
    guarantee: Floats
    illicit_per_head_xof: Floats


@dataclass(frozen=True)
class Registering:
    """A list or census that is open this month."""

    address: int
    """word under which its random numbers stand"""
    kind: RegistrationKind
    admits: Flags
    names: Whole
    """names handed in by each group on a paper list, shape (G,)"""
    capacity: int
    """persons a census takes in a month, simulated persons"""


@dataclass(frozen=True)
class TrustShift:
    """An event that moves the trust of groups' persons at once."""

    groups: tuple[int, ...]
    trusted: str
    change: float


@dataclass(frozen=True)
class Strike:
    """An attack on a site of a programme, in simulated persons."""

    programme: int
    community: int
    killed: int
    injured: int


@dataclass(frozen=True)
class Fighting:
    """A month of fighting in one region."""

    groups: tuple[int, ...]
    region: int
    death_share: float
    deaths: float
    """deaths on record to bring about, simulated persons; 0 if they follow from the share"""
    capture_chance: float


@dataclass(frozen=True)
class Lesson:
    """What everybody learns from at the end of the month."""

    kept: float
    overdue: float
    negotiates: Flags
    at_war: Flags
    """shape (G, R)"""
    support_arrived: Flags
    guarantee: Floats
    one_sided_sanctions: float


@dataclass(frozen=True)
class Month:
    """One month as it meets the persons, in the order in which it does."""

    number: int
    trust_shifts: tuple[TrustShift, ...]
    early_strikes: tuple[Strike, ...]
    programmes: tuple[ProgrammeMonth, ...]
    registering: tuple[Registering, ...]
    weapon_given: Floats
    """chance that a released man brings his weapon, shape (G,)"""
    faced: Faced
    newcomers: tuple[Columns, ...]
    fighting: tuple[Fighting, ...]
    strikes: tuple[Strike, ...]
    lesson: Lesson


@dataclass(frozen=True)
class World:
    """All months of one run and the persons at its start."""

    scale: float
    parameters: Mapping[str, float]
    alternatives: AlternativeTable
    groups: int
    regions: int
    region_of_community: Whole
    long_run_trust: Floats
    """levels to which trust in government, mission and leaders returns, shape (3, G)"""
    frames: tuple[Frame, ...]
    founders: Columns
    """every column of the population at the start"""
    months: tuple[Month, ...]
    persons_in_option: Whole
    """persons of the recorded run in each generic option at the end of each month, shape (months, options)"""

    @property
    def person_months(self) -> int:
        """Persons times months lived: newcomers count from the month after they join."""
        persons, total = len(self.founders["uid"]), 0
        for month in self.months:
            total += persons
            persons += sum(len(columns["uid"]) for columns in month.newcomers)
        return total

    def shortened(self, months: int) -> World:
        """Return the first months alone."""
        return replace(self, months=self.months[:months], persons_in_option=self.persons_in_option[:months])


def in_lists(value: T) -> T:
    """Return the same dataclass with plain Python lists for arrays: what plain Python reads fastest."""
    plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]
    return replace(value, **plain)  # type: ignore[type-var]


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return in_lists(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
