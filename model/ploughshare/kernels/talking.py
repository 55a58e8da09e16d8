"""Who talks in an armed group, and what its persons trust on average.

Numbers are added up in whole steps of 2^-36, finer than trust is stored: sums of whole numbers do not hang on the order of
persons, so one more of them changes no other's share in it, and several are added at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

STEPS = 2.0**36
"""whole steps from 0 to 1"""
_SHIFT = 2.0**16  # numbers above it, below 2^17, lie one step apart
_SHIFT_BITS = np.float64(_SHIFT).view(np.uint64)
_BLOCK = 512


@inlined
def _steps_of(value: float) -> np.uint64:
    """Return a number from 0 to 1 in whole steps, rounded to the nearest, half to even."""
    return np.float64(value + _SHIFT).view(np.uint64) - _SHIFT_BITS


@kernel
def of_one_group(group: Bytes) -> bool:
    """Return whether persons belong to one group, as most neighbours do: then what is the group's is looked up once."""
    others = 0
    for j in range(len(group)):
        others += group[j] != group[0]
    return others == 0


@kernel
def who_talks(alternative: Bytes, absorbing: NDArray[np.bool_]) -> Words:
    """Return all ones for those who can talk, shape (n,); 0 for the dead and captured, who are in `absorbing` states."""
    silence = np.empty(len(absorbing), dtype=np.uint64)
    for state in range(len(absorbing)):
        silence[state] = np.uint64(0) if absorbing[state] else ~np.uint64(0)
    talks = np.empty(len(alternative), dtype=np.uint64)
    for i in range(len(alternative)):
        talks[i] = silence[alternative[i]]
    return talks


@kernel
def count_talking(group: Bytes, talks: Words, groups: int) -> Counts:
    """Return how many persons of each group can talk, shape (groups,)."""
    persons = np.zeros(groups, dtype=np.int64)
    for start in range(0, len(group), _BLOCK):
        here, talking = group[start : start + _BLOCK], talks[start : start + _BLOCK]
        if of_one_group(here):
            found = np.uint64(0)
            for j in range(len(here)):
                found += talking[j] & np.uint64(1)
            persons[here[0]] += np.int64(found)
        else:
            for j in range(len(here)):
                persons[here[j]] += talking[j] != 0
    return persons


@kernel
def add_up(group: Bytes, talks: Words, value: NDArray[np.floating], groups: int) -> Floats:
    """Return the values, 0 to 1, of those of each group who can talk added up, shape (groups,)."""
    steps = np.zeros(groups, dtype=np.uint64)
    for start in range(0, len(group), _BLOCK):
        here, talking, values = (
            group[start : start + _BLOCK],
            talks[start : start + _BLOCK],
            value[start : start + _BLOCK],
        )
        if of_one_group(here):
            found = np.uint64(0)
            for j in range(len(here)):
                found += _steps_of(float(values[j])) & talking[j]
            steps[here[0]] += found
        else:
            for j in range(len(here)):
                steps[here[j]] += _steps_of(float(values[j])) & talking[j]
    return steps / STEPS
