"""Addressed random numbers: every draw is a function of (seed, decision, month, agent, option), never of stream order.

A lever that touches one man then changes one man, and a run gives the same bytes whatever the number of processes.
Generator: Philox4x32-10, Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". Its key
is the seed, its counter the four words (uid, month, decision, option); one block of four words answers each address.

All numbers are without unit. An address has the shape to which `uid` and `option` broadcast; the answer has that shape,
or is a plain Python number where both are whole numbers. Asking one by one or all at once gives the same numbers.
Uniform numbers are the same on every machine. The others use NumPy's logarithm and cosine, whose last bit can differ
between processors with AVX-512 and without.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Words = NDArray[np.uint64]
Whole = NDArray[np.integer[Any]]
Address = int | Whole
Word = int | Words  # 32 bits, held in a Python int or in arrays of uint64
Transform = Callable[[Word, Word, Word, Word], Any]

_MASK = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_BLOCK = 8192  # addresses at a time: what they need stays in the cache, three times faster than all at once
_SMALL_MEAN = 30.0  # counts with a larger mean follow the normal approximation
_NEGLIGIBLE = 2.0**-70  # a probability far below what 52 bits resolve: inversion ends there


class Decision(IntEnum):
    """What a number decides. Values are part of every result: never renumber, only add."""

    RECONSIDER = 1
    CHOICE = 2
    RELEASE = 3
    LOTTERY = 4  # ranking for quotas
    SCREENING = 5
    PAY_DAY = 6
    PROVISION = 7
    STANCE = 8
    BOYCOTT = 9
    LISTING = 10
    OFFENSIVE = 11
    CLASH = 12
    ATTACK = 13
    CASUALTY = 14
    RECRUITMENT = 15
    BIRTH = 16  # first attributes of a person; the option is the attribute's number
    PROJECT = 17
    RETURN = 18
    ACCEPTANCE = 19
    ABSENCE = 20
    SPLIT = 21
    BUDGET = 22
    WEAPON = 23
    RECALL = 24
    CAPTURE = 25
    DESERTION = 26
    SANCTION = 27
    CHILD = 28
    DEPLOYMENT = 29
    OFFER = 30
    KNOWLEDGE = 31


def philox4x32(counter: tuple[Word, Word, Word, Word], key: tuple[int, int]) -> tuple[Word, Word, Word, Word]:
    """Return the four 32-bit output words of Philox4x32-10 (Salmon et al. 2011, section 3.2).

    Each counter word is a Python int or a uint64 array below 2^32; arrays broadcast against one another. Ten rounds of

        hi_0, lo_0 = c0 * 0xD2511F53,  hi_1, lo_1 = c2 * 0xCD9E8D57   (upper and lower halves of 64 bits)
        c0, c1, c2, c3 = hi_1 ^ c1 ^ k0,  lo_1,  hi_0 ^ c3 ^ k1,  lo_0
    """
    words: tuple[Any, ...] = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        c0, c1, c2, c3 = words
        product_0, product_1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        words = (product_1 >> 32) ^ (c1 ^ k0), product_1 & _MASK, (product_0 >> 32) ^ (c3 ^ k1), product_0 & _MASK
        k0, k1 = (k0 + _WEYL[0]) & _MASK, (k1 + _WEYL[1]) & _MASK
    return words[0], words[1], words[2], words[3]


def seed_key(seed: int) -> tuple[int, int]:
    """Return the key of a seed: the low and high half of splitmix64(seed), so that near seeds give unrelated keys.

    Splitmix64: Steele, Lea and Flood (2014). It is one-to-one on 64 bits; seeds that differ by 2^64 share a key.
    """
    z = (seed + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    z ^= z >> 31
    return z & _MASK, z >> 32


@dataclass(frozen=True)
class AddressedRandom:
    """Random numbers of one seed, by address. `uid` and `option` broadcast; whole numbers give one Python number.

    Each word of an address is a whole number from 0 to 2^32 - 1; anything else is refused, never rounded or wrapped.
    """

    seed: int
    key: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool | np.bool_):
            raise TypeError("a seed is a whole number, not true or false")
        seed = operator.index(self.seed)
        object.__setattr__(self, "seed", seed)
        object.__setattr__(self, "key", seed_key(seed))

    @overload
    def uniform(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def uniform(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def uniform(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def uniform(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return uniform numbers in (0, 1), never 0 or 1: (52 bits + 1/2) / 2^52, from the first two words."""
        return self._draw(_unit, decision, month, uid, option)

    @overload
    def gumbel(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def gumbel(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def gumbel(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def gumbel(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return standard Gumbel numbers, -ln(-ln u): mean 0.5772, variance pi^2 / 6, from -3.6 to 36.8."""
        return self._draw(_gumbel, decision, month, uid, option)

    @overload
    def exponential(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def exponential(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def exponential(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def exponential(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return standard exponential numbers, -ln u: mean and variance 1."""
        return self._draw(_exponential, decision, month, uid, option)

    @overload
    def normal(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def normal(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def normal(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def normal(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return standard normal numbers by Box and Muller (1958), from the two halves of one block.

        sqrt(-2 ln u) cos(2 pi v), with u from the first two words and v from the last two; within 8.6 of zero.
        """
        return self._draw(_normal, decision, month, uid, option)

    @overload
    def poisson(self, mean: float, decision: int, month: int, uid: int, option: int = 0) -> int: ...
    @overload
    def poisson(self, mean: ArrayLike, decision: int, month: int, uid: Whole, option: Address = 0) -> Counts: ...
    def poisson(self, mean: ArrayLike, decision: int, month: int, uid: Address, option: Address = 0) -> int | Counts:
        """Return Poisson numbers; `mean` broadcasts with the address.

        Below a mean of 30 by inversion of the uniform number, so that a larger mean never gives a smaller count. From
        30 on the normal approximation: round(mean + sqrt(mean) * normal), at least 0. A mean below 0 counts as 0.
        """
        means = np.maximum(np.asarray(mean, dtype=np.float64), 0.0)
        if not np.isfinite(means).all():
            raise ValueError("the mean of a Poisson number is finite")
        small = means < _SMALL_MEAN
        low = np.where(small, means, 0.0)
        inverted = _inversion(self.uniform(decision, month, uid, option), np.exp(-low), lambda k: low / k)
        if small.all():
            return _whole(inverted)
        near = np.rint(means + np.sqrt(means) * self.normal(decision, month, uid, option))
        return _whole(np.where(small, inverted, np.maximum(near, 0.0)))

    @overload
    def binomial(self, number: int, chance: float, decision: int, month: int, uid: int, option: int = 0) -> int: ...
    @overload
    def binomial(
        self, number: ArrayLike, chance: ArrayLike, decision: int, month: int, uid: Whole, option: Address = 0
    ) -> Counts: ...
    def binomial(
        self, number: ArrayLike, chance: ArrayLike, decision: int, month: int, uid: Address, option: Address = 0
    ) -> int | Counts:
        """Return how many of `number` trials succeed, each with `chance`; both broadcast with the address.

        Below an expectation of 30 of the rarer outcome, by inversion of the uniform number (of one minus it where
        failures are rarer), so that a larger chance never gives a smaller count. From 30 on the normal approximation:
        round(n p + sqrt(n p (1 - p)) * normal), from 0 to n.
        """
        n, p = np.asarray(number, dtype=np.float64), np.asarray(chance, dtype=np.float64)
        if not (np.isfinite(n).all() and (n >= 0).all() and (n == np.rint(n)).all()):
            raise ValueError("the number of trials is a whole number from 0 up")
        if not ((p >= 0) & (p <= 1)).all():
            raise ValueError("a chance lies from 0 to 1")
        rare = np.minimum(p, 1 - p)
        small = n * rare < _SMALL_MEAN
        few = np.where(small, n, 0.0)
        uniform = self.uniform(decision, month, uid, option)
        left = np.where(p > 0.5, 1 - uniform, uniform)
        odds = rare / (1 - rare)
        counted = _inversion(left, np.exp(few * np.log1p(-rare)), lambda k: np.maximum(few + 1 - k, 0.0) / k * odds)
        counted = np.minimum(counted, few)
        inverted = np.where(p > 0.5, n - counted, counted)
        if small.all():
            return _whole(inverted)
        near = np.rint(n * p + np.sqrt(n * p * (1 - p)) * self.normal(decision, month, uid, option))
        return _whole(np.where(small, inverted, np.clip(near, 0.0, n)))

    def _draw(self, number: Transform, decision: int, month: int, uid: Address, option: Address) -> float | Floats:
        """Return the numbers that a transform makes of the four words at each address."""
        agent, alternative = _word(uid, "uid"), _word(option, "option")
        when, what = _word(operator.index(month), "month"), _word(operator.index(decision), "decision")
        if isinstance(agent, int) and isinstance(alternative, int):
            return float(number(*philox4x32((agent, when, what, alternative), self.key)))
        shape = np.broadcast_shapes(np.shape(agent), np.shape(alternative))
        numbers = np.empty(shape)
        rows = max(1, _BLOCK // max(1, math.prod(shape[1:])))
        for start in range(0, shape[0], rows):
            part = slice(start, start + rows)
            counter = _part(agent, shape, part), when, what, _part(alternative, shape, part)
            numbers[part] = number(*philox4x32(counter, self.key))
        return numbers


def _word(value: Address, what: str) -> Word:
    """Return a word of an address as the generator takes it; refuse what is no whole number of 32 bits."""
    if not isinstance(value, int):
        array = np.asarray(value)
        if array.size and array.dtype.kind not in "iu":
            raise TypeError(f"{what} is a whole number, not {array.dtype}")
        if array.ndim:
            _check_word(int(array.min(initial=0)), int(array.max(initial=0)), what)
            return array.astype(np.uint64)
        value = int(array)
    _check_word(value, value, what)
    return value


def _check_word(least: int, most: int, what: str) -> None:
    if least < 0 or most > _MASK:
        raise ValueError(f"{what} lies from 0 to 2^32 - 1, not {least if least < 0 else most}")


def _part(word: Word, shape: tuple[int, ...], part: slice) -> Word:
    return word if isinstance(word, int) else np.broadcast_to(word, shape)[part]


def _unit(a: Any, b: Any, *_: Any) -> Any:
    """Return the number in (0, 1) made of 32 and 20 bits: the middle of its cell, 2^-52 wide."""
    return (((a << 20) | (b >> 12)) + 0.5) * 2.0**-52


def _exponential(a: Any, b: Any, *_: Any) -> Any:
    return -np.log(_unit(a, b))


def _gumbel(a: Any, b: Any, *_: Any) -> Any:
    return -np.log(-np.log(_unit(a, b)))


def _normal(a: Any, b: Any, c: Any, d: Any) -> Any:
    return np.sqrt(-2 * np.log(_unit(a, b))) * np.cos(2 * np.pi * _unit(c, d))


def _whole(count: Any) -> int | Counts:
    return int(count) if np.ndim(count) == 0 else np.asarray(count).astype(np.int64)


def _inversion(uniform: float | Floats, first: Floats, ratio: Callable[[int], Floats]) -> int | Floats:
    """Return the least k with P(0) + ... + P(k) >= uniform, where P(0) = first and P(k) = P(k - 1) * ratio(k)."""
    if np.ndim(uniform) == np.ndim(first) == 0:
        return _inversion_of_one(float(uniform), float(first), ratio)
    left, probability = np.broadcast_arrays(uniform, first)
    k, number = 0, np.zeros(left.shape)
    while (beyond := (left > probability) & (probability > _NEGLIGIBLE)).any():
        k += 1
        number += beyond
        left = np.where(beyond, left - probability, left)
        probability = np.where(beyond, probability * ratio(k), probability)
    return number


def _inversion_of_one(left: float, probability: float, ratio: Callable[[int], Floats]) -> int:
    k = 0
    while left > probability > _NEGLIGIBLE:
        k += 1
        left -= probability
        probability *= float(ratio(k))
    return k
