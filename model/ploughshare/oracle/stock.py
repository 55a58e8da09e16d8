"""Counting who is where, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import ABSENT, DEMOBILISED, WEAPON, WOMAN
from ploughshare.kernels.states import States
from ploughshare.kernels.stock import Present, Tally
from ploughshare.oracle.packing import holds

Column = NDArray[Any]
Counts = NDArray[np.int64]


def take_census(
    group: Column,
    community: Column,
    alternative: Column,
    birth_month: Column,
    flags: NDArray[np.uint16],
    fighting_value: NDArray[np.uint16],
    region_of_community: Counts,
    born_after: int,
    sizes: tuple[int, int, int],
) -> Counts:
    """Return persons, women, children, weapons and packed fighting value by cell."""
    counted = np.zeros((*sizes, 5), dtype=np.int64)
    for person in range(len(group)):
        cell = (int(group[person]), int(region_of_community[community[person]]), int(alternative[person]))
        child = int(birth_month[person]) > born_after
        found = (1, holds(flags[person], WOMAN), child, holds(flags[person], WEAPON), int(fighting_value[person]))
        for measure, number in enumerate(found):
            counted[(*cell, measure)] += number
    return counted


def count_demobilised(states: States) -> Counts:
    """Return how many of the demobilised are in each community; those under arms, dead or captured are left out."""
    left_out = {states.armed, *np.flatnonzero(states.absorbing).tolist()}
    counted = np.zeros(states.under_arms.shape[1], dtype=np.int64)
    for person, flags in enumerate(states.flags.tolist()):
        if holds(flags, DEMOBILISED) and int(states.alternative[person]) not in left_out:
            counted[int(states.community[person])] += 1
    return counted


def count_at_stage(rows: Counts, programme: int, stage: int, states: States, tally: Tally) -> None:
    """Count persons at a stage of a programme."""
    for row in rows.tolist():
        count(row, programme, stage, states, tally)


def count(row: int, programme: int, stage: int, states: States, tally: Tally) -> None:
    """Count a person, and the women among them, by programme, stage, region and coalition."""
    region = states.region_of_community[states.community[row]]
    here = tally.counts[programme, stage, region, tally.coalition_of_group[states.group[row]]]
    here[0] += 1
    here[1] += 1 if holds(states.flags[row], WOMAN) else 0


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
    """Count who is in training, serves, is absent and goes unpaid in each programme, one person after the other."""
    for row, (state, applied_to) in enumerate(
        zip(states.alternative.tolist(), states.applied_to.tolist(), strict=True)
    ):
        served = state - first_programme
        if served >= 0:
            count(row, served, present.serving, states, tally)
        if served >= 0 and unpaid[served]:
            count(row, served, present.unpaid, states, tally)
        if served >= 0 and holds(states.flags[row], ABSENT):
            count(row, served, present.absent, states, tally)
        if applied_to and states.stage[row] == training:
            count(row, applied_to - first_programme, present.in_training, states, tally)
