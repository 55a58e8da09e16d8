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


@dataclass
class KernelTime:
    """Seconds spent in kernels, by name, and number of calls."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    code: set[tuple[str, str]] = field(default_factory=set)
    """file and name of every compiled function, as a profiler names them"""
    timing_s: float = 0.0
    """seconds that timing itself took, outside the kernels; measured on a kernel that does next to nothing"""

    @property
    def total_s(self) -> float:
        """Seconds in all kernels."""
        return sum(self.seconds.values())


def _cost_of_timing_s() -> float:
    """Return the least seconds that lie between two looks at the clock, a microsecond where it is a call of the system."""
    looks = [time.thread_time() for _ in range(2_000)]
    return min(after - before for before, after in pairwise(looks))


class _TimedKernel:
    """Stands in for a compiled function and times its calls, less what looking at the clock takes."""

    cost_of_timing_s = _cost_of_timing_s()

    def __init__(self, kernel: Any, name: str, into: KernelTime) -> None:
        self.kernel, self.name, self.into = kernel, name, into

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        start = time.thread_time()
        try:
            return self.kernel(*args, **kwargs)
        finally:
            spent = max(0.0, time.thread_time() - start - self.cost_of_timing_s)
            self.into.seconds[self.name] = self.into.seconds.get(self.name, 0.0) + spent
            self.into.calls[self.name] = self.into.calls.get(self.name, 0) + 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kernel, name)


def _cost_of_wrapping_s() -> float:
    """Return the least seconds that a call takes longer for being timed, but for what counts as the kernel's own."""
    spent = KernelTime()
    wrapped = _TimedKernel(exp_of, "exp_of", spent)
    bare_s, timed_s = (min(_seconds_of_calls(function) for _ in range(20)) for function in (exp_of, wrapped))
    return max(0.0, timed_s - bare_s)


def _seconds_of_calls(function: Callable[[float], float], calls: int = 1_000) -> float:
    start = time.thread_time()
    for _ in range(calls):
        function(1.0)
    return (time.thread_time() - start) / calls


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
                setattr(module, name, _TimedKernel(value, f"{module_name}.{name}", spent))
    try:
        yield spent
    finally:
        for module, name, value in replaced:
            setattr(module, name, value)
        spent.timing_s = sum(spent.calls.values()) * _cost_of_wrapping_s()
