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


def transfer(rows: Counts, to: int, goes_home: bool, states: States) -> int:
    """Move persons to an alternative and count the flow; return how many weapons the dead and captured lose."""
    lost = 0
    for row in rows.tolist():
        lost += move(row, to, int(states.home[row] if goes_home else states.community[row]), states)
    return lost


def count_again(states: States) -> None:
    """Count everybody where he is: by group, home region and alternative; those under arms by community."""
    states.by_home.fill(0)
    states.under_arms.fill(0)
    for row in range(len(states.group)):
        stand(row, 1, states)


def stand(row: int, persons: int, states: States) -> None:
    """Count a person in or out where he is."""
    group, state = states.group[row], states.alternative[row]
    states.by_home[group, states.region_of_community[states.home[row]], state] += persons
    if state == states.armed:
        states.under_arms[group, states.community[row]] += persons


def move(row: int, to: int, place: int, states: States) -> int:
    """Move a person and return 1 if a weapon is lost. Pipelines, pay records and absence end with the state that is left."""
    before = states.alternative[row]
    states.changed[0, before] |= LEFT
    states.changed[0, to] |= CAME
    states.flows[states.group[row], states.region_of_community[states.community[row]], before, to] += 1
    stand(row, -1, states)
    states.alternative[row], states.community[row] = to, place
    stand(row, 1, states)
    put_one(row, 0, 0, states)
    for column in (states.months_in_state, states.paid_months, states.unpaid_months):
        column[row] = 0
    states.flags[row] = without(states.flags[row], ABSENT)
    lost = states.absorbing[to] and holds(states.flags[row], WEAPON)
    if lost:
        states.flags[row] = without(states.flags[row], WEAPON)
    return int(lost)


def leave(rows: Counts, at_home: int, first_programme: int, stage: int, states: States, tally: Tally) -> None:
    """Let persons leave their programmes, armed ones for arms, and count them before they go."""
    for row in rows.tolist():
        count(row, int(states.alternative[row]) - first_programme, stage, states, tally)
        to = states.armed if holds(states.flags[row], WEAPON) else at_home
        move(row, to, int(states.home[row]), states)


def die(rows: Counts, dead: int, first_programme: int, stage: int, states: States, tally: Tally) -> int:
    """Let persons die; those of programmes are counted there. Return how many weapons are lost."""
    lost = 0
    for row in rows.tolist():
        programme = int(states.alternative[row]) - first_programme
        if programme >= 0:
            count(row, programme, stage, states, tally)
        lost += move(row, dead, int(states.community[row]), states)
    return lost


def put(rows: Counts, programme: int, stage: int, states: States) -> None:
    """Put persons into a stage of a programme's pipeline, or out of all."""
    for row in rows.tolist():
        put_one(row, programme, stage, states)


def put_one(row: int, programme: int, stage: int, states: States) -> None:
    """Put a person into a stage of a programme's pipeline, or out of all with 0 and 0; pipelines touched are marked."""
    states.changed[1, states.applied_to[row]] |= LEFT
    states.changed[1, programme] |= CAME
    states.applied_to[row], states.stage[row], states.months_in_stage[row] = programme, stage, 0


def carry_out(
    rows: Counts,
    chosen: Counts,
    states: States,
    tally: Tally,
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
            put_one(row, to, in_pipeline, states)
        else:
            if present >= first_programme:
                count(row, present - first_programme, on_record[1], states, tally)
            move(row, to, int(states.home[row]), states)
            if to == states.armed and not holds(states.flags[row], WEAPON):
                states.flags[row] += WEAPON
                acquired += 1
    return acquired


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
            put_one(row, 0, 0, states)


def count_in(first: int, recruited: Counts, states: States) -> int:
    """Count those from row `first` on as recruits and return how many hold a weapon."""
    for row in range(first, len(states.group)):
        region = states.region_of_community[states.community[row]]
        recruited[states.group[row], region, states.alternative[row]] += 1
        states.changed[0, states.alternative[row]] |= CAME
        stand(row, 1, states)
    return sum(holds(held, WEAPON) for held in states.flags[first:])
