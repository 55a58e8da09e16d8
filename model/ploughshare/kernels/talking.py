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
Singles = NDArray[np.float32]

STEPS = 2.0**36
"""whole steps from 0 to 1"""
_SHIFT = 2.0**16  # numbers above it, below 2^17, lie one step apart
_SHIFT_BITS = np.float64(_SHIFT).view(np.uint64)
_NONE, _ONE = np.uint64(0), np.uint64(1)
BLOCK = 512
"""persons added up at a time"""


@inlined
def steps_of(value: float) -> np.uint64:
    """Return a number from 0 to 1 in whole steps, rounded to the nearest, half to even."""
    return np.float64(value + _SHIFT).view(np.uint64) - _SHIFT_BITS


@kernel
def of_one_group(group: Bytes) -> bool:
    """Return whether persons belong to one group, as most neighbours do: then what is the group's is looked up once."""
    first, others = group[0], False
    for j in range(len(group)):
        others |= group[j] != first
    return not others


@kernel
def count_talking(by_home: Counts, absorbing: NDArray[np.bool_]) -> Counts:
    """Return how many persons of each group can talk, of persons by (group, home region, option), shape (groups,)."""
    persons = np.zeros(len(by_home), dtype=np.int64)
    for g in range(len(by_home)):
        for option in range(len(absorbing)):
            persons[g] += 0 if absorbing[option] else by_home[g, :, option].sum()
    return persons


@kernel
def talkers_of(absorbing: NDArray[np.bool_]) -> np.uint64:
    """Return the options in which persons talk, one bit each: all but those of the dead and captured."""
    talkers = np.uint64(0)
    for option in range(len(absorbing)):
        talkers |= np.uint64(0) if absorbing[option] else _ONE << np.uint64(option)
    return talkers


@kernel
def who_talks(alternative: Bytes, talkers: np.uint64, talks: Words) -> None:
    """Fill in all ones for those of a block who can talk, 0 for others."""
    for j in range(len(alternative)):
        talks[j] = _NONE - ((talkers >> np.uint64(alternative[j])) & _ONE)


@kernel
def add_block(group: Bytes, together: bool, talks: Words, value: NDArray[np.floating], steps: Words) -> None:
    """Add the values, 0 to 1, of those of a block who can talk to the whole `steps` of their groups, shape (groups,)."""
    if together:
        found = np.uint64(0)
        for j in range(len(group)):
            found += steps_of(float(value[j])) & talks[j]
        steps[group[0]] += found
    else:
        for j in range(len(group)):
            steps[group[j]] += steps_of(float(value[j])) & talks[j]


@kernel
def add_up(
    group: Bytes, alternative: Bytes, absorbing: NDArray[np.bool_], values: tuple[Singles, ...], groups: int
) -> Floats:
    """Return columns of values, 0 to 1, of those of each group who can talk added up, shape (len(values), groups)."""
    steps, talkers = np.zeros((len(values), groups), dtype=np.uint64), talkers_of(absorbing)
    talks = np.empty(BLOCK, dtype=np.uint64)
    for start in range(0, len(group), BLOCK):
        part = slice(start, min(start + BLOCK, len(group)))
        together = of_one_group(group[part])
        who_talks(alternative[part], talkers, talks)
        for which, value in enumerate(values):
            add_block(group[part], together, talks, value[part], steps[which])
    return steps / STEPS
