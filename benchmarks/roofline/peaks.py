"""What this processor can do at best: nanoseconds for a logarithm, an exponential, a sine, a Philox block, a byte.

The functions are the model's own, in plain loops over numbers that stay in the nearest cache (bytes: over arrays the size
of a country's state), compiled like its kernels. The least time of many repetitions counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import exp_of, log_of, sine_of_half_turns
from ploughshare.compiling import kernel
from ploughshare.philox import uniform_at

_IN_CACHE = 1024
_PERSONS = 74_000
_TIMES = 400
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Peaks:
    """Nanoseconds each."""

    logarithm_ns: float
    exponential_ns: float
    sine_ns: float
    random_block_ns: float
    byte_ns: float


@kernel
def _logs(x: Floats, out: Floats) -> None:
    for i in range(x.size):
        out[i] = log_of(x[i])


@kernel
def _exps(x: Floats, out: Floats) -> None:
    for i in range(x.size):
        out[i] = exp_of(x[i])


@kernel
def _sines(x: Floats, out: Floats) -> None:
    for i in range(x.size):
        out[i] = sine_of_half_turns(x[i])


@kernel
def _blocks(uid: Words, month: np.uint64, k0: np.uint64, k1: np.uint64, out: Floats) -> None:
    decision, option = np.uint64(1), np.uint64(0)
    for i in range(uid.size):
        out[i] = uniform_at(uid[i], month, decision, option, k0, k1)


@kernel
def _stream(x: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    for i in range(x.size):
        out[i] = np.float32(0.5) * x[i] + np.float32(0.25)


def measure() -> Peaks:
    """Measure all peaks; takes a second."""
    rng = np.random.default_rng(1)
    x, out = rng.uniform(0.01, 0.99, _IN_CACHE), np.empty(_IN_CACHE)
    uid = np.arange(_IN_CACHE, dtype=np.uint64)
    state = rng.uniform(0.1, 0.9, _PERSONS * 6).astype(np.float32)
    changed = np.empty_like(state)
    word = np.uint64(7)
    return Peaks(
        logarithm_ns=_least(lambda: _logs(x, out), _IN_CACHE),
        exponential_ns=_least(lambda: _exps(x, out), _IN_CACHE),
        sine_ns=_least(lambda: _sines(x, out), _IN_CACHE),
        random_block_ns=_least(lambda: _blocks(uid, word, word, word, out), _IN_CACHE),
        byte_ns=_least(lambda: _stream(state, changed), state.nbytes + changed.nbytes),
    )


def _least(work: Callable[[], object], pieces: int) -> float:
    work()
    repeats = max(1, 20_000 // pieces)
    least = float("inf")
    for _ in range(_TIMES):
        start = time.perf_counter()
        for _ in range(repeats):
            work()
        least = min(least, time.perf_counter() - start)
    return least / repeats / pieces * 1e9
