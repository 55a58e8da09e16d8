"""What each of those who reconsider chooses (`rules/choice.py`, `rules/income.py`): the best of the options considered.

Those with more than one option are listed as pairs of person and option. Incomes, values and noise are worked out pair by
pair, in short loops over the pairs of a block, which compilers turn into vector code.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import log_of
from ploughshare.compiling import inlined, kernel
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
from ploughshare.kernels.considering import bit_of, consider, keep_choosers, list_pairs, look_at, new_block, passes_of
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
    options, nests, room = len(worth.nest), int(worth.nest.max()) + 1, min(BLOCK, len(rows))
    taken = np.empty(len(rows), dtype=np.int64)
    considered, best = np.empty(room, dtype=np.uint64), np.empty(room)
    nest_noise = np.zeros((nests, room))
    person, first = np.empty(options * room, dtype=np.uint32), np.empty(options + 1, dtype=np.int64)
    value = np.empty(options * room)
    block, passes, sets = new_block(room), passes_of(gates, traits.knowledge), _sets_of(worth.nest, nests)
    for start in range(0, len(rows), BLOCK):
        part = rows[start : start + BLOCK]
        look_at(part, block, persons, region_of_community, gates.at_war, traits, where)
        consider(len(part), considered, block, gates, passes, where)
        taken[start : start + BLOCK] = block.present[: len(part)]
        choosers = keep_choosers(part, considered, block, persons, region_of_community)
        pairs = list_pairs(considered[:choosers], options, person, first)
        _earn(person[:pairs], first, value, block, incomes, traits)
        _value(person[:pairs], first, value, _trusts(choosers, block, worth), block, worth)
        _nests(considered[:choosers], nest_noise, sets, block, traits, where)
        _add_noise(person[:pairs], first, value, nest_noise, worth.nest, block.uid, traits, where)
        _take_best(person, first, value, block.present[:choosers], best)
        for n in range(choosers):
            taken[start + block.place[n]] = block.present[n]
    return taken


@kernel
def _earn(person: Places, first: Counts, ratio: Floats, block: Block, incomes: Incomes, traits: Traits) -> None:
    """Fill in certainty equivalents over subsistence of pairs of person and option, losses weighed."""
    present_ratio = np.empty(len(block.uid))
    sure_xof = _sure_incomes(person, first, block, incomes, traits)
    found = 0
    for option in range(len(first) - 1):
        share_here, share_elsewhere = incomes.share_here[option], incomes.share_elsewhere[option]
        own = _has_income(option, incomes)
        for pair in range(first[option], first[option + 1]):
            j = person[pair]
            home, here = block.home[j], block.present[j] == option
            ratio[pair] = incomes.home_ratio[home]
            if own:
                share, sure = share_here if here else share_elsewhere, sure_xof[found] / incomes.subsistence_xof[home]
                ratio[pair] = share * sure + (1.0 - share) * incomes.home_ratio[home]
                found += 1
            present_ratio[j] = ratio[pair] if here else present_ratio[j]
    _weigh_losses(person, ratio, present_ratio, traits.loss_aversion)


@kernel
def _weigh_losses(person: Places, ratio: Floats, present_ratio: Floats, loss_aversion: float) -> None:
    """Weigh losses in the income ratios of pairs; only ratios below the present one of the person, one in four, change."""
    pairs, found = len(person), 0
    lower, less, present = np.empty(pairs, dtype=np.uint32), np.empty(pairs), np.empty(pairs)
    for pair in range(pairs):
        here, there = present_ratio[person[pair]], ratio[pair]
        lower[found], less[found], present[found] = pair, there, here
        found += there < here
    for n in range(found):
        less[n] = loss_averse_ratio_of(less[n], present[n], loss_aversion)
    for n in range(found):
        ratio[lower[n]] = less[n]


@inlined
def _has_income(option: int, incomes: Incomes) -> bool:
    """Return whether an option is more than licit work at home."""
    return bool(incomes.share_here[option] > 0.0 or incomes.share_elsewhere[option] > 0.0)


@kernel
def _sure_incomes(person: Places, first: Counts, block: Block, incomes: Incomes, traits: Traits) -> Floats:
    """Return the certainty equivalents, XOF a month, of pairs whose option has an income of its own, in their order."""
    found, pairs = 0, len(person)
    pay_xof, reliability, unpaid_xof = np.empty(pairs), np.empty(pairs), np.empty(pairs)
    for option in range(len(first) - 1):
        if not _has_income(option, incomes):
            continue
        is_programme, illicit_share = incomes.is_programme[option], incomes.illicit_share[option]
        pay, kept, missed = incomes.pay_xof[:, option], incomes.kept[:, option], incomes.missed[:, option]
        for pair in range(first[option], first[option + 1]):
            j = person[pair]
            g = block.group[j]
            counts = 1.0 if is_programme and block.present[j] == option else 0.0
            pay_xof[found] = pay[g]
            reliability[found] = pay_reliability(
                kept[g], missed[g], counts * block.paid[j], counts * block.unpaid[j], traits.own_pay_weight
            )
            illicit_xof = incomes.illicit_xof[block.region[j]] * illicit_share
            unpaid_xof[found] = incomes.fallback_xof[block.home[j]] + illicit_xof
            found += 1
    sure_xof = np.empty(found)
    for n in range(found):
        sure_xof[n] = certainty_equivalent_of(pay_xof[n], reliability[n], unpaid_xof[n], traits.risk_aversion)
    return sure_xof


@kernel
def _value(person: Places, first: Counts, value: Floats, trusts: Floats, block: Block, worth: Worth) -> None:
    """Turn income ratios of pairs into values: the nine terms of `rules.choice`, added in their order."""
    w = worth.weights
    for pair in range(len(person)):
        value[pair] = log_of(value[pair])
    for option in range(len(first) - 1):
        risk, security, trust = w[1] * worth.risk[option], -w[2] * worth.disarms[option], trusts[worth.provider[option]]
        integrates, rank_offered = worth.integrates[option], worth.rank_offered[option]
        order, at_home, aversion = worth.order[:, option], worth.at_home[:, option], worth.aversion[option]
        peers, unit_at = worth.peers[..., option], worth.unit_at[:, option]
        for pair in range(first[option], first[option + 1]):
            j = person[pair]
            g, region, home_region, present = block.group[j], block.region[j], block.home_region[j], block.present[j]
            distrust = 1.0 - block.trust_government[j]
            total = w[0] * value[pair] - risk
            total += security * worth.threat[region] * distrust * (1.0 - worth.guarantee[region])
            total += w[3] * trust[j]
            total += w[4] * peers[g, home_region, present]
            total += w[5] * order[g] * block.attachment[j]
            total += w[6] * (integrates * (rank_offered - block.rank_expected[j]))
            total += w[7] * at_home[home_region]
            total += -w[8] * (1.0 - unit_at[present]) - aversion
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
def peer_gaps(kin: Floats, unit_at: Floats, unit_less: int, by_home: Counts) -> Floats:
    """Return the share of kin and unit in each option less its mean over options, shape (G, R, present option, K).

    Kin, of shape (G, R, K), and unit count half each; those whose present option is `unit_less` have no unit, only kin.
    They are found where there is somebody, by `by_home` of shape (G, R, present option), and are 0 elsewhere.
    """
    groups, regions, options = kin.shape
    gaps = np.zeros((groups, regions, options, options))
    for g in range(groups):
        for region in range(regions):
            for present in range(options):
                if by_home[g, region, present] == 0:
                    continue
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
    first: Counts,
    value: Floats,
    nest_noise: Floats,
    nest_of: Counts,
    uid: NDArray[np.uint64],
    traits: Traits,
    where: Addresses,
) -> None:
    """Add its noise to the value of each pair: theta * (Gumbel + ln S of its nest)."""
    gumbel, at = np.empty(len(uid)), np.empty(len(uid), dtype=np.uint64)
    for option in range(len(first) - 1):
        here, values = person[first[option] : first[option + 1]], value[first[option] : first[option + 1]]
        for n in range(len(here)):
            at[n] = uid[here[n]]
        at_option = where.option[option]
        for n in range(len(here)):
            gumbel[n] = gumbel_at(at[n], where.month, where.choice, at_option, where.k0, where.k1)
        noise = nest_noise[nest_of[option]]
        for n in range(len(here)):
            values[n] += traits.dissimilarity * (gumbel[n] + noise[here[n]])


@kernel
def _take_best(person: Places, first: Counts, value: Floats, taken: Places, best: Floats) -> None:
    """Fill in the option of highest value of each person of a block, the first of equals."""
    best[:] = -np.inf
    for option in range(len(first) - 1):
        for pair in range(first[option], first[option + 1]):
            j, v = person[pair], value[pair]
            better = v > best[j]
            best[j] = v if better else best[j]
            taken[j] = option if better else taken[j]
