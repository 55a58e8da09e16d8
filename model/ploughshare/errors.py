"""The errors a user may meet: one small family, each saying what is wrong, where, and what to do about it.

Library code raises them; the command line shows them on one screen and leaves with their `exit_code`. They
survive pickling, so a worker process may raise them too.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike, fspath

FileName = str | PathLike[str]

SIMILAR_ENOUGH = 0.6
"""Likeness, 0 to 1 as `difflib` counts it, from which a name is worth suggesting."""

_OUTPUT_TROUBLE: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "free some space, or choose another folder"),
    errno.EDQUOT: ("your disk quota is used up", "free some space, or choose another folder"),
    errno.EACCES: ("no permission to write here", "choose a folder you may write to"),
    errno.EPERM: ("no permission to write here", "choose a folder you may write to"),
    errno.EROFS: ("the file system is read-only", "choose a folder you may write to"),
    errno.ENOTDIR: ("a file is in the way of the folder", "choose another folder, or move the file"),
    errno.EEXIST: ("it exists already", "choose another folder, or move what is there"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
}


class PloughshareError(Exception):
    """Root of the family: something the user can put right.

    Attributes:
        message: what is wrong, in one sentence without a full stop.
        hint: what to do about it, or None.
        file: the file or folder concerned, or None.
        line: the line in that file, counted from 1, or None.
        exit_code: what the command line leaves with.
    """

    exit_code = 1

    def __init__(
        self, message: str, *, hint: str | None = None, file: FileName | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = None if file is None else fspath(file)
        self.line = line

    def __str__(self) -> str:
        return _one_line(_place(self.file, self.line), self.message, hint=self.hint)


class UsageError(PloughshareError):
    """The command or the call asks for something that makes no sense or does not exist."""

    exit_code = 2


class ScenarioNotFound(UsageError):
    """No scenario has this name, or stands at this path; the hint offers the nearest known name."""

    def __init__(self, name: str, known_names: Iterable[str]) -> None:
        known = tuple(sorted(known_names))
        super().__init__(f"there is no scenario {_shortened(name)!r}", hint=_suggestion(name, known))
        self.name = name
        self.known_names = known
        self.args = (name, known)  # what pickle calls the class with


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a scenario, and where.

    Attributes:
        file: the file it stands in, as the user should read it.
        line: its line, counted from 1, or None when the whole file is meant.
        path: the key within the file, such as `groups.northern_front.share`, or an empty string.
        message: what is wrong and what is allowed.
        hint: what to do about it, such as the nearest valid spelling, or None.
    """

    file: str
    line: int | None
    path: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        return _one_line(_place(self.file, self.line), self.path, self.message, hint=self.hint)


class ScenarioError(PloughshareError):
    """A scenario does not pass its checks; it carries every problem found, not just the first.

    As text it is the problems, one a line: `file:line: path: message (hint)`.
    """

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a ScenarioError needs at least one problem")
        first, count = self.problems[0], len(self.problems)
        message = "1 problem in the scenario" if count == 1 else f"{count} problems in the scenario"
        super().__init__(message, hint=first.hint, file=first.file, line=first.line)
        self.args = (self.problems,)  # what pickle calls the class with

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class OutputError(PloughshareError):
    """Results cannot be written: no permission, a full disk, a file in the way."""

    @classmethod
    def from_os_error(cls, error: OSError, file: FileName | None = None) -> OutputError:
        """Return the error to raise for an `OSError` met while writing `file` (or the file it names)."""
        meaning, hint = _OUTPUT_TROUBLE.get(error.errno or 0, (error.strerror or str(error), None))
        named = error.filename if isinstance(error.filename, str) else None
        return cls(f"cannot write results: {meaning}", hint=hint, file=file if file is not None else named)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `word`, or None when none is much like it; case does not count."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    matches = difflib.get_close_matches(_shortened(word).casefold(), by_folded, n=1, cutoff=SIMILAR_ENOUGH)
    return by_folded[matches[0]] if matches else None


def _suggestion(name: str, known: tuple[str, ...]) -> str:
    if not known:
        return "none is installed here: give the path of a scenario folder"
    guess = nearest(name, known)
    listed = f"known scenarios: {', '.join(known)}"
    return f"did you mean {guess!r}? {listed}" if guess else listed


def _shortened(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def _place(file: str | None, line: int | None) -> str:
    if file is None:
        return ""
    return file if line is None else f"{file}:{line}"


def _one_line(*parts: str, hint: str | None) -> str:
    text = ": ".join(part for part in parts if part)
    return " ".join((f"{text} ({hint})" if hint else text).split())
