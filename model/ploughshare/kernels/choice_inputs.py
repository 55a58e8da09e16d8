"""What the kernels of the choice read: persons as columns; options, incomes and meanings as tables; a block of persons.

An option is a column of these tables, and a new option or programme is a new column, never a branch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.uint32]
"""places in a block or a table; without a sign, so that no index counts from the end"""
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]
Words = NDArray[np.uint64]
"""sets of options, one bit each: at most 64 options"""

BLOCK = 2048
"""persons stepped at a time: enough for long loops, few enough for what they need to stay in a near cache"""

NEEDS_WEAPON, NEEDS_NO_WEAPON, NEEDS_WOMAN, NEEDS_ADULT, NEEDS_FIT, NEEDS_UNFIT, NEEDS_LISTING, NEEDS_ARMS = (
    1 << bit for bit in range(8)
)
"""What an option asks of a person, as bits of `Gates.needs`; arms are a weapon, or an adult whom a group at war arms."""
KINDS = 256
"""sets of what a person may have"""

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
    flags: NDArray[np.uint16]
    """packed, see `columns.py`, as the three traits below"""
    fighting_value: NDArray[np.uint16]
    rank_expected: NDArray[np.uint16]
    attachment: NDArray[np.uint16]
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
    option: Words
    """of each option, shape (K,)"""
    k0: np.uint64
    k1: np.uint64


class Block(NamedTuple):
    """The persons of one block, gathered from columns, each of shape (block,)."""

    uid: NDArray[np.uint64]
    place: Places
    """place among the rows of the block"""
    group: Places
    home: Places
    region: Places
    home_region: Places
    present: Places
    has: Places
    """bits of what the person has, as `Gates.needs` asks for it"""
    fighting_value: Floats
    rank_expected: Floats
    attachment: Floats
    trust_government: Floats
    trust_leader: Floats
    trust_mission: Floats
    paid: Floats
    unpaid: Floats
