"""Random numbers by address, in whole numbers of Python: Philox4x32-10 and the laws made of it.

An address is (decision, month, uid, option), the key that of a seed. Source: Salmon, Moraes, Dror and Shaw (2011).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ploughshare.oracle.arithmetic import cosine_of_turns, exp, log

Key = Sequence[int]
"""The two words of a seed's key"""

_WORD = 2**32
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_SMALL_MEAN = 30.0
_NEGLIGIBLE = 2.0**-70


def words(counter: Sequence[int], key: Key) -> tuple[int, int, int, int]:
    """Return the four words of 32 bits that Philox4x32-10 makes of a counter of four words and a key of two."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        high_0, low_0 = divmod(c0 * _MULTIPLIERS[0], _WORD)
        high_1, low_1 = divmod(c2 * _MULTIPLIERS[1], _WORD)
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + _KEY_STEPS[0]) % _WORD, (k1 + _KEY_STEPS[1]) % _WORD
    return c0, c1, c2, c3


def uniform(key: Key, decision: int, month: int, uid: int, option: int = 0) -> float:
    """Return the uniform number in (0, 1) at an address: (52 bits + 1/2) / 2^52 of the first two words."""
    first, second, _, _ = words((uid, month, decision, option), key)
    return _fraction(first, second)


def exponential(key: Key, decision: int, month: int, uid: int, option: int = 0) -> float:
    """Return the standard exponential number at an address: -ln u."""
    return -log(uniform(key, decision, month, uid, option))


def gumbel(key: Key, decision: int, month: int, uid: int, option: int = 0) -> float:
    """Return the standard Gumbel number at an address: -ln(-ln u)."""
    return -log(exponential(key, decision, month, uid, option))


def normal(key: Key, decision: int, month: int, uid: int, option: int = 0) -> float:
    """Return the standard normal number at an address: sqrt(-2 ln u) cos(2 pi v), Box and Muller (1958)."""
    a, b, c, d = words((uid, month, decision, option), key)
    return math.sqrt(-2.0 * log(_fraction(a, b))) * cosine_of_turns(_fraction(c, d))


def poisson(mean: float, key: Key, decision: int, month: int, uid: int, option: int = 0) -> int:
    """Return the Poisson number at an address, the least k with P(0) + ... + P(k) at least u.

    From a mean of 30 on round(mean + sqrt(mean) * normal), at least 0; a mean of 0 or less gives 0.
    """
    if mean >= _SMALL_MEAN:
        return max(round(mean + math.sqrt(mean) * normal(key, decision, month, uid, option)), 0)
    if mean <= 0.0:
        return 0
    left, probability, count = uniform(key, decision, month, uid, option), exp(-mean), 0
    while left > probability:
        if probability <= _NEGLIGIBLE:
            break
        left -= probability
        count += 1
        probability *= mean / count
    return count


def _fraction(high: int, low: int) -> float:
    """Return the middle of the cell that 32 and 20 bits name among 2^52 cells of (0, 1)."""
    bits = (high << 20) | (low >> 12)
    return (2 * bits + 1) / 2**53
