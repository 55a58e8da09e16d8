"""A month of service in a programme, person by person: pay days are counted, and the unpaid stay away or desert."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel
from ploughshare.kernels.columns import ABSENT, SHOCKED
from ploughshare.kernels.selection import cast_lots
from ploughshare.kernels.states import States
from ploughshare.rules.violence import absence_chance_of

Rows = NDArray[np.int64]

MOST_MONTHS = np.uint8(255)
"""months paid and unpaid are counted up to so many"""


@kernel
def count_new(rows: Rows, months_in_state: NDArray[np.uint16]) -> int:
    """Return how many of these persons came this month."""
    new = 0
    for i in rows:
        new += months_in_state[i] == 0
    return new


@kernel
def count_pay_day(rows: Rows, paid: bool, states: States) -> None:
    """Count a pay day kept, which halves what is held against the payer, or one missed, which shocks."""
    column = states.paid_months if paid else states.unpaid_months
    for i in rows:
        if column[i] < MOST_MONTHS:
            column[i] += 1
        if paid:
            states.unpaid_months[i] >>= 1
        else:
            states.flags[i] |= SHOCKED


@kernel
def stay_away(
    rows: Rows,
    uid: NDArray[np.uint32],
    effects: tuple[float, float, float, float],
    desertion: float,
    month: int,
    decisions: tuple[int, int],
    states: States,
    k0: np.uint64,
    k1: np.uint64,
) -> Rows:
    """Mark who is absent this month and return those of them who desert, by the chance `desertion`.

    `effects` are the last arguments of `absence_chance_of`; the numbers of a person stand at (uid, month, decision, 0) of
    the decisions to be absent and to desert.
    """
    to_be_absent = cast_lots(rows, uid, (month, decisions[0], 0), k0, k1)
    to_desert = cast_lots(rows, uid, (month, decisions[1], 0), k0, k1)
    deserters, found = np.empty(len(rows), dtype=np.int64), 0
    for n, i in enumerate(rows):
        absent = to_be_absent[n] < absence_chance_of(float(states.unpaid_months[i]), *effects)
        states.flags[i] = (states.flags[i] | ABSENT) if absent else (states.flags[i] & ~ABSENT)
        deserters[found] = i
        found += absent and to_desert[n] < desertion
    return deserters[:found].copy()
