"""Persons change state, apply and withdraw: flows are counted, pipelines and pay records end, the dead lose their weapons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.columns import ABSENT, WEAPON
from ploughshare.kernels.states import CAME, LEFT, States
from ploughshare.kernels.stock import Tally, count_at
from ploughshare.philox import uniform_at

Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@inlined
def _move(i: int, to: int, states: States) -> int:
    """Move a person and return how many weapons are lost."""
    before, applied = states.alternative[i], states.applied_to[i]
    states.flows[states.group[i], states.region_of_community[states.community[i]], before, to] += 1
    states.changed[0, before] |= LEFT
    states.changed[0, to] |= CAME
    states.changed[1, applied] |= LEFT
    states.alternative[i] = to
    states.months_in_state[i] = 0
    states.applied_to[i], states.stage[i], states.months_in_stage[i] = 0, 0, 0
    states.paid_months[i], states.unpaid_months[i] = 0, 0
    states.flags[i] &= ~ABSENT
    lost = 0
    if states.absorbing[to]:
        lost += (states.flags[i] & WEAPON) != 0
        states.flags[i] &= ~WEAPON
    return lost


@inlined
def _put(i: int, programme: int, stage: int, states: States) -> None:
    """Put a person into a stage of a programme's pipeline, or out of all pipelines: `programme` and `stage` 0."""
    states.changed[1, states.applied_to[i]] |= LEFT
    states.changed[1, programme] |= CAME
    states.applied_to[i], states.stage[i], states.months_in_stage[i] = programme, stage, 0


@kernel
def transfer(rows: Counts, after: Bytes, states: States) -> int:
    """Move persons to the alternatives `after`, shape (len(rows),), and return how many weapons are lost."""
    lost = 0
    for k in range(len(rows)):
        lost += _move(rows[k], after[k], states)
    return lost


@kernel
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
        _move(i, to, states)
        states.community[i] = states.home[i]
        if to == armed:
            acquired += (states.flags[i] & WEAPON) == 0
            states.flags[i] |= WEAPON
    return acquired


@kernel
def in_pipelines(applied_to: Bytes) -> Counts:
    """Return the rows of all who have applied to a programme."""
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
    when, what, none = np.uint64(month), np.uint64(decision), np.uint64(0)
    for i in in_pipelines(states.applied_to):
        waits = states.stage[i] < first_bound_stage
        if waits and uniform_at(np.uint64(uid[i]), when, what, none, k0, k1) < chance:
            _put(i, 0, 0, states)


@kernel
def count_in(
    first: int,
    group: Bytes,
    community: NDArray[np.uint16],
    alternative: Bytes,
    flags: NDArray[np.uint16],
    region_of_community: Counts,
    recruited: Counts,
    changed: Bytes,
) -> int:
    """Count persons from row `first` on as recruits, and return how many weapons they bring.

    `recruited` of shape (groups, regions, alternative) is added to, `changed` is marked as by `transfer`.
    """
    weapons = 0
    for i in range(first, len(group)):
        recruited[group[i], region_of_community[community[i]], alternative[i]] += 1
        changed[0, alternative[i]] |= CAME
        weapons += (flags[i] & WEAPON) != 0
    return weapons
