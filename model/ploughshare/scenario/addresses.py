"""Words of addresses made of names: the random numbers of a named thing stay where they are, whatever stands beside it.

A programme put in or taken out of a file then moves nobody else's numbers (`randomness.py`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FIRST_OF_NAMES = 1 << 16
"""smaller words number what every scenario has: general options and nests of the choice, attributes, lots of a month"""


def address_of(name: str) -> int:
    """Return the word of 32 bits under which the numbers of a named thing stand: the CRC-32 of its name in UTF-8.

    It is led past the small numbers. Scenarios in which two things of a kind share a word are refused.
    """
    return FIRST_OF_NAMES + zlib.crc32(name.encode()) % ((1 << 32) - FIRST_OF_NAMES)


def addresses_of(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return the word of each name, shape (names,)."""
    return np.array([address_of(name) for name in names], dtype=np.uint64)


def site_name(programme: str, site: str) -> str:
    """Return the name of a site of a programme among the sites of all."""
    return f"{programme}.sites.{site}"


def pair_name(group: str, other: str) -> str:
    """Return the name of a group's enmity with another group."""
    return f"{group}.tension.{other}"
