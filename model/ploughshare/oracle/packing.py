"""Reading and clearing flags that share the bits of a whole number, and traits stored as whole numbers of steps."""

from __future__ import annotations

from typing import SupportsInt


def holds(flags: SupportsInt, flag: SupportsInt) -> bool:
    """Return whether a flag is set."""
    return int(flags) // int(flag) % 2 == 1


def without(flags: SupportsInt, flag: SupportsInt) -> int:
    """Return the flags with one of them cleared."""
    return int(flags) - int(flag) if holds(flags, flag) else int(flags)
