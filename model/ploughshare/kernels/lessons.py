"""What a month teaches persons of each group and state: pay days, promises, attacks, and support of their leaders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import kernel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@kernel
def lessons_of(
    promises: tuple[float, float],
    saliences: tuple[float, float],
    hears: Flags,
    state_pays: Flags,
    paid: Flags,
    attacked: Flags,
    support_arrived: Flags,
    armed: int,
    first_programme: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what builds trust in the government and what wears it down, then the same of leaders, each (groups, options).

    `promises` kept and overdue, as salience, are news to groups that hear of them. `saliences` are those of a pay day and of
    an attack. Of programmes, the last options, some are those the state pays, some `paid` this month, some were attacked.
    Men under arms, in option `armed`, learn from their leaders' support as from a pay day.
    """
    (kept, overdue), (pay_day, attack) = promises, saliences
    groups, options = len(hears), first_programme + len(paid)
    gain, loss = np.empty((groups, options)), np.empty((groups, options))
    support, no_support = np.zeros((groups, options)), np.zeros((groups, options))
    for group in range(groups):
        gain[group], loss[group] = (kept, overdue) if hears[group] else (0.0, 0.0)
        for number in range(len(paid)):
            if state_pays[number]:
                seen = gain if paid[number] else loss
                seen[group, first_programme + number] += pay_day
            if attacked[number]:
                loss[group, first_programme + number] += attack
        felt = support if support_arrived[group] else no_support
        felt[group, armed] = pay_day
    return gain, loss, support, no_support
