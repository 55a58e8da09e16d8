"""Who comes forward for a census and is listed in it, and whom leaders put on their lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import LISTED, LISTED_IN_CENSUS, WEAPON, WOMAN
from ploughshare.kernels.selection import cast_lots, draw_first
from ploughshare.kernels.states import States

Rows = NDArray[np.int64]

_RANKS = 3
"""ranks in which leaders name their people"""


@kernel
def come_forward(
    admitted: NDArray[np.bool_],
    turnout: float,
    uid: NDArray[np.uint32],
    states: States,
    address: tuple[int, int, int],
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Return the rows of all in `admitted` groups, shape (groups,), who are not counted yet and turn up, by a chance.

    The dead and captured do not. The number of a person stands at (uid, *address): month, decision and option.
    """
    rows, waiting = np.empty(len(states.group), dtype=np.int64), 0
    for i in range(len(states.group)):
        rows[waiting] = i
        free = admitted[states.group[i]] and not states.absorbing[states.alternative[i]]
        waiting += free and (states.flags[i] & LISTED_IN_CENSUS) == 0
    lots = cast_lots(rows[:waiting], uid, address, k0, k1)
    return rows[:waiting][lots < turnout]


@kernel
def list_in_census(
    rows: Rows,
    birth_month: NDArray[np.int16],
    born_after: int,
    states: States,
    counts: NDArray[np.float64],
    categories: tuple[int, int, int],
) -> None:
    """List persons in a census, but for children, who are referred: those born after the month `born_after`.

    They are added to `counts`, of shape (categories, groups, 2), women also apart: the `categories` are those who hold a
    weapon, who hold none, and children.
    """
    armed, unarmed, referred = categories
    for i in rows:
        category = referred
        if birth_month[i] <= born_after:
            states.flags[i] |= LISTED
            category = armed if states.flags[i] & WEAPON else unarmed
        states.flags[i] |= LISTED_IN_CENSUS
        counted = counts[category, states.group[i]]
        counted[0] += 1
        counted[1] += (states.flags[i] & WOMAN) != 0


@kernel
def put_on_list(
    group: int,
    names: int,
    uid: NDArray[np.uint32],
    states: States,
    first_programme: int,
    address: tuple[int, int, int],
    k0: np.uint64,
    k1: np.uint64,
) -> None:
    """List so many persons of a group: those under arms and in programmes first, then the armed at home, then others.

    Where not all of them have a name, those with the lowest lots do; the lot of a person stands at (uid, *address): month,
    decision and option.
    """
    left = names
    for rank in range(_RANKS):
        named = draw_first(_at_rank(rank, group, first_programme, states), left, uid, address, k0, k1)
        for i in named:
            states.flags[i] |= LISTED
        left -= len(named)


@inlined
def _at_rank(rank: int, group: int, first_programme: int, states: States) -> Rows:
    """Return the rows of a group's persons, but for the dead and captured, whom leaders name at a rank, 0 being the first."""
    rows, found = np.empty(len(states.group), dtype=np.int64), 0
    for i in range(len(states.group)):
        state = states.alternative[i]
        if states.group[i] != group or states.absorbing[state]:
            continue
        active = state == states.armed or state >= first_programme
        unarmed = (states.flags[i] & WEAPON) == 0
        if rank == (0 if active else 1 + unarmed):
            rows[found] = i
            found += 1
    return rows[:found]
