"""How columns of persons are packed, so that a person takes 39 bytes: flags share 16 bits, traits are 32,768ths."""

from __future__ import annotations

import numpy as np

FLAGS = (
    "woman",
    "weapon",
    "fit",
    "former_soldier",
    "listed",
    "listed_in_census",
    "found_unfit",
    "demobilised",
    "absent",
    "shocked",
)
"""Columns that are true or false, in the order of their bits."""

WOMAN, WEAPON, FIT, FORMER_SOLDIER, LISTED, LISTED_IN_CENSUS, FOUND_UNFIT, DEMOBILISED, ABSENT, SHOCKED = (
    np.uint16(1 << bit) for bit in range(len(FLAGS))
)

STEP = 2.0**-15
"""distance between two values of a packed trait from 0 to 1; 1 and all binary fractions to this one are exact"""
