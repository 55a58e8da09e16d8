"""Counting the population: what everybody's shares and every table of states come from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import ABSENT, WEAPON, WOMAN
from ploughshare.kernels.states import States
from ploughshare.kernels.talking import add_up

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@kernel
def take_census(
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    birth_month: NDArray[np.int16],
    flags: NDArray[np.uint16],
    fighting_value: NDArray[np.uint16],
    trusts: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    region_of_community: Counts,
    absorbing: NDArray[np.bool_],
    born_after: int,
    sizes: tuple[int, int, int],
) -> tuple[Counts, Floats]:
    """Return counts by group, region and alternative, shape (., ., ., 5), and trusts added up by group, shape (groups, 3).

    Trusts are those of all but the dead and captured, who are in `absorbing` alternatives.
    Counted are persons, women, children, persons who hold a weapon, and fighting value in `STEP`s; it comes packed, as
    `flags` do (`columns.py`). Who is born after the month `born_after` is a child; `sizes` are the numbers of groups,
    regions and alternatives.
    """
    groups, regions, alternatives = sizes
    counted = np.zeros((groups, regions, alternatives, 5), dtype=np.int64)
    for i in range(len(group)):
        region = np.uint64(region_of_community[community[i]])  # an index without a sign is not checked for it
        cell = counted[group[i], region, alternative[i]]
        cell[0] += 1
        cell[1] += (flags[i] & WOMAN) != 0
        cell[2] += birth_month[i] > born_after
        cell[3] += (flags[i] & WEAPON) != 0
        cell[4] += fighting_value[i]
    return counted, add_up(group, alternative, absorbing, trusts, groups).T.copy()


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
def count_at_stage(rows: Counts, programme: Counts, stage: int, states: States, tally: Tally) -> None:
    """Count persons at a stage of their `programme`, shape (len(rows),)."""
    for k in range(len(rows)):
        count_at(rows[k], programme[k], stage, states, tally)


@kernel
def count_present(
    serving: Counts,
    applicants: Counts,
    programme: int,
    training: int,
    unpaid: bool,
    on_record: tuple[int, int, int, int],
    states: States,
    tally: Tally,
) -> None:
    """Count who serves in a programme, and is absent or `unpaid` there, and which applicants are at stage `training`.

    `on_record` are the stages of `tally` for those in training, serving, absent and unpaid.
    """
    in_training, in_service, absent, without_pay = on_record
    for i in applicants:
        if states.stage[i] == training:
            count_at(i, programme, in_training, states, tally)
    for i in serving:
        count_at(i, programme, in_service, states, tally)
        if states.flags[i] & ABSENT:
            count_at(i, programme, absent, states, tally)
        if unpaid:
            count_at(i, programme, without_pay, states, tally)
