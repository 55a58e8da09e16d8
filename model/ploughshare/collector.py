"""Python's garbage collector rests while a process gets ready.

Modules, schemas and what Numba needs to read machine code are made once, some hundred thousand objects, and stay. Full passes of
the cyclic collector over them find nothing; two of them took a fifth of the time to the first month.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

FROZEN_BY_PYTHON = 1_000
"""objects that may count as frozen though nobody froze them: Python 3.12 puts its immortal ones there, some 400. Who freezes
freezes all there is, 4,000 objects in a Python that has imported nothing."""


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest, then hand what it has not looked at yet to its oldest generation, without a pass.

    For what a process does once or a few times: garbage that is handed over waits for the next full pass, and a loop that did
    nothing else would put that off for ever.

    Where the collector is off already, by an outer rest or by somebody's choice, nothing changes.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        _hand_over()
        gc.enable()


def _hand_over() -> None:
    """Freeze everything and let it go again, into the oldest generation; not if somebody froze what is to stay frozen."""
    if gc.get_freeze_count() <= FROZEN_BY_PYTHON:
        gc.freeze()
        gc.unfreeze()


def first_call_at_rest(function: Callable[P, R]) -> Callable[P, R]:
    """Let the collector rest during the first call of a function in a process; it works as usual during later ones."""
    called = False

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal called
        if called:
            return function(*args, **kwargs)
        called = True
        with collector_at_rest():
            return function(*args, **kwargs)

    return call


def spare_last_passes() -> None:
    """Let this process end without Python's last passes, which free one by one what the system takes back at once.

    For processes of our own that close their files: what is left in a cycle is not finalised then.
    """
    atexit.register(gc.freeze)
