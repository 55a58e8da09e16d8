"""Counting the population: what everybody's shares and every table of states come from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import ABSENT, DEMOBILISED, WEAPON, WOMAN
from ploughshare.kernels.states import States

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_BLOCK = 512
_PACKED_PERSONS = 2**21 - 1
"""persons whose counts have room in 21 bits"""
_WOMEN, _CHILDREN, _WEAPONS = np.uint64(21), np.uint64(42), np.uint64(43)
"""where counts stand in the two words they share: persons, women, children; fighting value, weapons"""
_PERSONS, _VALUE = np.uint64(2**21 - 1), np.uint64(2**43 - 1)
_SCAN = 64
"""persons whose flags are looked at together"""


@kernel
def take_census(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    birth_month: NDArray[np.int16],
    flags: NDArray[np.uint16],
    fighting_value: NDArray[np.uint16],
    region_of_community: Counts,
    born_after: int,
    sizes: tuple[int, int, int],
) -> Counts:
    """Return counts by group, region and alternative, shape (., ., ., 5).

    Counted are persons, women, children, persons who hold a weapon, and fighting value in `STEP`s; it comes packed, as
    `flags` do (`columns.py`). Who is born after the month `born_after` is a child; `sizes` are the numbers of groups,
    regions and alternatives.
    """
    groups, regions, alternatives = sizes
    counted = np.zeros((groups * regions * alternatives, 5), dtype=np.int64)
    packed = np.zeros((2 * len(counted), 2), dtype=np.uint64)
    cell, share = np.empty(_BLOCK, dtype=np.uint32), np.empty((2, _BLOCK), dtype=np.uint64)
    for first in range(0, len(group), _PACKED_PERSONS):
        last = min(first + _PACKED_PERSONS, len(group))
        for start in range(first, last, _BLOCK):
            part = slice(start, min(start + _BLOCK, last))
            _place(group[part], community[part], alternative[part], region_of_community, regions, alternatives, cell)
            _pack(birth_month[part], flags[part], fighting_value[part], born_after, share)
            for j in range(len(group[part])):
                at, one, other = cell[j], share[0, j], share[1, j]
                packed[at, 0] += one
                packed[at, 1] += other
        _unpack(packed, counted)
    return counted.reshape((groups, regions, alternatives, 5))


@kernel
def _place(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    region_of_community: Counts,
    regions: int,
    alternatives: int,
    cell: NDArray[np.uint32],
) -> None:
    """Fill in where each person of a block is counted; neighbours in two places, so that no count waits for the last."""
    for j in range(len(group)):
        region = region_of_community[community[j]]
        cell[j] = 2 * ((np.int64(group[j]) * regions + region) * alternatives + alternative[j]) + j % 2


@kernel
def _pack(
    birth_month: NDArray[np.int16],
    flags: NDArray[np.uint16],
    fighting_value: NDArray[np.uint16],
    born_after: int,
    share: NDArray[np.uint64],
) -> None:
    """Fill in what each person of a block adds to the count: person, woman, child; fighting value, weapon."""
    for j in range(len(flags)):
        woman, child = np.uint64((flags[j] & WOMAN) != 0), np.uint64(birth_month[j] > born_after)
        weapon = np.uint64((flags[j] & WEAPON) != 0)
        share[0, j] = np.uint64(1) | (woman << _WOMEN) | (child << _CHILDREN)
        share[1, j] = np.uint64(fighting_value[j]) | (weapon << _WEAPONS)


@kernel
def _unpack(packed: NDArray[np.uint64], counted: Counts) -> None:
    """Add packed counts to the counts, and clear them."""
    for at in range(len(packed)):
        persons, value, into = packed[at, 0], packed[at, 1], counted[at // 2]
        into[0] += np.int64(persons & _PERSONS)
        into[1] += np.int64((persons >> _WOMEN) & _PERSONS)
        into[2] += np.int64(persons >> _CHILDREN)
        into[3] += np.int64(value >> _WEAPONS)
        into[4] += np.int64(value & _VALUE)
        packed[at] = 0


@kernel
def count_demobilised(states: States) -> Counts:
    """Return how many demobilised persons are in each community, neither under arms nor dead nor captured."""
    counted = np.zeros(states.under_arms.shape[1], dtype=np.int64)
    for start in range(0, len(states.flags), _SCAN):
        end = min(start + _SCAN, len(states.flags))
        found = np.uint16(0)
        for i in range(start, end):
            found |= states.flags[i]
        if found & DEMOBILISED == 0:  # as in most blocks
            continue
        for i in range(start, end):
            state = states.alternative[i]
            if states.flags[i] & DEMOBILISED and state != states.armed and not states.absorbing[state]:
                counted[states.community[i]] += 1
    return counted


class Tally(NamedTuple):
    """Persons and women at stages of programmes, shape (programmes, stages, regions, coalitions, 2)."""

    counts: Counts
    coalition_of_group: Counts


@inlined
def count_at(i: int, programme: int, stage: int, states: States, tally: Tally) -> None:
    """Count a person at a stage of a programme, where he is and for the coalition of his group."""
    region = states.region_of_community[states.community[i]]
    cell = tally.counts[programme, stage, region, tally.coalition_of_group[states.group[i]]]
    cell[0] += 1
    cell[1] += (states.flags[i] & WOMAN) != 0


@kernel
def count_at_stage(rows: Counts, programme: int, stage: int, states: States, tally: Tally) -> None:
    """Count persons at a stage of a programme."""
    for i in rows:
        count_at(i, programme, stage, states, tally)


class Present(NamedTuple):
    """Stages of a tally in which persons are present at the end of a month."""

    in_training: int
    serving: int
    absent: int
    unpaid: int


@kernel
def count_present(
    counted: Counts,
    may_be_absent: Counts,
    may_train: Counts,
    unpaid: NDArray[np.bool_],
    first_programme: int,
    training: int,
    present: Present,
    states: States,
    tally: Tally,
) -> None:
    """Count who serves in each programme, is absent or goes `unpaid` there, and is in training for it.

    Persons `counted` are those of `take_census`. Of the rows in `may_be_absent` those count who are, of those in `may_train`
    who are at stage `training`; `unpaid` is true where a programme has not paid, shape (programmes,).
    """
    groups, regions = counted.shape[:2]
    for programme in range(len(unpaid)):
        serving = tally.counts[programme, present.serving]
        for g in range(groups):
            for region in range(regions):
                there = serving[region, tally.coalition_of_group[g]]
                for sex in range(2):
                    there[sex] += counted[g, region, first_programme + programme, sex]
        if unpaid[programme]:
            tally.counts[programme, present.unpaid] += serving
    for i in may_be_absent:
        if states.flags[i] & ABSENT:
            count_at(i, states.alternative[i] - first_programme, present.absent, states, tally)
    for i in may_train:
        if states.stage[i] == training:
            count_at(i, states.applied_to[i] - first_programme, present.in_training, states, tally)
