"""One person after the other changes state."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.kernels.columns import ABSENT, WEAPON
from ploughshare.kernels.states import CAME, LEFT, States
from ploughshare.kernels.stock import Tally
from ploughshare.oracle.packing import holds, without
from ploughshare.oracle.randomness import uniform
from ploughshare.oracle.stock import count

Column = NDArray[Any]
Counts = NDArray[np.int64]


def transfer(rows: Counts, after: Column, states: States) -> int:
    """Move persons to the alternatives `after` and count the flow; return how many weapons the dead and captured lose."""
    return sum(move(row, to, states) for row, to in zip(rows.tolist(), after.tolist(), strict=True))


def move(row: int, to: int, states: States) -> int:
    """Move a person and return 1 if a weapon is lost. Pipelines, pay records and absence end with the state that is left."""
    before = states.alternative[row]
    states.changed[0, before] |= LEFT
    states.changed[0, to] |= CAME
    states.flows[states.group[row], states.region_of_community[states.community[row]], before, to] += 1
    states.alternative[row] = to
    put(row, 0, 0, states)
    for column in (states.months_in_state, states.paid_months, states.unpaid_months):
        column[row] = 0
    states.flags[row] = without(states.flags[row], ABSENT)
    lost = states.absorbing[to] and holds(states.flags[row], WEAPON)
    if lost:
        states.flags[row] = without(states.flags[row], WEAPON)
    return int(lost)


def put(row: int, programme: int, stage: int, states: States) -> None:
    """Put a person into a stage of a programme's pipeline, or out of all with 0 and 0; pipelines touched are marked."""
    states.changed[1, states.applied_to[row]] |= LEFT
    states.changed[1, programme] |= CAME
    states.applied_to[row], states.stage[row], states.months_in_stage[row] = programme, stage, 0


def carry_out(
    rows: Counts,
    chosen: Counts,
    states: States,
    tally: Tally,
    armed: int,
    first_programme: int,
    in_pipeline: int,
    on_record: tuple[int, int],
) -> int:
    """Let persons apply to the programmes they chose and move elsewhere, home and armed where need be; count weapons."""
    acquired = 0
    for row, to in zip(rows.tolist(), chosen.tolist(), strict=True):
        present = int(states.alternative[row])
        if to == present:
            continue
        if to >= first_programme:
            if states.applied_to[row] != to:
                count(row, to - first_programme, on_record[0], states, tally)
            put(row, to, in_pipeline, states)
        else:
            if present >= first_programme:
                count(row, present - first_programme, on_record[1], states, tally)
            move(row, to, states)
            states.community[row] = states.home[row]
            if to == armed and not holds(states.flags[row], WEAPON):
                states.flags[row] += WEAPON
                acquired += 1
    return acquired


def in_pipelines(applied_to: Column) -> Counts:
    """Return the rows of all who have applied to a programme."""
    return np.array([row for row, programme in enumerate(applied_to.tolist()) if programme], dtype=np.int64)


def withdraw_tired(
    uid: Column,
    states: States,
    first_bound_stage: int,
    chance: float,
    month: int,
    decision: int,
    k0: Any,
    k1: Any,
) -> None:
    """Take those out of their pipelines who wait and tire of it."""
    for row, who in enumerate(uid.tolist()):
        waits = states.applied_to[row] and states.stage[row] < first_bound_stage
        if waits and uniform((int(k0), int(k1)), decision, month, who) < chance:
            put(row, 0, 0, states)


def count_in(
    first: int,
    group: Column,
    community: Column,
    alternative: Column,
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    recruited: Counts,
    changed: Column,
) -> int:
    """Count those from row `first` on as recruits and return how many hold a weapon."""
    for row in range(first, len(group)):
        recruited[group[row], region_of_community[community[row]], alternative[row]] += 1
        changed[0, alternative[row]] |= CAME
    return sum(holds(held, WEAPON) for held in flags[first:])
