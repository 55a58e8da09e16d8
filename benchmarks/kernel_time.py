"""How much of a run is spent inside compiled kernels: every call of one from Python is timed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from numba.core.dispatcher import Dispatcher
from numba.np.ufunc.dufunc import DUFunc

from ploughshare.arithmetic import exp_of


class Calls:
    """Calls of one kernel: how many, and the seconds they took together."""

    __slots__ = ("number", "seconds")

    def __init__(self) -> None:
        self.seconds = 0.0
        self.number = 0


@dataclass
class KernelTime:
    """Seconds by the clock spent in kernels, and what timing them cost besides.

    The clock is read rather than processor time: that is a call of the system, which sweeps the near caches 16,000 times a run
    and makes what follows each kernel slower than it is. What neighbours take falls on kernels and the rest alike.
    """

    of: dict[str, Calls] = field(default_factory=dict)
    """calls of each kernel by name"""
    code: set[tuple[str, str]] = field(default_factory=set)
    """file and name of every compiled function, as a profiler names them"""
    timing_s: float = 0.0
    """seconds that timing itself took, outside the kernels; measured on a kernel that does next to nothing"""

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds of each kernel that was called, by name."""
        return {name: self._seconds(calls) for name, calls in self.of.items() if calls.number}

    @property
    def calls(self) -> int:
        """Number of calls of all kernels."""
        return sum(calls.number for calls in self.of.values())

    @property
    def total_s(self) -> float:
        """Seconds in all kernels."""
        return sum(self.seconds.values())

    def _seconds(self, calls: Calls) -> float:
        return max(0.0, calls.seconds - calls.number * _COST_OF_A_LOOK_S)


def _cost_of_a_look_s() -> float:
    """Return the least seconds that lie between two looks at the clock."""
    looks = [time.perf_counter() for _ in range(2_000)]
    return min(after - before for before, after in pairwise(looks))


_COST_OF_A_LOOK_S = _cost_of_a_look_s()


def _timed(kernel: Callable[..., Any], calls: Calls) -> Callable[..., Any]:
    """Return what stands in for a kernel and times its calls: as little Python as possible, not to be felt."""
    clock = time.perf_counter

    def call(*arguments: Any) -> Any:
        start = clock()
        answer = kernel(*arguments)
        calls.seconds += clock() - start
        calls.number += 1
        return answer

    return call


def _cost_of_wrapping_s() -> float:
    """Return the least seconds that a call takes longer for being timed, but for what counts as the kernel's own."""
    timed = _timed(exp_of, Calls())
    bare_s, timed_s = (min(_seconds_of_calls(function) for _ in range(20)) for function in (exp_of, timed))
    return max(0.0, timed_s - bare_s)


def _seconds_of_calls(function: Callable[[float], float], calls: int = 1_000) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        function(1.0)
    return (time.perf_counter() - start) / calls


@contextmanager
def timed_kernels(package: str = "ploughshare") -> Iterator[KernelTime]:
    """Time every compiled function that Python code of a package calls. Run the work once before, so all is compiled."""
    spent = KernelTime()
    replaced: list[tuple[Any, str, Any]] = []
    for module_name, module in list(sys.modules.items()):
        if not module_name.startswith(package):
            continue
        for name, value in list(vars(module).items()):
            if isinstance(value, Dispatcher | DUFunc):
                replaced.append((module, name, value))
                source = getattr(value, "py_func", None)
                if source is not None:
                    spent.code.add((source.__code__.co_filename, source.__name__))
                setattr(module, name, _timed(value, spent.of.setdefault(f"{module_name}.{name}", Calls())))
    try:
        yield spent
    finally:
        for module, name, value in replaced:
            setattr(module, name, value)
        spent.timing_s = spent.calls * _cost_of_wrapping_s()
