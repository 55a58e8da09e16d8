"""Addressed random numbers: every draw is a function of (seed, decision, month, agent, option), never of stream order.

A lever that touches one man then changes one man, and a run gives the same bytes whatever the number of processes.
Generator: Philox4x32-10 (`philox.py`). Its key is the seed, its counter the four words (uid, month, decision, option); one
block of four words answers each address.

All numbers are without unit. An address has the shape to which `uid` and `option` broadcast; the answer has that shape,
or is a plain Python number where both are whole numbers. Asking one by one or all at once gives the same numbers.
All are the same on every machine, to the last bit (`arithmetic.py`).
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ploughshare import philox

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Whole = NDArray[np.integer[Any]]
Address = int | Whole

_MASK = 0xFFFFFFFF
_WORDS = tuple(np.dtype(kind) for kind in (np.uint8, np.uint16, np.uint32))  # what can hold nothing but words


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
    TRUCE = 32


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
    key: tuple[np.uint64, np.uint64] = field(init=False, repr=False, compare=False)
    """the two words of the key, as kernels take them"""

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool | np.bool_):
            raise TypeError("a seed is a whole number, not true or false")
        seed = operator.index(self.seed)
        object.__setattr__(self, "seed", seed)
        low, high = seed_key(seed)
        object.__setattr__(self, "key", (np.uint64(low), np.uint64(high)))

    @overload
    def uniform(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def uniform(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def uniform(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def uniform(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return uniform numbers in (0, 1), never 0 or 1: (52 bits + 1/2) / 2^52, from the first two words."""
        return self._draw(philox.UNIFORM, decision, month, uid, option)

    @overload
    def gumbel(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def gumbel(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def gumbel(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def gumbel(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return standard Gumbel numbers, -ln(-ln u): mean 0.5772, variance pi^2 / 6, from -3.6 to 36.8."""
        return self._draw(philox.GUMBEL, decision, month, uid, option)

    @overload
    def exponential(self, decision: int, month: int, uid: int, option: int = 0) -> float: ...
    @overload
    def exponential(self, decision: int, month: int, uid: Whole, option: Address = 0) -> Floats: ...
    @overload
    def exponential(self, decision: int, month: int, uid: Address, option: Whole) -> Floats: ...
    def exponential(self, decision: int, month: int, uid: Address, option: Address = 0) -> float | Floats:
        """Return standard exponential numbers, -ln u: mean and variance 1."""
        return self._draw(philox.EXPONENTIAL, decision, month, uid, option)

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
        return self._draw(philox.NORMAL, decision, month, uid, option)

    @overload
    def poisson(self, mean: float, decision: int, month: int, uid: int, option: int = 0) -> int: ...
    @overload
    def poisson(self, mean: ArrayLike, decision: int, month: int, uid: Whole, option: Address = 0) -> Counts: ...
    def poisson(self, mean: ArrayLike, decision: int, month: int, uid: Address, option: Address = 0) -> int | Counts:
        """Return Poisson numbers; `mean` broadcasts with the address.

        Below a mean of 30 by inversion of the uniform number, so that a larger mean never gives a smaller count. From
        30 on the normal approximation: round(mean + sqrt(mean) * normal), at least 0. A mean below 0 counts as 0.
        """
        when, what = _word(operator.index(month), "month"), _word(operator.index(decision), "decision")
        agent, alternative = _word(uid, "uid"), _word(option, "option")
        means = np.asarray(mean, dtype=np.float64)
        if not np.isfinite(means).all():
            raise ValueError("the mean of a Poisson number is finite")
        if isinstance(agent, int) and isinstance(alternative, int) and means.ndim == 0:
            return philox.draw_one_poisson(float(means), agent, when, what, alternative, *self.key)
        agents, options, shape = _addresses(agent, alternative)
        if means.shape != shape:
            options = np.broadcast_to(options, agents.shape).reshape(shape)
            each, agents, options = np.broadcast_arrays(means, agents.reshape(shape), options)
            means, agents, options, shape = each.ravel(), agents.ravel(), options.ravel(), each.shape
        return philox.draw_poisson(means.reshape(-1), agents, when, what, options, *self.key).reshape(shape)

    def uniform_by_month(self, decision: int, months: int, uid: Address, option: int = 0) -> Floats:
        """Return the uniform numbers of the first months at once, shape (months, *shape of uid)."""
        return self._draw_by_month(philox.UNIFORM, decision, months, uid, option)

    def normal_by_month(self, decision: int, months: int, uid: Address, option: int = 0) -> Floats:
        """Return the standard normal numbers of the first months at once, shape (months, *shape of uid)."""
        return self._draw_by_month(philox.NORMAL, decision, months, uid, option)

    def _draw_by_month(self, law: int, decision: int, months: int, uid: Address, option: int) -> Floats:
        """Return the numbers of a law that `_draw` gives month by month."""
        agents = np.asarray(_word(uid, "uid"), np.uint64)
        what, alternative = _word(operator.index(decision), "decision"), _word(operator.index(option), "option")
        numbers = philox.draw_by_month(law, agents.ravel(), operator.index(months), what, alternative, *self.key)
        return numbers.reshape(months, *agents.shape)

    def _draw(self, law: int, decision: int, month: int, uid: Address, option: Address) -> float | Floats:
        """Return the numbers of a law at each address."""
        if type(uid) is int and type(option) is int and type(month) is int and 0 <= uid | option | month <= _MASK:
            return philox.draw_one(law, uid, month, int(decision), option, *self.key)
        when, what = _word(operator.index(month), "month"), _word(operator.index(decision), "decision")
        agent, alternative = _word(uid, "uid"), _word(option, "option")
        if isinstance(agent, int) and isinstance(alternative, int):
            return philox.draw_one(law, agent, when, what, alternative, *self.key)
        agents, options, shape = _addresses(agent, alternative)
        return philox.draw(law, agents, when, what, options, *self.key).reshape(shape)


def _word(value: Address, what: str) -> Any:
    """Return a word of an address as the generator takes it; refuse what is no whole number of 32 bits."""
    if type(value) is int:
        if not 0 <= value <= _MASK:
            _check_word(value, value, what)
        return value
    array = np.asarray(value)
    if array.dtype == np.uint32 and array.ndim:
        return array
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{what} is a whole number, not {array.dtype}")
    words = array.astype(np.uint64)  # a number below 0 becomes one far above every word
    if array.dtype not in _WORDS and words.max(initial=0) > _MASK:
        _check_word(int(array.min()), int(array.max()), what)
    return words if array.ndim else int(words)


def _addresses(agent: Any, alternative: Any) -> tuple[philox.Words, philox.Words, tuple[int, ...]]:
    """Return the words of agents and alternatives one address after the other, and the shape to which they broadcast.

    An alternative that is the same for all stands once.
    """
    agents, alternatives = np.asarray(agent), np.asarray(alternative, np.uint64)
    if alternatives.ndim == 0:
        return agents.ravel(), alternatives.reshape(1), agents.shape
    shape = np.broadcast(agents, alternatives).shape
    each = np.empty((2, *shape), np.uint64)
    each[0], each[1] = agents, alternatives
    return each[0].ravel(), each[1].ravel(), shape


def _check_word(least: int, most: int, what: str) -> None:
    if least < 0 or most > _MASK:
        raise ValueError(f"{what} lies from 0 to 2^32 - 1, not {least if least < 0 else most}")
