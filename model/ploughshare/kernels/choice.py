"""What each of those who reconsider chooses (`rules/choice.py`, `rules/income.py`): the best of the options considered.

Those with more than one option are listed as pairs of person and option. Incomes, values and noise are worked out pair by
pair, in short loops over the pairs of a block, which compilers turn into vector code.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import log_of
from ploughshare.compiling import kernel
from ploughshare.kernels.choice_inputs import (
    BLOCK,
    COMMUNITY,
    EXPOSURE,
    LEADER,
    PEACE_OPERATION,
    STATE,
    Addresses,
    Block,
    Counts,
    Floats,
    Gates,
    Incomes,
    Persons,
    Places,
    Traits,
    Words,
    Worth,
)
from ploughshare.kernels.considering import bit_of, consider, gather, list_pairs, new_block, passes_of
from ploughshare.philox import exponential_at, gumbel_at, uniform_at
from ploughshare.rules.choice import log_positive_stable_of
from ploughshare.rules.income import certainty_equivalent_of, loss_averse_ratio_of
from ploughshare.rules.trust import pay_reliability


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
    considered, best = np.zeros(BLOCK, dtype=np.uint64), np.empty(BLOCK)
    nest_noise = np.zeros((nests, BLOCK))
    person, choice = np.empty(options * BLOCK, dtype=np.uint32), np.empty(options * BLOCK, dtype=np.uint32)
    value = np.empty(options * BLOCK)
    block, passes, sets = new_block(), passes_of(gates), _sets_of(worth.nest, nests)
    for start in range(0, len(rows), BLOCK):
        size = min(BLOCK, len(rows) - start)
        gather(rows[start : start + size], block, persons, region_of_community, gates.at_war, traits, where)
        consider(size, considered, block, gates, passes, traits.knowledge, where)
        pairs = list_pairs(considered[:size], options, person, choice)
        j, k, v = person[:pairs], choice[:pairs], value[:pairs]
        _earn(j, k, v, block, incomes, traits)
        _value(j, k, v, _trusts(size, block, worth), block, worth)
        _nests(considered[:size], nest_noise, sets, block, traits, where)
        _add_noise(j, k, v, nest_noise, worth.nest, block.uid, traits, where)
        best[:] = -np.inf
        taken[start : start + size] = block.present[:size]
        for pair in range(pairs):
            if v[pair] > best[j[pair]]:
                best[j[pair]], taken[start + j[pair]] = v[pair], k[pair]
    return taken


@kernel
def _earn(person: Places, choice: Places, ratio: Floats, block: Block, incomes: Incomes, traits: Traits) -> None:
    """Fill in certainty equivalents over subsistence of pairs of person and option, losses weighed."""
    pairs = len(person)
    pay_xof, reliability, unpaid_xof = np.empty(pairs), np.empty(pairs), np.empty(pairs)
    present_ratio = np.empty(BLOCK)
    for pair in range(pairs):
        j, option = person[pair], choice[pair]
        g = block.group[j]
        counts = 1.0 if block.present[j] == option and incomes.is_programme[option] else 0.0
        pay_xof[pair] = incomes.pay_xof[g, option]
        reliability[pair] = pay_reliability(
            incomes.kept[g, option],
            incomes.missed[g, option],
            counts * block.paid[j],
            counts * block.unpaid[j],
            traits.own_pay_weight,
        )
        illicit_xof = incomes.illicit_xof[block.region[j]] * incomes.illicit_share[option]
        unpaid_xof[pair] = incomes.fallback_xof[block.home[j]] + illicit_xof
    for pair in range(pairs):
        ratio[pair] = certainty_equivalent_of(pay_xof[pair], reliability[pair], unpaid_xof[pair], traits.risk_aversion)
    for pair in range(pairs):
        j, option = person[pair], choice[pair]
        home, here = block.home[j], block.present[j] == option
        share = incomes.share_here[option] if here else incomes.share_elsewhere[option]
        ratio[pair] = share * (ratio[pair] / incomes.subsistence_xof[home]) + (1.0 - share) * incomes.home_ratio[home]
        if here:
            present_ratio[j] = ratio[pair]
    for pair in range(pairs):
        pay_xof[pair] = present_ratio[person[pair]]
    for pair in range(pairs):
        ratio[pair] = loss_averse_ratio_of(ratio[pair], pay_xof[pair], traits.loss_aversion)


@kernel
def _value(person: Places, choice: Places, value: Floats, trusts: Floats, block: Block, worth: Worth) -> None:
    """Turn income ratios of pairs into values: the nine terms of `rules.choice`, added in their order."""
    w = worth.weights
    for pair in range(len(person)):
        value[pair] = log_of(value[pair])
    for pair in range(len(person)):
        j, option = person[pair], choice[pair]
        g, region, home_region, present = block.group[j], block.region[j], block.home_region[j], block.present[j]
        distrust, security = 1.0 - block.trust_government[j], -w[2] * worth.disarms[option]
        total = w[0] * value[pair] - w[1] * worth.risk[option]
        total += security * worth.threat[region] * distrust * (1.0 - worth.guarantee[region])
        total += w[3] * trusts[worth.provider[option], j]
        total += w[4] * worth.peers[g, home_region, present, option]
        total += w[5] * worth.order[g, option] * block.attachment[j]
        total += w[6] * (worth.integrates[option] * (worth.rank_offered[option] - block.rank_expected[j]))
        total += w[7] * worth.at_home[home_region, option]
        total += -w[8] * (1.0 - worth.unit_at[present, option]) - worth.aversion[option]
        value[pair] = total


@kernel
def _trusts(size: int, block: Block, worth: Worth) -> Floats:
    """Return the trust of a block's persons in each provider, shape (5, block)."""
    trusts = np.empty((5, size))
    for j in range(size):
        trusts[LEADER, j], trusts[STATE, j] = block.trust_leader[j], block.trust_government[j]
        trusts[PEACE_OPERATION, j] = block.trust_mission[j]
        trusts[COMMUNITY, j], trusts[EXPOSURE, j] = worth.acceptance[block.home[j]], worth.exposure[block.home[j]]
    return trusts


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
def _sets_of(nest_of: Counts, nests: int) -> Words:
    """Return the options of each nest, shape (nests,)."""
    sets = np.zeros(nests, dtype=np.uint64)
    for option in range(len(nest_of)):
        sets[nest_of[option]] |= bit_of(option)
    return sets


