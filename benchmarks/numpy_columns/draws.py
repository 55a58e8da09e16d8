"""Addressed random numbers in NumPy: Philox4x32-10 by blocks, as in the model before kernels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ploughshare.randomness import seed_key

Floats = NDArray[np.float64]

_MASK = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_BLOCK = 8192


class NumpyDraws:
    """Random numbers of one seed by address (decision, month, uid, option); `uid` and `option` broadcast."""

    def __init__(self, seed: int) -> None:
        self.key = seed_key(seed)

    def uniform(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return uniform numbers in (0, 1)."""
        return self._draw(_unit, decision, month, uid, option)

    def exponential(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return standard exponential numbers."""
        return self._draw(lambda *words: -np.log(_unit(*words)), decision, month, uid, option)

    def gumbel(self, decision: int, month: int, uid: ArrayLike, option: ArrayLike = 0) -> Floats:
        """Return standard Gumbel numbers."""
        return self._draw(lambda *words: -np.log(-np.log(_unit(*words))), decision, month, uid, option)

    def _draw(self, number: Callable[..., Any], decision: int, month: int, uid: ArrayLike, option: ArrayLike) -> Floats:
        agent, what = np.broadcast_arrays(np.asarray(uid, dtype=np.uint64), np.asarray(option, dtype=np.uint64))
        numbers = np.empty(agent.shape)
        rows = max(1, _BLOCK // max(1, math.prod(agent.shape[1:])))
        for start in range(0, len(agent), rows):
            part = slice(start, start + rows)
            numbers[part] = number(*_philox((agent[part], month, int(decision), what[part]), self.key))
        return numbers


def _philox(counter: tuple[Any, ...], key: tuple[int, int]) -> tuple[Any, ...]:
    words, (k0, k1) = counter, key
    for _ in range(10):
        c0, c1, c2, c3 = words
        product_0, product_1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        words = (product_1 >> 32) ^ (c1 ^ k0), product_1 & _MASK, (product_0 >> 32) ^ (c3 ^ k1), product_0 & _MASK
        k0, k1 = (k0 + _WEYL[0]) & _MASK, (k1 + _WEYL[1]) & _MASK
    return words


def _unit(a: Any, b: Any, *_: Any) -> Any:
    return (((a << 20) | (b >> 12)) + 0.5) * 2.0**-52
