"""Who reconsiders this month, and which options each of them considers: open, eligible, released and known.

Persons are stepped in blocks, one option after the other, in short loops over the block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.choice_inputs import (
    ALWAYS_KNOWN,
    BLOCK,
    KINDS,
    KNOWN_BY_PROMOTION,
    NEEDS_ADULT,
    NEEDS_ARMS,
    NEEDS_FIT,
    NEEDS_LISTING,
    NEEDS_NO_WEAPON,
    NEEDS_UNFIT,
    NEEDS_WEAPON,
    NEEDS_WOMAN,
    Addresses,
    Block,
    Bytes,
    Counts,
    Flags,
    Floats,
    Gates,
    Persons,
    Places,
    Traits,
    Words,
)
from ploughshare.kernels.columns import FOUND_UNFIT, LISTED, SHOCKED, STEP, WEAPON, WOMAN
from ploughshare.philox import uniform_at
from ploughshare.rules.choice import chance_of_knowing


@kernel
def reconsidering(
    persons: Persons,
    applied_to: Bytes,
    stage: Bytes,
    region_of_community: Counts,
    group_shocked: Flags,
    region_shocked: Flags,
    asked: Flags,
    first_bound_stage: int,
    chances: tuple[float, float],
    absorbing: Flags,
    where: Addresses,
) -> Counts:
    """Return the rows of those who think it over this month.

    A person thinks with the first of `chances`, or with the second after a dated shock; whole units are `asked`, by
    option. Applicants wait unless their group is shocked; from `first_bound_stage` on nobody reconsiders.
    """
    n = len(persons.uid)
    lot, near = np.empty(BLOCK), np.empty(BLOCK, dtype=np.uint32)
    rows = np.empty(n, dtype=np.int64)
    none, found = np.uint64(0), 0
    calm = not (group_shocked.any() or region_shocked.any() or _any_shocked(persons.flags))
    least = np.inf if asked.any() else (chances[0] if calm else max(chances[0], chances[1]))
    for start in range(0, n, BLOCK):
        size, candidates = min(BLOCK, n - start), 0
        uid = persons.uid[start : start + size]
        for j in range(size):
            lot[j] = uniform_at(np.uint64(uid[j]), where.month, where.reconsider, none, where.k0, where.k1)
        for j in range(size):  # most drew a lot above any chance of this month: look no further
            near[candidates] = j
            candidates += lot[j] < least
        for c in range(candidates):
            j = near[c]
            i = np.uint64(start + j)
            alternative = persons.alternative[i]
            alarmed = moved = False
            if not calm:
                alarmed = group_shocked[persons.group[i]]
                shocked = alarmed or region_shocked[region_of_community[persons.community[i]]]
                moved = shocked or (persons.flags[i] & SHOCKED) != 0
            free = not absorbing[alternative] and (applied_to[i] == 0 or alarmed) and stage[i] < first_bound_stage
            rows[found] = start + j
            found += free and (asked[alternative] or lot[j] < (chances[1] if moved else chances[0]))
    return rows[:found].copy()


@kernel
def _any_shocked(flags: NDArray[np.uint16]) -> bool:
    """Return whether anybody has lived through a shock since he last thought."""
    together = np.uint16(0)
    for i in range(len(flags)):
        together |= flags[i]
    return bool(together & SHOCKED)


@kernel
def new_block(room: int) -> Block:
    """Return an empty block for so many persons."""
    counts, floats = np.empty((7, room), dtype=np.uint32), np.empty((8, room))
    return Block(
        np.empty(room, dtype=np.uint64),
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6],
        floats[0], floats[1], floats[2], floats[3], floats[4], floats[5], floats[6], floats[7],
    )  # fmt: skip


@kernel
def look_at(
    rows: Counts,
    block: Block,
    persons: Persons,
    region_of_community: Counts,
    at_war: Flags,
    traits: Traits,
    where: Addresses,
) -> None:
    """Fill a block with what decides which options the persons of these rows consider."""
    for j in range(len(rows)):
        i = np.uint64(rows[j])  # an index without a sign is not checked for it
        home = persons.home[i]
        block.uid[j] = persons.uid[i]
        block.group[j], block.home[j], block.present[j] = persons.group[i], home, persons.alternative[i]
        block.home_region[j] = region_of_community[home]
        block.fighting_value[j] = persons.fighting_value[i] * STEP
    for j in range(len(rows)):
        i = np.uint64(rows[j])
        flags, adult = persons.flags[i], persons.birth_month[i] <= traits.born_after
        weapon, unfit = (flags & WEAPON) != 0, (flags & FOUND_UNFIT) != 0
        arms = weapon
        if not weapon and adult and at_war[block.group[j]]:
            lot = uniform_at(block.uid[j], where.month, where.weapon, where.arming_option, where.k0, where.k1)
            arms = lot < traits.arming
        block.has[j] = _bits(weapon, (flags & WOMAN) != 0, adult, unfit, (flags & LISTED) != 0, arms)


@kernel
def keep_choosers(rows: Counts, considered: Words, block: Block, persons: Persons, region_of_community: Counts) -> int:
    """Keep those who consider more than one option at the front of the block and return how many they are.

    Those who consider only the option they are in have nothing to choose. The rest of what a choice asks of a person is
    filled in.
    """
    kept = 0
    for j in range(len(rows)):
        sets = considered[j]
        block.place[kept], block.uid[kept], block.group[kept] = j, block.uid[j], block.group[j]
        block.home[kept], block.home_region[kept], block.present[kept] = (
            block.home[j],
            block.home_region[j],
            block.present[j],
        )
        considered[kept] = sets
        kept += (sets & (sets - np.uint64(1))) != 0
    for n in range(kept):
        i = np.uint64(rows[block.place[n]])
        block.region[n] = region_of_community[persons.community[i]]
        block.rank_expected[n], block.attachment[n] = persons.rank_expected[i] * STEP, persons.attachment[i] * STEP
        block.trust_government[n], block.trust_leader[n] = persons.trust_government[i], persons.trust_leader[i]
        block.trust_mission[n] = persons.trust_mission[i]
        block.paid[n], block.unpaid[n] = persons.paid_months[i], persons.unpaid_months[i]
    return kept


@inlined
def _bits(weapon: bool, woman: bool, adult: bool, unfit: bool, listed: bool, arms: bool) -> int:
    """Return what a person has, in the bits of `Gates.needs`."""
    has = NEEDS_WEAPON if weapon else NEEDS_NO_WEAPON
    has |= NEEDS_UNFIT if unfit else NEEDS_FIT
    has |= NEEDS_WOMAN if woman else 0
    has |= NEEDS_ADULT if adult else 0
    has |= NEEDS_LISTING if listed else 0
    return has | (NEEDS_ARMS if arms else 0)


class Passes(NamedTuple):
    """The gates of a month as sets of options, one bit each: what a person may consider is what all of them let pass."""

    group: Words
    """open options that admit a group, shape (G,)"""
    region: Words
    """options that admit a home region, shape (R,)"""
    state: Words
    """options that admit those in a present option, shape (K,)"""
    suited: Words
    """options that ask no more than a person has, by the bits of `Gates.needs`, shape (256,)"""
    freely: Words
    """options that need no leave of leaders, shape (G,)"""
    endorsed: Words
    """options for which leaders give leave, shape (G,)"""
    programmes: np.uint64
    """options that are programmes"""
    spread: np.uint64
    """options that are not known to everybody"""
    heard: Floats
    """chance that promotion and kin make a programme known, by option, group and home region, shape (K, G * R)"""


@kernel
def passes_of(gates: Gates, knowledge: float) -> Passes:
    """Return the gates of a month as sets of options, and the chances that a programme is known.

    Where leaders do not negotiate, whoever leaves them does so by himself.
    """
    groups, options = gates.admits_group.shape
    regions, none = len(gates.admits_region), np.uint64(0)
    group, freely = np.zeros(groups, dtype=np.uint64), np.zeros(groups, dtype=np.uint64)
    endorsed, region = np.zeros(groups, dtype=np.uint64), np.zeros(regions, dtype=np.uint64)
    state, suited = np.zeros(options, dtype=np.uint64), np.zeros(KINDS, dtype=np.uint64)
    programmes = spread = none
    for option in range(options):
        bit = bit_of(option)
        programme = gates.is_programme[option]
        programmes |= bit if programme else none
        spread |= bit if gates.spread[option] != ALWAYS_KNOWN else none
        for g in range(groups):
            group[g] |= bit if gates.open[option] and gates.admits_group[g, option] else none
            asks = programme and gates.led[g]
            freely[g] |= none if asks else bit
            endorsed[g] |= bit if asks and gates.endorsed[g, option] else none
        for r in range(regions):
            region[r] |= bit if gates.admits_region[r, option] else none
        for present in range(options):
            state[present] |= bit if gates.admits_state[present, option] else none
        for has in range(KINDS):
            suited[has] |= bit if (has & gates.needs[option]) == gates.needs[option] else none
    heard = np.zeros((options, groups * regions))
    for option in range(options):
        if gates.open[option] and gates.spread[option] == KNOWN_BY_PROMOTION:
            for g in range(groups):
                for r in range(regions):
                    kin = gates.kin[g, r, option]
                    heard[option, g * regions + r] = chance_of_knowing(gates.promotion[option], kin, knowledge)
    return Passes(group, region, state, suited, freely, endorsed, programmes, spread, heard)


@inlined
def bit_of(option: int) -> np.uint64:
    """Return the set that holds one option."""
    return np.uint64(1) << np.uint64(option)


@kernel
def consider(size: int, considered: Words, block: Block, gates: Gates, passes: Passes, where: Addresses) -> None:
    """Fill in the set of options that each person of a block considers, shape (block,).

    An option must be open, suit the person, and be released and known; the present one is always considered.
    """
    asks = np.empty(size, dtype=np.uint64)
    for j in range(size):
        g, present = block.group[j], block.present[j]
        suits = passes.group[g] & passes.region[block.home_region[j]] & passes.state[present]
        suits &= passes.suited[block.has[j]]
        leave = suits & passes.endorsed[g]
        out = (passes.programmes & bit_of(present)) != 0
        asks[j] = np.uint64(0) if out else leave
        considered[j] = bit_of(present) | (suits & passes.freely[g]) | (leave if out else np.uint64(0))
    _release(asks, considered, block, gates.released)
    _know(considered[:size], block, gates, passes, where)


@kernel
def _release(asks: Words, considered: Words, block: Block, released: Floats) -> None:
    """Add the programmes for which leaders let a person go: lowest fighting values first. Those already out need no leave."""
    asked = union(asks)
    for option in range(released.shape[1]):
        bit = bit_of(option)
        if asked & bit:
            let_go = released[:, option]
            for j in range(len(asks)):
                considered[j] |= asks[j] & (bit if block.fighting_value[j] <= let_go[block.group[j]] else np.uint64(0))


@kernel
def _know(considered: Words, block: Block, gates: Gates, passes: Passes, where: Addresses) -> None:
    """Take out the options that a person has not heard of and is not in."""
    size, found, regions = len(considered), union(considered), np.uint32(len(passes.region))
    person, uid = np.empty(size, dtype=np.uint32), np.empty(size, dtype=np.uint64)
    lot, chance = np.empty(size), np.empty(size)
    for option in range(len(gates.spread)):
        bit = bit_of(option)
        if not found & passes.spread & bit:
            continue
        unsure, at = 0, where.option[option]
        for j in range(size):
            person[unsure], uid[unsure] = j, block.uid[j]
            unsure += (considered[j] & bit) != 0 and block.present[j] != option
        for n in range(unsure):
            lot[n] = uniform_at(uid[n], np.uint64(0), where.knowledge, at, where.k0, where.k1)
        if gates.spread[option] == KNOWN_BY_PROMOTION:
            heard = passes.heard[option]
            for n in range(unsure):
                chance[n] = heard[block.group[person[n]] * regions + block.home_region[person[n]]]
        else:
            for n in range(unsure):
                chance[n] = gates.exposure[block.home[person[n]]]
        for n in range(unsure):
            considered[person[n]] &= ~(bit if lot[n] >= chance[n] else np.uint64(0))


@kernel
def union(sets: Words) -> np.uint64:
    """Return the options that are in any of the sets."""
    found = np.uint64(0)
    for j in range(len(sets)):
        found |= sets[j]
    return found


@kernel
def list_pairs(considered: Words, options: int, person: Places, first: Counts) -> int:
    """List who considers each option, one option after the other, and return how many pairs there are.

    The pairs of option k are those from `first[k]` to `first[k + 1]`.
    """
    found, pairs = union(considered), 0
    for option in range(options):
        bit = bit_of(option)
        first[option] = pairs
        if found & bit:
            for j in range(len(considered)):
                person[pairs] = j
                pairs += (considered[j] & bit) != 0
    first[options] = pairs
    return pairs
