"""What several commands ask of their options: bounds, allowed words, the folder results go to."""

from __future__ import annotations

import time
from pathlib import Path

from ploughshare.errors import UsageError, nearest

MOST_SEEDS = 100_000


def check_usage(
    seeds: int, first_seed: int, jobs: int, history: str | None, scale: float | None, language: str = "en"
) -> None:
    """Refuse numbers and words no run can have; raises UsageError that names the option and what is allowed."""
    if not 1 <= seeds <= MOST_SEEDS:
        raise UsageError(f"--seeds must be between 1 and {MOST_SEEDS}, not {seeds}")
    if first_seed < 0:
        raise UsageError(f"--first-seed must be 0 or more, not {first_seed}")
    if jobs < 0:
        raise UsageError(f"--jobs must be 0 or more, not {jobs}")
    if scale is not None and not 0 < scale <= 1000:
        raise UsageError(f"--scale must be above 0 and at most 1000, not {scale}")
    one_of("--history", history, ("free", "replay"))
    one_of("--language", language, ("en", "fr"))


def one_of(option: str, given: str | None, allowed: tuple[str, ...]) -> None:
    """Check that an option is one of the words allowed, or not given; raises UsageError with the nearest."""
    if given is None or given in allowed:
        return
    near = nearest(given, allowed)
    hint = f"did you mean {near}?" if near else None
    raise UsageError(f"{option} must be one of {', '.join(allowed)}, not {given!r}", hint=hint)


def default_folder(name: str) -> Path:
    """Return a folder under `runs/` that does not exist yet, with the time in its name."""
    base = Path("runs") / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
    folder, number = base, 2
    while folder.exists():
        folder, number = base.with_name(f"{base.name}-{number}"), number + 1
    return folder
