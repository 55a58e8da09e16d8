"""Who reconsiders this month, and what each of them chooses (`rules/choice.py`, `rules/income.py`).

An option is a column of the tables in `Options`: pay, gates, provider and the rest are its entries, and a new option or
programme is a new column. Those who choose are stepped in blocks, one option and one term after the other, in short
loops over the block, which compilers turn into vector code.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import log_of
from ploughshare.compiling import inlined, kernel
from ploughshare.philox import exponential_at, gumbel_at, uniform_at
from ploughshare.rules.choice import chance_of_knowing, log_positive_stable_of
from ploughshare.rules.income import certainty_equivalent_of, loss_averse_ratio_of
from ploughshare.rules.trust import pay_reliability

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]

_BLOCK = 256

NEEDS_WEAPON, NEEDS_NO_WEAPON, NEEDS_WOMAN, NEEDS_ADULT, NEEDS_FIT, NEEDS_UNFIT, NEEDS_LISTING, NEEDS_ARMS = (
    1 << bit for bit in range(8)
)
"""What an option asks of a person, as bits of `Gates.needs`; arms are a weapon, or an adult whom a group at war arms."""

ALWAYS_KNOWN, KNOWN_BY_PROMOTION, KNOWN_BY_EXPOSURE = range(3)
"""How an option becomes known, in `Gates.spread`."""

LEADER, COMMUNITY, EXPOSURE, STATE, PEACE_OPERATION = range(5)
"""Whom an option asks to trust, in `Worth.provider`."""


class Persons(NamedTuple):
    """Columns of the population that a choice reads, each of shape (persons,)."""

    uid: NDArray[np.uint32]
    group: Bytes
    home: NDArray[np.uint16]
    community: NDArray[np.uint16]
    alternative: Bytes
    paid_months: Bytes
    unpaid_months: Bytes
    birth_month: NDArray[np.int16]
    woman: Flags
    weapon: Flags
    found_unfit: Flags
    listed: Flags
    fighting_value: Singles
    rank_expected: Singles
    attachment: Singles
    trust_government: Singles
    trust_leader: Singles
    trust_mission: Singles


class Gates(NamedTuple):
    """Which options are open to whom this month; K options, G groups, R regions, C communities."""

    open: Flags
    """shape (K,)"""
    admits_group: Flags
    """shape (G, K)"""
    admits_region: Flags
    """by home region, shape (R, K)"""
    admits_state: Flags
    """by present option, shape (K, K)"""
    needs: Counts
    """bits of what a person needs, shape (K,)"""
    endorsed: Flags
    """whether leaders let men go, shape (G, K)"""
    released: Floats
    """share of men let go, lowest fighting value first, shape (G, K)"""
    led: Flags
    """groups whose leaders decide who may enter a programme, shape (G,)"""
    is_programme: Flags
    """shape (K,)"""
    spread: Counts
    """how it becomes known, shape (K,)"""
    promotion: Floats
    """chance that promotion reaches a person, shape (K,)"""
    kin: Floats
    """share of kin in each option by group and home region, shape (G, R, K)"""
    exposure: Floats
    """presence of extremist groups, shape (C,)"""
    at_war: Flags
    """groups that fight the government and arm their men, shape (G,)"""


class Incomes(NamedTuple):
    """What options pay this month and what life costs."""

    pay_xof: Floats
    """a month, shape (G, K)"""
    kept: Floats
    """pay days kept as a group believes, shape (G, K)"""
    missed: Floats
    """shape (G, K)"""
    is_programme: Flags
    illicit_share: Floats
    """share of illicit income within reach, shape (K,)"""
    share_here: Floats
    """worth of the stream to one who has it, as a share of a whole horizon, shape (K,)"""
    share_elsewhere: Floats
    """the same to one who would have to apply, shape (K,)"""
    subsistence_xof: Floats
    """shape (C,)"""
    fallback_xof: Floats
    """income of an unpaid month, shape (C,)"""
    home_ratio: Floats
    """certainty equivalent of licit work over subsistence, shape (C,)"""
    illicit_xof: Floats
    """illicit income beside, shape (R,)"""


class Worth(NamedTuple):
    """What options mean besides income this month."""

    weights: Floats
    """of the nine terms, in the order of `rules.choice.TERMS`"""
    nest: Counts
    risk: Floats
    """believed yearly risk of death, shape (K,)"""
    disarms: Floats
    provider: Counts
    acceptance: Floats
    """shape (C,)"""
    exposure: Floats
    """shape (C,)"""
    threat: Floats
    """shape (R,)"""
    guarantee: Floats
    """shape (R,)"""
    peers: Floats
    """share of kin and unit less its mean, see `peer_gaps`, shape (G, R, K, K)"""
    unit_at: Floats
    """1 where the unit of those in an option (rows) is, or is being taken over to (columns), shape (K, K)"""
    order: Floats
    """shape (G, K)"""
    integrates: Floats
    rank_offered: Floats
    at_home: Floats
    """chance of living or serving in the home region, shape (R, K)"""
    aversion: Floats


class Traits(NamedTuple):
    """Parameters of the choice; see the catalogue for each."""

    risk_aversion: float
    loss_aversion: float
    dissimilarity: float
    knowledge: float
    own_pay_weight: float
    arming: float
    born_after: int
    """who is born after this month is a child"""


class Addresses(NamedTuple):
    """Where the random numbers of a month stand."""

    month: np.uint64
    reconsider: np.uint64
    choice: np.uint64
    knowledge: np.uint64
    weapon: np.uint64
    arming_option: np.uint64
    nest_option: np.uint64
    """option number at which the addresses of nest noise begin"""
    k0: np.uint64
    k1: np.uint64


class Block(NamedTuple):
    """The persons of one block, gathered from columns, each of shape (block,)."""

    uid: NDArray[np.uint64]
    group: Counts
    home: Counts
    region: Counts
    home_region: Counts
    present: Counts
    has: Counts
    """bits of what the person has, as `Gates.needs` asks for it"""
    fighting_value: Floats
    rank_expected: Floats
    attachment: Floats
    trust_government: Floats
    trust_leader: Floats
    trust_mission: Floats
    paid: Floats
    unpaid: Floats


@kernel
def reconsidering(
    persons: Persons,
    applied_to: Bytes,
    stage: Bytes,
    shocked: Flags,
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
    n = len(shocked)
    lot = np.empty(_BLOCK)
    rows = np.empty(n, dtype=np.int64)
    none, found = np.uint64(0), 0
    for start in range(0, n, _BLOCK):
        size = min(_BLOCK, n - start)
        for j in range(size):
            uid = np.uint64(persons.uid[start + j])
            lot[j] = uniform_at(uid, where.month, where.reconsider, none, where.k0, where.k1)
        for j in range(size):
            i = start + j
            alternative, alarmed = persons.alternative[i], group_shocked[persons.group[i]]
            moved = shocked[i] or alarmed or region_shocked[region_of_community[persons.community[i]]]
            free = not absorbing[alternative] and (applied_to[i] == 0 or alarmed) and stage[i] < first_bound_stage
            rows[found] = i
            found += free and (asked[alternative] or lot[j] < (chances[1] if moved else chances[0]))
    return rows[:found].copy()


@kernel
def choose(
    rows: Counts,
    persons: Persons,
    region_of_community: Counts,
    gates: Gates,
    incomes: Incomes,
    worth: Worth,
    traits: Traits,
    where: Addresses,
) -> Counts:
    """Return the option each of these persons takes, shape (len(rows),)."""
    options, nests = len(worth.nest), int(worth.nest.max()) + 1
    taken = np.empty(len(rows), dtype=np.int64)
    considered, ratio = np.zeros((options, _BLOCK), dtype=np.bool_), np.empty((options, _BLOCK))
    value, present_ratio, best = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK)
    nest_noise = np.empty((nests, _BLOCK))
    used = np.zeros(options, dtype=np.bool_)
    block = _new_block()
    for start in range(0, len(rows), _BLOCK):
        size = min(_BLOCK, len(rows) - start)
        _gather(rows[start : start + size], block, persons, region_of_community, gates.at_war, traits, where)
        used[:] = gates.open
        for j in range(size):
            used[block.present[j]] = True
        for option in range(options):
            if not used[option]:
                continue
            used[option] = _pass_gates(size, option, considered[option], block, gates, traits, where)
            if used[option]:
                _earn(size, option, ratio[option], present_ratio, block, incomes, traits)
        _nests(size, nest_noise, block, traits, where)
        best[:] = -np.inf
        for option in range(options):
            if used[option]:
                _value(size, option, ratio[option], present_ratio, value, block, worth, traits)
                _add_noise(size, option, value, nest_noise[worth.nest[option]], block.uid, traits, where)
                for j in range(size):
                    if considered[option, j] and value[j] > best[j]:
                        best[j], taken[start + j] = value[j], option
    return taken


@kernel
def _new_block() -> Block:
    counts = np.zeros((6, _BLOCK), dtype=np.int64)
    floats = np.zeros((8, _BLOCK))
    return Block(
        np.zeros(_BLOCK, dtype=np.uint64),
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
        floats[0], floats[1], floats[2], floats[3], floats[4], floats[5], floats[6], floats[7],
    )  # fmt: skip


@kernel
def _gather(
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
        block.fighting_value[j], block.rank_expected[j] = persons.fighting_value[i], persons.rank_expected[i]
        block.attachment[j], block.trust_government[j] = persons.attachment[i], persons.trust_government[i]
        block.trust_leader[j], block.trust_mission[j] = persons.trust_leader[i], persons.trust_mission[i]
        block.paid[j], block.unpaid[j] = persons.paid_months[i], persons.unpaid_months[i]
    for j in range(len(rows)):
        i = rows[j]
        adult, weapon, unfit = persons.birth_month[i] <= traits.born_after, persons.weapon[i], persons.found_unfit[i]
        arms = weapon
        if not weapon and adult and at_war[block.group[j]]:
            lot = uniform_at(block.uid[j], where.month, where.weapon, where.arming_option, where.k0, where.k1)
            arms = lot < traits.arming
        block.has[j] = _bits(weapon, persons.woman[i], adult, unfit, persons.listed[i], arms)


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


@kernel
def _earn(
    size: int, option: int, ratio: Floats, present_ratio: Floats, block: Block, incomes: Incomes, traits: Traits
) -> None:
    """Fill in certainty equivalents over subsistence of one option, and of those whose present option it is."""
    own = 1.0 if incomes.is_programme[option] else 0.0
    illicit = incomes.illicit_share[option]
    pay_xof, reliability, unpaid_xof = np.empty(size), np.empty(size), np.empty(size)
    for j in range(size):
        g = block.group[j]
        counts = own if block.present[j] == option else 0.0
        pay_xof[j] = incomes.pay_xof[g, option]
        reliability[j] = pay_reliability(
            incomes.kept[g, option],
            incomes.missed[g, option],
            counts * block.paid[j],
            counts * block.unpaid[j],
            traits.own_pay_weight,
        )
        unpaid_xof[j] = incomes.fallback_xof[block.home[j]] + incomes.illicit_xof[block.region[j]] * illicit
    for j in range(size):
        ratio[j] = certainty_equivalent_of(pay_xof[j], reliability[j], unpaid_xof[j], traits.risk_aversion)
    here_share, elsewhere = incomes.share_here[option], incomes.share_elsewhere[option]
    for j in range(size):
        home, here = block.home[j], block.present[j] == option
        share = here_share if here else elsewhere
        ratio[j] = share * (ratio[j] / incomes.subsistence_xof[home]) + (1.0 - share) * incomes.home_ratio[home]
        present_ratio[j] = ratio[j] if here else present_ratio[j]


@kernel
def _value(
    size: int,
    option: int,
    ratio: Floats,
    present_ratio: Floats,
    value: Floats,
    block: Block,
    worth: Worth,
    traits: Traits,
) -> None:
    """Fill in the value of one option: the nine terms of `rules.choice`, added in their order."""
    w = worth.weights
    trust = _trust_in_provider(worth.provider[option], block, worth)
    risk, security, aversion = -w[1] * worth.risk[option], -w[2] * worth.disarms[option], worth.aversion[option]
    integrates, rank = worth.integrates[option], worth.rank_offered[option]
    for j in range(size):
        value[j] = log_of(loss_averse_ratio_of(ratio[j], present_ratio[j], traits.loss_aversion))
    for j in range(size):
        g, region, home_region, present = block.group[j], block.region[j], block.home_region[j], block.present[j]
        total = w[0] * value[j] + risk
        total += security * worth.threat[region] * (1.0 - block.trust_government[j]) * (1.0 - worth.guarantee[region])
        total += w[3] * trust[j]
        total += w[4] * worth.peers[g, home_region, present, option]
        total += w[5] * worth.order[g, option] * block.attachment[j]
        total += w[6] * (integrates * (rank - block.rank_expected[j]))
        total += w[7] * worth.at_home[home_region, option]
        total += -w[8] * (1.0 - worth.unit_at[present, option]) - aversion
        value[j] = total


@kernel
def _trust_in_provider(provider: int, block: Block, worth: Worth) -> Floats:
    """Return the trust of a block's persons in whoever an option depends on."""
    if provider == LEADER:
        return block.trust_leader
    if provider == STATE:
        return block.trust_government
    if provider == PEACE_OPERATION:
        return block.trust_mission
    return worth.acceptance[block.home] if provider == COMMUNITY else worth.exposure[block.home]


