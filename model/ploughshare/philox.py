"""Philox4x32-10, Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3": compiled.

A counter of four words, here the address (uid, month, decision, option), and a key of two, here the seed, give four
words. Words are 32 bits in `uint64`. Ten rounds of

    hi_0, lo_0 = c0 * 0xD2511F53,  hi_1, lo_1 = c2 * 0xCD9E8D57   (upper and lower halves of 64 bits)
    c0, c1, c2, c3 = hi_1 ^ c1 ^ k0,  lo_1,  hi_0 ^ c3 ^ k1,  lo_0

The functions on one address are compiled into the kernels that call them; loops over addresses become vector code.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import cosine_of_turns, exp_of, log_of
from ploughshare.compiling import inlined, kernel

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Four = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

_MASK = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_0, _MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_TWENTY, _TWELVE = np.uint64(20), np.uint64(12)
_ONE = np.uint64(0x3FF0000000000000)
_NEGLIGIBLE = 2.0**-70  # a probability far below what 52 bits resolve: inversion ends there
SMALL_MEAN = 30.0
"""counts with a larger mean follow the normal approximation"""


@inlined
def _round(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> Four:
    product_0, product_1 = c0 * _MULTIPLIER_0, c2 * _MULTIPLIER_1
    return (product_1 >> _HALF) ^ c1 ^ k0, product_1 & _MASK, (product_0 >> _HALF) ^ c3 ^ k1, product_0 & _MASK


@inlined
def block(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> Four:
    """Return the four words of one counter under one key."""
    for _ in range(10):
        c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
        k0, k1 = (k0 + _WEYL_0) & _MASK, (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@inlined
def unit(high: np.uint64, low: np.uint64) -> float:
    """Return the number in (0, 1) made of 32 and 20 bits: the middle of its cell, 2^-52 wide."""
    bits = (high << _TWENTY) | (low >> _TWELVE)
    return float(np.uint64(bits | _ONE).view(np.float64)) - 1.0 + 2.0**-53


@inlined
def uniform_at(
    uid: np.uint64, month: np.uint64, decision: np.uint64, option: np.uint64, k0: np.uint64, k1: np.uint64
) -> float:
    """Return the uniform number at an address."""
    high, low, _, _ = block(uid, month, decision, option, k0, k1)
    return unit(high, low)


@inlined
def exponential_at(
    uid: np.uint64, month: np.uint64, decision: np.uint64, option: np.uint64, k0: np.uint64, k1: np.uint64
) -> float:
    """Return the standard exponential number at an address: -ln u."""
    return -log_of(uniform_at(uid, month, decision, option, k0, k1))


@inlined
def gumbel_at(
    uid: np.uint64, month: np.uint64, decision: np.uint64, option: np.uint64, k0: np.uint64, k1: np.uint64
) -> float:
    """Return the standard Gumbel number at an address: -ln(-ln u)."""
    return -log_of(exponential_at(uid, month, decision, option, k0, k1))


@inlined
def normal_at(
    uid: np.uint64, month: np.uint64, decision: np.uint64, option: np.uint64, k0: np.uint64, k1: np.uint64
) -> float:
    """Return the standard normal number at an address, by Box and Muller (1958) from the two halves of one block."""
    a, b, c, d = block(uid, month, decision, option, k0, k1)
    return float(np.sqrt(-2.0 * log_of(unit(a, b)))) * cosine_of_turns(unit(c, d))


UNIFORM, EXPONENTIAL, GUMBEL, NORMAL = range(4)
"""Laws of the numbers that `draw` and `draw_one` return."""


@kernel
def draw_one(law: int, uid: int, month: int, decision: int, option: int, k0: np.uint64, k1: np.uint64) -> float:
    """Return the number at one address."""
    words = np.uint64(uid), np.uint64(month), np.uint64(decision), np.uint64(option)
    if law == UNIFORM:
        return uniform_at(*words, k0, k1)
    if law == EXPONENTIAL:
        return exponential_at(*words, k0, k1)
    if law == GUMBEL:
        return gumbel_at(*words, k0, k1)
    return normal_at(*words, k0, k1)


@kernel
def draw(
    law: int, uid: Words | NDArray[np.uint32], month: int, decision: int, option: Words, k0: np.uint64, k1: np.uint64
) -> Floats:
    """Return the numbers at many addresses that differ in uid and option, shape (n,); one option, shape (1,), is for all."""
    when, what = np.uint64(month), np.uint64(decision)
    many = int(len(option) > 1)
    numbers = np.empty(len(uid))
    if law == UNIFORM:
        for i in range(len(uid)):
            numbers[i] = uniform_at(np.uint64(uid[i]), when, what, option[i * many], k0, k1)
    elif law == EXPONENTIAL:
        for i in range(len(uid)):
            numbers[i] = exponential_at(np.uint64(uid[i]), when, what, option[i * many], k0, k1)
    elif law == GUMBEL:
        for i in range(len(uid)):
            numbers[i] = gumbel_at(np.uint64(uid[i]), when, what, option[i * many], k0, k1)
    else:
        for i in range(len(uid)):
            numbers[i] = normal_at(np.uint64(uid[i]), when, what, option[i * many], k0, k1)
    return numbers


@kernel
def draw_by_month(
    law: int, uid: Words, months: int, decision: int, option: int, k0: np.uint64, k1: np.uint64
) -> Floats:
    """Return the numbers of the first months at addresses that differ in month and uid, shape (months, n)."""
    numbers = np.empty((months, len(uid)))
    for month in range(months):
        for i in range(len(uid)):
            numbers[month, i] = draw_one(law, uid[i], month, decision, option, k0, k1)
    return numbers


@inlined
def poisson_at(
    mean: float, uid: np.uint64, month: np.uint64, decision: np.uint64, option: np.uint64, k0: np.uint64, k1: np.uint64
) -> int:
    """Return the Poisson number at an address.

    Below a mean of 30 by inversion of the uniform number: the least k with P(0) + ... + P(k) >= u. From 30 on
    round(mean + sqrt(mean) * normal), at least 0.
    """
    number = 0
    if mean >= SMALL_MEAN:
        normal = normal_at(uid, month, decision, option, k0, k1)
        return int(max(np.rint(mean + np.sqrt(mean) * normal), 0.0))
    if mean > 0.0:
        left = uniform_at(uid, month, decision, option, k0, k1)
        probability = exp_of(-mean)
        while left > probability and probability > _NEGLIGIBLE:
            left -= probability
            number += 1
            probability *= mean / number
    return number


@kernel
def draw_one_poisson(
    mean: float, uid: int, month: int, decision: int, option: int, k0: np.uint64, k1: np.uint64
) -> int:
    """Return the Poisson number at one address."""
    return poisson_at(mean, np.uint64(uid), np.uint64(month), np.uint64(decision), np.uint64(option), k0, k1)


@kernel
def draw_poisson(
    mean: Floats,
    uid: Words | NDArray[np.uint32],
    month: int,
    decision: int,
    option: Words,
    k0: np.uint64,
    k1: np.uint64,
) -> Counts:
    """Return Poisson numbers at many addresses; `mean` and `uid` have shape (n,), `option` too or (1,)."""
    when, what = np.uint64(month), np.uint64(decision)
    many = int(len(option) > 1)
    numbers = np.zeros(len(uid), dtype=np.int64)
    for i in range(len(uid)):
        numbers[i] = poisson_at(mean[i], np.uint64(uid[i]), when, what, option[i * many], k0, k1)
    return numbers


@kernel
def block_of(counter: Words, key: Words) -> Words:
    """Return the four words of one counter (4,) under one key (2,), to hold against published vectors."""
    return np.array(block(counter[0], counter[1], counter[2], counter[3], key[0], key[1]))
