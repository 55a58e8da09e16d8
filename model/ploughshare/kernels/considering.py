"""Who reconsiders this month, and which options each of them considers: open, eligible, released and known.

Persons are stepped in blocks, one option after the other, in short loops over the block.
"""

from __future__ import annotations

import numpy as np

from ploughshare.compiling import inlined, kernel
from ploughshare.kernels.choice_inputs import (
    ALWAYS_KNOWN,
    BLOCK,
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
    Gates,
    Persons,
    Places,
    Traits,
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
    lot = np.empty(BLOCK)
    rows = np.empty(n, dtype=np.int64)
    none, found = np.uint64(0), 0
    for start in range(0, n, BLOCK):
        size = min(BLOCK, n - start)
        for j in range(size):
            uid = np.uint64(persons.uid[start + j])
            lot[j] = uniform_at(uid, where.month, where.reconsider, none, where.k0, where.k1)
        for j in range(size):
            i = start + j
            alternative, alarmed = persons.alternative[i], group_shocked[persons.group[i]]
            moved = (
                (persons.flags[i] & SHOCKED) != 0
                or alarmed
                or region_shocked[region_of_community[persons.community[i]]]
            )
            free = not absorbing[alternative] and (applied_to[i] == 0 or alarmed) and stage[i] < first_bound_stage
            rows[found] = i
            found += free and (asked[alternative] or lot[j] < (chances[1] if moved else chances[0]))
    return rows[:found].copy()


@kernel
def new_block() -> Block:
    """Return an empty block."""
    counts = np.zeros((6, BLOCK), dtype=np.uint32)
    floats = np.zeros((8, BLOCK))
    return Block(
        np.zeros(BLOCK, dtype=np.uint64),
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
        floats[0], floats[1], floats[2], floats[3], floats[4], floats[5], floats[6], floats[7],
    )  # fmt: skip


@kernel
def gather(
    rows: Counts,
    block: Block,
    persons: Persons,
    region_of_community: Counts,
    at_war: Flags,
    traits: Traits,
    where: Addresses,
) -> None:
    """Fill a block with the persons of these rows."""
    for j in range(len(rows)):
        i = rows[j]
        home = persons.home[i]
        block.uid[j] = persons.uid[i]
        block.group[j], block.home[j], block.present[j] = persons.group[i], home, persons.alternative[i]
        block.region[j] = region_of_community[persons.community[i]]
        block.home_region[j] = region_of_community[home]
        block.fighting_value[j] = persons.fighting_value[i] * STEP
        block.rank_expected[j], block.attachment[j] = persons.rank_expected[i] * STEP, persons.attachment[i] * STEP
        block.trust_government[j], block.trust_leader[j] = persons.trust_government[i], persons.trust_leader[i]
        block.trust_mission[j] = persons.trust_mission[i]
        block.paid[j], block.unpaid[j] = persons.paid_months[i], persons.unpaid_months[i]
    for j in range(len(rows)):
        i = rows[j]
        flags, adult = persons.flags[i], persons.birth_month[i] <= traits.born_after
        weapon, unfit = (flags & WEAPON) != 0, (flags & FOUND_UNFIT) != 0
        arms = weapon
        if not weapon and adult and at_war[block.group[j]]:
            lot = uniform_at(block.uid[j], where.month, where.weapon, where.arming_option, where.k0, where.k1)
            arms = lot < traits.arming
        block.has[j] = _bits(weapon, (flags & WOMAN) != 0, adult, unfit, (flags & LISTED) != 0, arms)


@inlined
def _bits(weapon: bool, woman: bool, adult: bool, unfit: bool, listed: bool, arms: bool) -> int:
    """Return what a person has, in the bits of `Gates.needs`."""
    has = NEEDS_WEAPON if weapon else NEEDS_NO_WEAPON
    has |= NEEDS_UNFIT if unfit else NEEDS_FIT
    has |= NEEDS_WOMAN if woman else 0
    has |= NEEDS_ADULT if adult else 0
    has |= NEEDS_LISTING if listed else 0
    return has | (NEEDS_ARMS if arms else 0)


@kernel
def consider(size: int, considered: Flags, block: Block, gates: Gates, traits: Traits, where: Addresses) -> None:
    """Fill in who considers which option, shape (K, block)."""
    used = gates.open.copy()
    for j in range(size):
        used[block.present[j]] = True
    for option in range(len(used)):
        if used[option]:
            _pass_gates(size, option, considered[option], block, gates, traits, where)
        else:
            considered[option, :size] = False


@kernel
def list_pairs(size: int, considered: Flags, person: Places, choice: Places) -> int:
    """List every option of those who consider more than the one they are in, and return how many pairs there are."""
    options_of = np.zeros(size, dtype=np.int64)
    for option in range(len(considered)):
        for j in range(size):
            options_of[j] += considered[option, j]
    pairs = 0
    for option in range(len(considered)):
        for j in range(size):
            person[pairs], choice[pairs] = j, option
            pairs += considered[option, j] and options_of[j] > 1
    return pairs


@kernel
def _pass_gates(
    size: int, option: int, considered: Flags, block: Block, gates: Gates, traits: Traits, where: Addresses
) -> bool:
    """Fill in who considers an option - open, eligible, released, known - and return whether anybody does.

    The present option is always considered. Leaders release the lowest fighting values first; those already out need
    an endorsement only. Where leaders do not negotiate, whoever leaves them does so by himself.
    """
    anybody = False
    opens, needs, programme = gates.open[option], gates.needs[option], gates.is_programme[option]
    for j in range(size):
        g, present = block.group[j], block.present[j]
        here = present == option
        suits = gates.admits_group[g, option] and gates.admits_region[block.home_region[j], option]
        suits = suits and gates.admits_state[present, option] and (block.has[j] & needs) == needs
        let_go = gates.is_programme[present] or block.fighting_value[j] <= gates.released[g, option]
        released = not programme or not gates.led[g] or (gates.endorsed[g, option] and let_go)
        considered[j] = here or (opens and suits and released)
        anybody = anybody or considered[j]
    if anybody and gates.spread[option] != ALWAYS_KNOWN:
        anybody = _know(size, option, considered, block, gates, traits.knowledge, where)
    return anybody


@kernel
def _know(
    size: int, option: int, considered: Flags, block: Block, gates: Gates, knowledge: float, where: Addresses
) -> bool:
    """Leave only those who have heard of an option, or are in it, and return whether anybody is left."""
    anybody = False
    for j in range(size):
        if considered[j] and block.present[j] != option:
            chance = gates.exposure[block.home[j]]
            if gates.spread[option] == KNOWN_BY_PROMOTION:
                kin = gates.kin[block.group[j], block.home_region[j], option]
                chance = chance_of_knowing(gates.promotion[option], kin, knowledge)
            lot = uniform_at(block.uid[j], np.uint64(0), where.knowledge, np.uint64(option), where.k0, where.k1)
            considered[j] = lot < chance
        anybody = anybody or considered[j]
    return anybody
