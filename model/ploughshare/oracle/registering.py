"""Who comes forward for a census and is listed, and whom leaders name, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import LISTED, LISTED_IN_CENSUS, WEAPON, WOMAN
from ploughshare.kernels.states import States
from ploughshare.oracle.packing import holds, without
from ploughshare.oracle.randomness import uniform


def come_forward(
    admitted: NDArray[np.bool_],
    turnout: float,
    uid: Any,
    states: States,
    address: tuple[int, int, int],
    k0: Any,
    k1: Any,
) -> NDArray[np.int64]:
    """Return who of the groups admitted is free, is not counted yet, and comes."""
    month, decision, option = address
    key = (int(k0), int(k1))
    came = []
    for row, who in enumerate(uid.tolist()):
        counted = holds(states.flags[row], LISTED_IN_CENSUS)
        if counted or not admitted[states.group[row]] or states.absorbing[states.alternative[row]]:
            continue
        if uniform(key, decision, month, who, option) < turnout:
            came.append(row)
    return np.array(came, dtype=np.int64)


def list_in_census(
    rows: NDArray[np.int64],
    birth_month: Any,
    born_after: int,
    states: States,
    counts: NDArray[np.float64],
    categories: tuple[int, int, int],
) -> None:
    """List adults and refer children; count all of them, and women apart."""
    armed, unarmed, referred = categories
    for row in rows.tolist():
        flags = int(states.flags[row])
        adult = int(birth_month[row]) <= born_after
        category = (armed if holds(flags, WEAPON) else unarmed) if adult else referred
        counts[category, states.group[row], 0] += 1
        counts[category, states.group[row], 1] += 1 if holds(flags, WOMAN) else 0
        states.flags[row] = _with(flags, LISTED_IN_CENSUS, *([LISTED] if adult else []))


def put_on_list(
    group: int,
    names: int,
    uid: Any,
    states: States,
    first_programme: int,
    address: tuple[int, int, int],
    k0: Any,
    k1: Any,
) -> None:
    """List those with the first names by rank and lot."""
    month, decision, option = address
    key = (int(k0), int(k1))
    ranked = []
    for row, state in enumerate(states.alternative.tolist()):
        if states.group[row] == group and not states.absorbing[state]:
            active = state == states.armed or state >= first_programme
            rank = 0 if active else 1 if holds(states.flags[row], WEAPON) else 2
            ranked.append((rank, uniform(key, decision, month, int(uid[row]), option), row))
    for _, _, row in sorted(ranked)[:names]:
        states.flags[row] = _with(int(states.flags[row]), LISTED)


def _with(flags: int, *bits: Any) -> int:
    for bit in bits:
        flags = without(flags, bit) + int(bit)
    return flags
