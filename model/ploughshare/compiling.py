"""How kernels are compiled, once for all of them: cached on disk, one thread, IEEE arithmetic without reordering.

No `fastmath`: it lets the compiler reorder and fuse, and results would differ between processors. Division by zero gives
infinity as in NumPy, because a check would keep loops from being vectorised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

P = ParamSpec("P")
R = TypeVar("R")
Floats = NDArray[np.float64]


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over arrays at its first call, and keep the machine code for the next process."""
    return cast("Callable[P, R]", numba.njit(cache=True, error_model="numpy")(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a small function of numbers into the kernels that call it; plain Python can call it too."""
    return cast("Callable[P, R]", numba.njit(cache=True, forceinline=True, error_model="numpy")(function))


def over_arrays(loop: Callable[..., Floats]) -> Callable[..., Any]:
    """Return a function of numbers or arrays that broadcast, from a kernel that loops over flat arrays of one length.

    NumPy's own way to this, a compiled ufunc, costs a tenth of a second at every start of a process.
    """

    def apply(*arguments: ArrayLike) -> Any:
        arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
        return loop(*(array.flatten() for array in arrays)).reshape(arrays[0].shape)

    return apply
