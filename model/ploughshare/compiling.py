"""How kernels are compiled, once for all of them: cached on disk, one thread, IEEE arithmetic without reordering.

No `fastmath`: it lets the compiler reorder and fuse, and results would differ between processors. Division by zero gives
infinity as in NumPy, because a check would keep loops from being vectorised.

Numba keeps machine code as long as the file of the function itself is unchanged, even when a function compiled into it has
changed in another file. Code is therefore kept in a folder named after the text of all compiled modules: whoever changes an
equation never runs the old one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

P = ParamSpec("P")
R = TypeVar("R")
Floats = NDArray[np.float64]


_PACKAGE = Path(__file__).parent
_settings: Any = numba.config  # its attributes are made at run time
COMPILED = ("compiling.py", "arithmetic.py", "philox.py", "kernels/*.py", "rules/*.py")
"""Where compiled functions stand, below the package."""


def source_fingerprint(package: Path) -> str:
    """Return a name for the text of all compiled modules of a package, 16 hexadecimal digits."""
    text = hashlib.sha256()
    for file in sorted(file for pattern in COMPILED for file in package.glob(pattern)):
        text.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return text.hexdigest()[:16]


def _code_folder() -> Path:
    """Return where machine code is kept: where Numba is told to, else beside the package, else with the user's caches."""
    beside = _PACKAGE / "__pycache__"
    if _settings.CACHE_DIR:
        kept = Path(_settings.CACHE_DIR)
    elif os.access(beside if beside.exists() else _PACKAGE, os.W_OK):
        kept = beside
    else:
        kept = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "ploughshare"
    return kept / f"kernels-{source_fingerprint(_PACKAGE)}"


_CODE_FOLDER = str(_code_folder())


@contextmanager
def _kept_in_code_folder() -> Iterator[None]:
    """Numba reads its folder when a function is decorated; other users of Numba keep theirs."""
    before, _settings.CACHE_DIR = _settings.CACHE_DIR, _CODE_FOLDER
    try:
        yield
    finally:
        _settings.CACHE_DIR = before


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over arrays at its first call, and keep the machine code for the next process."""
    with _kept_in_code_folder():
        return cast("Callable[P, R]", numba.njit(cache=True, error_model="numpy")(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a small function of numbers into the kernels that call it; plain Python can call it too."""
    with _kept_in_code_folder():
        return cast("Callable[P, R]", numba.njit(cache=True, forceinline=True, error_model="numpy")(function))


def over_arrays(loop: Callable[..., Floats]) -> Callable[..., Any]:
    """Return a function of numbers or arrays that broadcast, from a kernel that loops over flat arrays of one length.

    NumPy's own way to this, a compiled ufunc, costs a tenth of a second at every start of a process.
    """

    def apply(*arguments: ArrayLike) -> Any:
        shape = np.broadcast(*arguments).shape
        full = np.empty((len(arguments), *shape))
        for number, argument in enumerate(arguments):
            full[number] = argument
        return loop(*full.reshape(len(arguments), -1)).reshape(shape)

    return apply
