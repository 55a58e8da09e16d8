"""The options of a combatant as rows of a table: a new option or programme is a row, never a branch.

An *alternative* is what a person can be in: under arms, at home, with a rival, in one of the programmes, dead or captured.
An *option* is its generic kind, the same in every country, under which tables report it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.programmes import ProgrammeKind
from ploughshare.scenario.schema import Scenario


class Option(IntEnum):
    """Generic state of a person; dead and captured absorb."""

    ARMED = 0
    INTERIM = 1
    INTEGRATED = 2
    REINSERTION = 3
    HOME = 4
    RIVAL = 5
    ASSEMBLY = 6
    DEAD = 7
    CAPTURED = 8


class Stage(IntEnum):
    """Where an applicant stands in the pipeline of the programme applied to."""

    NONE = 0
    LISTED = 1
    REGISTERED = 2
    SCREENED = 3
    TRAINING = 4
    TRAINED = 5


class Nest(IntEnum):
    """Nests of similar options in the choice."""

    UNDER_ARMS = 0
    STATE = 1
    CIVILIAN = 2


ARMED, HOME, RIVAL, DEAD, CAPTURED = range(5)
"""Alternatives that exist in every scenario; programmes follow from `FIRST_PROGRAMME` on."""
FIRST_PROGRAMME = 5

_OPTION_OF_KIND = {
    ProgrammeKind.ASSEMBLY: Option.ASSEMBLY,
    ProgrammeKind.INTERIM: Option.INTERIM,
    ProgrammeKind.STATE_FORCE: Option.INTEGRATED,
    ProgrammeKind.CIVILIAN: Option.REINSERTION,
}
_NEST_OF_OPTION = {
    Option.ARMED: Nest.UNDER_ARMS,
    Option.RIVAL: Nest.UNDER_ARMS,
    Option.ASSEMBLY: Nest.UNDER_ARMS,
    Option.INTERIM: Nest.STATE,
    Option.INTEGRATED: Nest.STATE,
    Option.REINSERTION: Nest.CIVILIAN,
    Option.HOME: Nest.CIVILIAN,
    Option.DEAD: Nest.CIVILIAN,
    Option.CAPTURED: Nest.CIVILIAN,
}


@dataclass(frozen=True)
class AlternativeTable:
    """One row per alternative; arrays of shape (alternatives,)."""

    names: tuple[str, ...]
    address: NDArray[np.uint64]
    """word under which the random numbers of each stand: its number if it exists everywhere, else made of its name"""
    option: NDArray[np.int64]
    nest: NDArray[np.int64]
    disarms: NDArray[np.float64]
    death_risk_per_year: NDArray[np.float64]
    illicit_share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def absorbing(self) -> NDArray[np.bool_]:
        """Which alternatives nobody leaves."""
        return np.asarray((self.option == Option.DEAD) | (self.option == Option.CAPTURED))

    @cached_property
    def in_posts(self) -> NDArray[np.bool_]:
        """Which alternatives are posts with the state: in interim units and in its forces."""
        return np.asarray((self.option == Option.INTERIM) | (self.option == Option.INTEGRATED))


def alternative_table(definition: Scenario) -> AlternativeTable:
    """Build the table of a scenario: the five general alternatives, then its programmes in file order."""
    programmes = list(definition.programmes.values())
    value = definition.parameter
    options = [Option.ARMED, Option.HOME, Option.RIVAL, Option.DEAD, Option.CAPTURED]
    options += [_OPTION_OF_KIND[programme.kind] for programme in programmes]
    return AlternativeTable(
        names=("armed", "home", "rival", "dead", "captured", *definition.programmes),
        address=np.append(np.arange(FIRST_PROGRAMME, dtype=np.uint64), addresses_of(definition.programmes)),
        option=np.array(options, dtype=np.int64),
        nest=np.array([_NEST_OF_OPTION[option] for option in options], dtype=np.int64),
        disarms=np.array([0.0, 0.5, 0.0, 0.0, 0.0, *(programme.disarms for programme in programmes)]),
        death_risk_per_year=np.array(
            [
                value("armed_death_risk_per_year"),
                value("home_death_risk_per_year"),
                value("rival_death_risk_per_year"),
                0.0,
                0.0,
                *(programme.death_risk_per_year for programme in programmes),
            ]
        ),
        illicit_share=np.array([1.0, 0.0, 0.0, 0.0, 0.0, *(programme.illicit_share for programme in programmes)]),
    )
