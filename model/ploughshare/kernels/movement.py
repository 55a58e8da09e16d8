"""Persons change state, apply and withdraw: flows are counted, pipelines and pay records end, the dead lose their weapons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import ABSENT, WEAPON
from ploughshare.kernels.selection import cast_lots
from ploughshare.kernels.states import CAME, LEFT, States
from ploughshare.kernels.stock import Tally, count_at

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@inlined
def _put(i: int, programme: int, stage: int, states: States) -> None:
    """Put a person into a stage of a programme's pipeline, or out of all pipelines: `programme` and `stage` 0."""
    states.changed[1, states.applied_to[i]] |= LEFT
    states.changed[1, programme] |= CAME
    states.applied_to[i], states.stage[i], states.months_in_stage[i] = programme, stage, 0


@inlined
def _count(i: int, persons: int, states: States) -> None:
    """Count a person in, 1, or out, -1, where he is."""
    g, state = states.group[i], states.alternative[i]
    states.by_home[g, states.region_of_community[states.home[i]], state] += persons
    if state == states.armed:
        states.under_arms[g, states.community[i]] += persons


@inlined
def move(i: int, to: int, place: int, states: States) -> int:
    """Move a person to an alternative and a community, and return how many weapons are lost."""
    before = states.alternative[i]
    states.flows[states.group[i], states.region_of_community[states.community[i]], before, to] += 1
    states.changed[0, before] |= LEFT
    states.changed[0, to] |= CAME
    _count(i, -1, states)
    states.alternative[i], states.community[i] = to, place
    _count(i, 1, states)
    states.months_in_state[i] = 0
    _put(i, 0, 0, states)
    states.paid_months[i], states.unpaid_months[i] = 0, 0
    states.flags[i] &= ~ABSENT
    lost = 0
    if states.absorbing[to]:
        lost += (states.flags[i] & WEAPON) != 0
        states.flags[i] &= ~WEAPON
    return lost


@kernel
def transfer(rows: Counts, to: int, goes_home: bool, states: States) -> int:
    """Move persons to an alternative, and return how many weapons are lost.

    They stay in the community where they are, or go home.
    """
    lost = 0
    for i in rows:
        lost += move(i, to, states.home[i] if goes_home else states.community[i], states)
    return lost


@kernel
def count_again(states: States) -> None:
    """Count everybody anew where he is."""
    states.by_home[:] = 0
    states.under_arms[:] = 0
    for i in range(len(states.group)):
        _count(i, 1, states)


@kernel
def carry_out(
    rows: Counts,
    chosen: Counts,
    states: States,
    tally: Tally,
    first_programme: int,
    in_pipeline: int,
    on_record: tuple[int, int],
) -> int:
    """Let persons do what they have chosen, shape (len(rows),), and return how many weapons are acquired.

    They apply to programmes, where `in_pipeline` is the first stage, and move to all other alternatives, where who is to
    be under arms gets a weapon. `on_record` are the stages of `tally` for those who newly apply and who leave.
    """
    listed, left = on_record
    acquired = 0
    for k in range(len(rows)):
        i, to = rows[k], chosen[k]
        present = states.alternative[i]
        if to == present:
            continue
        if to >= first_programme:
            if states.applied_to[i] != to:
                count_at(i, to - first_programme, listed, states, tally)
            _put(i, to, in_pipeline, states)
            continue
        if present >= first_programme:
            count_at(i, present - first_programme, left, states, tally)
        move(i, to, states.home[i], states)
        if to == states.armed:
            acquired += (states.flags[i] & WEAPON) == 0
            states.flags[i] |= WEAPON
    return acquired


@kernel
def leave(rows: Counts, at_home: int, first_programme: int, stage: int, states: States, tally: Tally) -> None:
    """Let persons leave their programmes and go home: those who hold a weapon under arms, others to the state `at_home`.

    They are counted at a `stage` of the tally before they go.
    """
    for i in rows:
        count_at(i, states.alternative[i] - first_programme, stage, states, tally)
        move(i, states.armed if states.flags[i] & WEAPON else at_home, states.home[i], states)


@kernel
def die(rows: Counts, dead: int, first_programme: int, stage: int, states: States, tally: Tally) -> int:
    """Let persons die where they are: move them to the state `dead`, and return how many weapons are lost.

    Those who serve in programmes are counted at a `stage` of the tally before.
    """
    lost = 0
    for i in rows:
        if states.alternative[i] >= first_programme:
            count_at(i, states.alternative[i] - first_programme, stage, states, tally)
        lost += move(i, dead, states.community[i], states)
    return lost


@kernel
def put(rows: Counts, programme: int, stage: int, states: States) -> None:
    """Put persons into a stage of a programme's pipeline, or out of all: `programme` and `stage` 0."""
    for i in rows:
        _put(i, programme, stage, states)


@inlined
def _applicants(applied_to: Bytes) -> Counts:
    rows = np.empty(np.count_nonzero(applied_to) + 1, dtype=np.int64)
    found = 0
    eights = applied_to[: len(applied_to) // 8 * 8].view(np.uint64)  # eight persons at once: most have not applied
    for eight in range(len(eights) + 1):
        if eight < len(eights) and eights[eight] == 0:
            continue
        for i in range(8 * eight, min(8 * eight + 8, len(applied_to))):
            rows[found] = i
            found += applied_to[i] != 0
    return rows[:found]


@kernel
def withdraw_tired(
    uid: NDArray[np.uint32],
    states: States,
    first_bound_stage: int,
    chance: float,
    month: int,
    decision: int,
    k0: np.uint64,
    k1: np.uint64,
) -> None:
    """Take those out of their pipelines who tire of waiting, before `first_bound_stage`, by a chance a month.

    A person's uniform number stands at (uid, month, decision, 0).
    """
    rows = _applicants(states.applied_to)
    lots = cast_lots(rows, uid, (month, decision, 0), k0, k1)
    for n, i in enumerate(rows):
        if lots[n] < chance and states.stage[i] < first_bound_stage:
            _put(i, 0, 0, states)


@inlined
def come_in(i: int, recruited: Counts, states: States) -> int:
    """Count a person who enters as a recruit, and return how many weapons come with him.

    `recruited` of shape (groups, regions, alternative) is added to.
    """
    state = states.alternative[i]
    recruited[states.group[i], states.region_of_community[states.community[i]], state] += 1
    states.changed[0, state] |= CAME
    _count(i, 1, states)
    return int((states.flags[i] & WEAPON) != 0)


@kernel
def count_in(first: int, recruited: Counts, states: States) -> int:
    """Count persons from row `first` on as recruits, and return how many weapons they bring; `recruited` as above."""
    weapons = 0
    for i in range(first, len(states.group)):
        weapons += come_in(i, recruited, states)
    return weapons