@kernel
def peer_gaps(kin: Floats, unit_at: Floats, unit_less: int) -> Floats:
    """Return the share of kin and unit in each option less its mean over options, shape (G, R, present option, K).

    Kin, of shape (G, R, K), and unit count half each; those whose present option is `unit_less` have no unit, only kin.
    """
    groups, regions, options = kin.shape
    gaps = np.empty((groups, regions, options, options))
    for g in range(groups):
        for region in range(regions):
            for present in range(options):
                total = 0.0
                for option in range(options):
                    share = kin[g, region, option]
                    if present != unit_less:
                        share = 0.5 * share + 0.5 * unit_at[present, option]
                    gaps[g, region, present, option] = share
                    total += share
                for option in range(options):
                    gaps[g, region, present, option] -= total / options
    return gaps


@kernel
def _nests(size: int, noise: Floats, block: Block, traits: Traits, where: Addresses) -> None:
    """Fill in the shared noise of each nest, ln S."""
    uid, nests = block.uid, np.uint64(len(noise))
    for nest in range(len(noise)):
        at = where.nest_option + np.uint64(nest)
        for j in range(size):
            uniform = uniform_at(uid[j], where.month, where.choice, at, where.k0, where.k1)
            exponential = exponential_at(uid[j], where.month, where.choice, at + nests, where.k0, where.k1)
            noise[nest, j] = log_positive_stable_of(uniform, exponential, traits.dissimilarity)


@kernel
def _add_noise(
    size: int,
    option: int,
    value: Floats,
    nest_noise: Floats,
    uid: NDArray[np.uint64],
    traits: Traits,
    where: Addresses,
) -> None:
    """Add the noise of one option to its value: theta * (Gumbel + ln S of its nest)."""
    at = np.uint64(option)
    for j in range(size):
        gumbel = gumbel_at(uid[j], where.month, where.choice, at, where.k0, where.k1)
        value[j] += traits.dissimilarity * (gumbel + nest_noise[j])
