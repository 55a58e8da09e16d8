"""What a local worker does first: leave Ctrl-C and a lost terminal to the process that drives the sweep, which stops it in good order."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:
    """Called by dask in each worker process as it starts."""
    for kind in (signal.SIGINT, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)
