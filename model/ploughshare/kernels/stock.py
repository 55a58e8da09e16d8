"""Counting the population: what everybody's shares and every table of states come from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import STEP, WEAPON, WOMAN

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@kernel
def count_stock(
    group: NDArray[np.uint8],
    home: NDArray[np.uint16],
    community: NDArray[np.uint16],
    alternative: NDArray[np.uint8],
    region_of_community: Counts,
    absorbing: NDArray[np.bool_],
    armed: int,
    sizes: tuple[int, int, int, int],
) -> tuple[Counts, Counts]:
    """Return persons alive and free by (group, home region, alternative), and those under arms by (group, community).

    `armed` is the alternative under arms; `sizes` are the numbers of groups, regions, communities and alternatives.
    """
    groups, regions, communities, alternatives = sizes
    by_alternative = np.zeros((groups, regions, alternatives), dtype=np.int64)
    armed_in = np.zeros((groups, communities), dtype=np.int64)
    for i in range(len(group)):
        state = alternative[i]
        if not absorbing[state]:
            by_alternative[group[i], region_of_community[home[i]], state] += 1
            if state == armed:
                armed_in[group[i], community[i]] += 1
    return by_alternative, armed_in


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
    born_after: int,
    sizes: tuple[int, int, int],
) -> tuple[Counts, Floats, Floats]:
    """Return counts (group, region, alternative, 4), fighting values (the same without 4) and trusts (group, 3) added up.

    Counted are persons, women, children and persons who hold a weapon; `flags` and `fighting_value` are packed
    (`columns.py`). Who is born after the month `born_after` is a child; `sizes` are the numbers of groups, regions and alternatives.
    """
    groups, regions, alternatives = sizes
    counted = np.zeros((groups, regions, alternatives, 4), dtype=np.int64)
    value = np.zeros((groups, regions, alternatives))
    trust = np.zeros((groups, 3))
    of_government, of_mission, of_leader = trusts
    for i in range(len(group)):
        g, r, a = group[i], region_of_community[community[i]], alternative[i]
        counted[g, r, a, 0] += 1
        counted[g, r, a, 1] += (flags[i] & WOMAN) != 0
        counted[g, r, a, 2] += birth_month[i] > born_after
        counted[g, r, a, 3] += (flags[i] & WEAPON) != 0
        value[g, r, a] += fighting_value[i] * STEP
        trust[g, 0] += of_government[i]
        trust[g, 1] += of_mission[i]
        trust[g, 2] += of_leader[i]
    return counted, value, trust


@kernel
def sums_by_group(group: NDArray[np.uint8], columns: tuple[NDArray[Any], ...], groups: int) -> Floats:
    """Return the sums of columns by group, shape (columns, groups), added in the order of rows."""
    sums = np.zeros((len(columns), groups))
    for c in range(len(columns)):
        column = columns[c]
        last, total = 0, 0.0  # persons of a group stand together: its sum stays in a register
        for i in range(len(group)):
            if group[i] != last:
                sums[c, last], last = total, group[i]
                total = sums[c, last]
            total += column[i]
        if len(group):
            sums[c, last] = total
    return sums


@kernel
def count_at_stage(
    rows: Counts,
    programme: Counts,
    stage: int,
    group: NDArray[np.uint8],
    community: NDArray[np.uint16],
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    coalition_of_group: Counts,
    counts: Counts,
) -> None:
    """Add persons at a stage of their `programme`, shape (len(rows),), and women among them to `counts`.

    `counts` has shape (programmes, stages, regions, coalitions, 2).
    """
    for k in range(len(rows)):
        i = rows[k]
        region, coalition = region_of_community[community[i]], coalition_of_group[group[i]]
        counts[programme[k], stage, region, coalition, 0] += 1
        counts[programme[k], stage, region, coalition, 1] += (flags[i] & WOMAN) != 0
