"""What a check finds, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ploughshare.errors import nearest


@dataclass(frozen=True)
class Finding:
    """One thing wrong: file (without `.yaml`), path inside it, message, hint."""

    file: str
    path: tuple[str | int, ...]
    message: str
    hint: str | None = None


def unknown(file: str, path: tuple[str | int, ...], what: str, name: str, known: Iterable[str]) -> Finding:
    """Return the finding that a name is not known, with the nearest one or what there is."""
    known = list(known)
    near = nearest(name, known)
    hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known[:15]) or 'none'}"
    return Finding(file, path, f"there is no {what} {name!r}", hint)
