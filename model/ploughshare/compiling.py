"""How kernels are compiled, once for all of them: cached on disk, one thread, IEEE arithmetic without reordering.

No `fastmath`: it lets the compiler reorder and fuse, and results would differ between processors. Division by zero gives
infinity as in NumPy, because a check would keep loops from being vectorised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over arrays at its first call, and keep the machine code for the next process."""
    return cast("Callable[P, R]", numba.njit(cache=True, error_model="numpy")(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a small function of numbers into the kernels that call it; plain Python can call it too."""
    return cast("Callable[P, R]", numba.njit(cache=True, forceinline=True, error_model="numpy")(function))


def elementwise(function: Callable[..., float], arguments: int) -> Any:
    """Return a NumPy function that applies a function of so many numbers element by element."""
    signature = f"float64({', '.join(['float64'] * arguments)})"
    return numba.vectorize([signature], nopython=True, cache=True)(function)  # type: ignore[no-untyped-call]
