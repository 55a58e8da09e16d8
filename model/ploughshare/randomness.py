"""Addressed random numbers: every draw is a function of (seed, decision, month, agent, option), never of stream order.

A lever that touches one man then changes one man, and a run gives the same bytes whatever the number of processes.
Generator: Philox4x32-10, Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
"""

from __future__ import annotations

import operator
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_SMALL_MEAN = 30.0


class Decision(IntEnum):
    """What a number decides. Values are part of every result: never renumber, only add."""

    RECONSIDER = 1
    CHOICE = 2
    RELEASE = 3
    LOTTERY = 4
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
    BIRTH = 16
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


def philox4x32(counter: tuple[Words, Words, Words, Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Return the four 32-bit output words of Philox4x32-10, as uint64 arrays of the counters' shape."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        high_low_0 = c0 * _MULTIPLIERS[0]
        high_low_1 = c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (high_low_1 >> _SHIFT) ^ c1 ^ np.uint64(k0),
            high_low_1 & _MASK,
            (high_low_0 >> _SHIFT) ^ c3 ^ np.uint64(k1),
            high_low_0 & _MASK,
        )
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def seed_key(seed: int) -> tuple[int, int]:
    """Return the key of a seed: the two halves of splitmix64(seed), so that near seeds give unrelated keys."""
    z = (seed + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    z ^= z >> 31
    return z & 0xFFFFFFFF, z >> 32


class AddressedRandom:
    """Random numbers of one seed, by address. `uid` and `option` broadcast; whole numbers give one number."""

    def __init__(self, seed: int) -> None:
        if isinstance(seed, bool | np.bool_):
            raise TypeError("a seed is a whole number, not true or false")
        self.seed = operator.index(seed)
        self.key = seed_key(self.seed)

    def words(
        self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0
    ) -> tuple[Words, Words, Words, Words]:
        """Return the four words at an address, each below 2^32."""
        agents, options = np.broadcast_arrays(np.asarray(uid).astype(np.uint64), np.asarray(option).astype(np.uint64))
        shape = agents.shape
        counter = (
            agents,
            np.full(shape, month, dtype=np.uint64),
            np.full(shape, decision, dtype=np.uint64),
            options,
        )
        return philox4x32(counter, self.key)

    def uniform(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return uniform numbers in (0, 1), never 0 or 1: (52 bits + 1/2) / 2^52."""
        high, low, _, _ = self.words(decision, month, uid, option)
        return _unit(high, low)

    def gumbel(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return standard Gumbel numbers: -ln(-ln u)."""
        return np.asarray(-np.log(-np.log(self.uniform(decision, month, uid, option))))

    def exponential(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return standard exponential numbers: -ln u."""
        return np.asarray(-np.log(self.uniform(decision, month, uid, option)))

    def normal(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return standard normal numbers by Box and Muller (1958), from the two halves of one block."""
        a, b, c, d = self.words(decision, month, uid, option)
        return np.asarray(np.sqrt(-2 * np.log(_unit(a, b))) * np.cos(2 * np.pi * _unit(c, d)))

    def poisson(self, mean: float, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> int:
        """Return a Poisson number by inversion below a mean of 30, above it the rounded normal approximation."""
        if mean <= 0:
            return 0
        if mean >= _SMALL_MEAN:
            draw = float(self.normal(decision, month, uid, option))
            return max(0, round(mean + float(np.sqrt(mean)) * draw))
        left = float(self.uniform(decision, month, uid, option))
        probability, number = float(np.exp(-mean)), 0
        while left > probability and number < 10 * _SMALL_MEAN:
            left -= probability
            number += 1
            probability *= mean / number
        return number


def _unit(high: Words, low: Words) -> Floats:
    bits = (high << np.uint64(20)) | (low >> np.uint64(12))
    return np.asarray((bits.astype(np.float64) + 0.5) * 2.0**-52)