@kernel
def _nests(considered: Words, noise: Floats, sets: Words, block: Block, traits: Traits, where: Addresses) -> None:
    """Fill in the shared noise of each nest, ln S, for those who consider an option of it."""
    size, nests = len(considered), np.uint64(len(sets))
    person, number, uid = np.empty(size, dtype=np.uint32), np.empty(size), np.empty(size, dtype=np.uint64)
    for nest in range(len(sets)):
        at, found = where.nest_option + np.uint64(nest), 0
        for j in range(size):
            person[found], uid[found] = j, block.uid[j]
            found += (considered[j] & sets[nest]) != 0
        for n in range(found):
            uniform = uniform_at(uid[n], where.month, where.choice, at, where.k0, where.k1)
            exponential = exponential_at(uid[n], where.month, where.choice, at + nests, where.k0, where.k1)
            number[n] = log_positive_stable_of(uniform, exponential, traits.dissimilarity)
        for n in range(found):
            noise[nest, person[n]] = number[n]


@kernel
def _add_noise(
    person: Places,
    choice: Places,
    value: Floats,
    nest_noise: Floats,
    nest_of: Counts,
    uid: NDArray[np.uint64],
    traits: Traits,
    where: Addresses,
) -> None:
    """Add its noise to the value of each pair: theta * (Gumbel + ln S of its nest)."""
    gumbel = np.empty(len(person))
    at, option = np.empty(len(person), dtype=np.uint64), np.empty(len(person), dtype=np.uint64)
    for pair in range(len(person)):
        at[pair], option[pair] = uid[person[pair]], where.option[choice[pair]]
    for pair in range(len(person)):
        gumbel[pair] = gumbel_at(at[pair], where.month, where.choice, option[pair], where.k0, where.k1)
    for pair in range(len(person)):
        noise = nest_noise[nest_of[choice[pair]], person[pair]]
        value[pair] += traits.dissimilarity * (gumbel[pair] + noise)
